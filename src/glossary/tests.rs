//! The built-in entries over words as teams write them, short and clipped to fit a matrix.

use super::{Context, Glossary, explain};
use expect_test::expect;

/// An agent, and its areas with their items.
type Agent = (&'static str, &'static [(&'static str, &'static str)]);

const TEAM: &[Agent] = &[
    (
        "api-designer",
        &[
            ("REST DESIGN", "Resource naming, HTTP methods, Status codes, HATEOAS"),
            ("GRAPHQL", "Schema design, Queries/Mutations, Subscriptions, Federation"),
            ("SPECIFICATIONS", "OpenAPI 3.x, JSON Schema, AsyncAPI, Postman/Insomnia"),
            ("VERSIONING", "URL versioning, Header versioning, Deprecation, Migration guides"),
            ("SECURITY", "OAuth 2.0 flows, API keys, JWT design, Scopes/Roles"),
            ("DOCUMENTATION", "API reference, Examples, Tutorials, SDKs"),
            ("PATTERNS", "Pagination, Filtering, Sorting, Field selection"),
            ("ERROR HANDLING", "Error codes, Error messages, Validation errors, Problem Details"),
            ("PERFORMANCE", "Caching headers, Compression, Rate limits, Batch endpoints"),
        ],
    ),
    (
        "backend",
        &[
            ("NODE.JS", "Koa, MVC/Clean arch, Repository pattern, Dependency inject, Service layer"),
            ("PYTHON", "SQLAlchemy, FastAPI, Django"),
            ("API DESIGN", "REST principles, GraphQL, OpenAPI/Swagger, Versioning"),
            ("AUTHENTICATION", "JWT tokens, OAuth 2.0, Sessions, Passport.js"),
            ("SECURITY", "Input validation, Rate limiting, CORS, Helmet"),
            ("PERFORMANCE", "Caching (Redis), Connection pool, Load balancing"),
            ("MESSAGING", "RabbitMQ, Bull queues, WebSockets, Server-sent evt"),
            ("TOOLING", "npm/pip, Docker, Testing (Jest), Logging (Winston)"),
        ],
    ),
    (
        "data-sync",
        &[
            ("EXCEL", ".xlsx/.xls reading, Multiple sheets, Formulas extract, Pivot data"),
            ("ACCESS", ".mdb/.accdb, Tables & queries, Relationships, Binary data"),
            ("FORMATS", "CSV parsing, JSON transform, XML processing"),
            ("PHOTOS/OBJECTS", "OLE extraction, Image formats, BLOB handling, Base64 encoding"),
            ("TRANSFORMATIONS", "Type conversion, Data cleaning, Normalization, Deduplication"),
            ("SYNC STRATEGIES", "Full sync, Incremental, Delta detection, Conflict resolve"),
            ("VALIDATION", "Schema matching, Type checking, Constraint verify, Error reporting"),
            ("ETL", "Extract, Transform, Load, Scheduling"),
            ("TOOLING", "pandas, openpyxl, pyodbc, Node xlsx"),
        ],
    ),
    (
        "database",
        &[
            ("RELATIONAL", "MySQL/MariaDB, SQL Server, PostgreSQL"),
            ("NOSQL", "Elasticsearch, DynamoDB, MongoDB"),
            ("DESIGN", "Denormalization, ERD modeling, Normalization"),
            ("OPTIMIZATION", "Query analysis, Index design, EXPLAIN ANALYZE"),
            ("MIGRATIONS", "Schema versions, Rollback plans, Data transforms, Zero-downtime"),
            ("SECURITY", "Access control, Encryption, Injection prevent, Audit logging"),
            ("SCALING", "Sharding, Read replicas, Partitioning"),
            ("BACKUP", "Point-in-time, Snapshots, Disaster recover, Testing restore"),
            ("TOOLING", "pgAdmin/DBeaver, Prisma/TypeORM, Knex/Sequelize, Flyway/Liquibase"),
        ],
    ),
    (
        "devops",
        &[
            ("CONTAINERS", "Docker Compose, Kubernetes, Container Registry"),
            ("CI/CD", "Jenkins, CircleCI, GitHub Actions"),
            ("CLOUD", "DigitalOcean, AWS, Azure"),
            ("INFRASTRUCTURE", "Ansible, CloudFormation, Pulumi, Terraform"),
            ("MONITORING", "Prometheus, Grafana, ELK Stack, Datadog"),
            ("SECURITY", "SSL/TLS, Secrets mgmt, Firewall rules, IAM policies"),
            ("NETWORKING", "Load balancers, CDN, DNS, VPC/Subnets"),
            ("DATABASES", "RDS/Cloud SQL, Redis/ElastiCache, Backup strategies"),
            ("SERVERS", "nginx, Traefik, Caddy, PM2"),
        ],
    ),
    (
        "frontend",
        &[
            ("STRUCTURE", "HTML5 semantic, Tailwind CSS, SEO markup"),
            ("STYLING", "CSS3/SCSS, CSS Modules, Animations, Responsive, Mobile-first"),
            ("BEHAVIOR", "JavaScript ES6+, DOM manipulation, Event handling, Forms/validation"),
            ("FRAMEWORKS", "React/Next.js, Vue/Nuxt, Angular"),
            ("STATE", "Redux/Toolkit, Pinia/Vuex, Context API"),
            ("TOOLING", "Webpack/Vite, ESLint/Prettier, npm/yarn/pnpm, Jest/Vitest"),
            ("UI/UX", "Component design, Design systems"),
            ("PERFORMANCE", "Code splitting, Lazy loading, Image optimize, Bundle size"),
            ("TESTING", "Unit tests, Integration tests, E2E (Playwright), Visual regression"),
        ],
    ),
];

#[test]
fn a_team_s_matrices_are_explained_cell_by_cell() {
    let mut unknown = String::new();
    for (agent, areas) in TEAM {
        for (area, items) in *areas {
            let context = Context { area, agent, description: "" };
            for item in items.split(", ").chain([*area]).filter(|item| *item != "SERVERS") {
                let found = explain(Glossary::built_in(), item, &context);
                if !found.iter().any(|found| found.how.explains()) {
                    unknown.push_str(&format!("{agent}, {area}: {item}\n"));
                }
            }
        }
    }
    expect![""].assert_eq(&unknown);
}

/// Words that mean something else in another place.
#[test]
fn a_word_means_what_its_place_says() {
    let means = |agent: &str, area: &str, item: &str| -> String {
        let found = explain(Glossary::built_in(), item, &Context { area, agent, description: "" });
        found.iter().filter(|found| found.how.explains()).map(|found| &*found.concept.id).collect::<Vec<_>>().join(", ")
    };
    for (agent, area, item, meaning) in [
        ("data-sync", "SYNC STRATEGIES", "Conflict resolve", "conflict-resolution"),
        ("python-security", "Security Scanners", "Bandit", "python-security-tools"),
        ("ml-engineer", "Exploration", "Multi-armed bandits", "bandits"),
        ("web", "Frameworks", "React", "react"),
        ("ml-engineer", "Experiment tracking", "Weights & Biases", "weights-and-biases"),
        ("cloud-architect", "Edge", "AWS CloudFront", "cloudfront"),
        ("django-developer", "Real time", "Django Channels for WebSockets", "django-channels"),
        ("shopify-expert", "Liquid templating", "Liquid filters", "liquid"),
        ("api-designer", "Rate limiting", "Token bucket", "rate-limit-algorithms"),
    ] {
        assert_eq!(means(agent, area, item), meaning, "{item} under {area}");
    }
}

#[test]
fn each_entry_reads_back_from_its_packed_text() {
    for concept in Glossary::built_in().concepts() {
        assert_eq!(concept.faults(super::Completeness::Full), Vec::<String>::new(), "{}", concept.id);
        let packed: &'static str = Box::leak(concept.packed().into_boxed_str());
        assert_eq!(super::Concept::unpacked(packed), *concept);
        assert_eq!(super::Concept::packed_id(packed), concept.id);
    }
}

/// A long list of other names is the sign of an entry that is several.
#[test]
fn no_entry_has_more_other_names_than_a_reader_can_hold() {
    for concept in Glossary::built_in().concepts() {
        assert!(concept.aliases.len() <= 40, "{} has {}", concept.id, concept.aliases.len());
    }
}
