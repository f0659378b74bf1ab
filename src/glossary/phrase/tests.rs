use super::*;
use crate::glossary::schema::Concept;
use expect_test::{Expect, expect};

/// Entries as the built-in ones are, so that no change there can change what is shown here:
/// id, kind, name, aliases, `only_under`.
const ENTRIES: [(&str, &str, &str, &str, &str); 35] = [
    ("api-design", "practice", "API design", "", ""),
    ("api-versioning", "practice", "API versioning", "Versioning", "api"),
    ("authentication", "practice", "Authentication", "autenticación", ""),
    ("authorization", "practice", "Authorization", "autorización", ""),
    ("bull", "tool", "Bull", "Bull queues", ""),
    ("bundle-optimization", "practice", "Bundle optimization", "Bundle size", ""),
    ("caching", "practice", "Caching", "Cache, Caching (Redis)", ""),
    ("ci-cd", "practice", "CI/CD", "Continuous integration", ""),
    ("clean-architecture", "concept", "Clean Architecture", "", ""),
    ("connection-pool", "concept", "Connection pooling", "", ""),
    ("dependency-injection", "concept", "Dependency injection", "DI", ""),
    ("docker", "technology", "Docker", "", ""),
    ("express", "technology", "Express", "Express.js", ""),
    ("git-hooks", "concept", "Git hooks", "Hooks", "git"),
    ("go", "technology", "Go", "Golang", ""),
    ("graphql", "technology", "GraphQL", "", ""),
    ("image-optimization", "practice", "Image optimization", "", ""),
    ("input-validation", "practice", "Input validation", "", ""),
    ("insurance", "concept", "Insurance", "Claims management", "insurance, claims"),
    ("integration-testing", "practice", "Integration testing", "Integration tests", ""),
    ("json-web-token", "standard", "JSON Web Token (JWT)", "JWT tokens", ""),
    ("microsoft-access", "technology", "Microsoft Access", "Access", "excel, data sync"),
    ("mvc", "concept", "MVC", "Model-view-controller", ""),
    ("node-js", "technology", "Node.js", "Node", ""),
    ("npm", "tool", "npm", "", ""),
    ("oauth-2", "standard", "OAuth 2.0", "OAuth", ""),
    ("performance", "practice", "Performance optimization", "Performance", ""),
    ("pip", "tool", "pip", "npm/pip", ""),
    ("react", "technology", "React", "", ""),
    ("react-hooks", "concept", "React Hooks", "Hooks", "react, frontend"),
    ("redis", "technology", "Redis", "", ""),
    ("redux-toolkit", "technology", "Redux Toolkit", "RTK", ""),
    ("secrets-management", "practice", "Secrets management", "", ""),
    ("server-sent-events", "standard", "Server-sent events (SSE)", "", ""),
    ("unit-testing", "practice", "Unit testing", "Unit tests", ""),
];

fn glossary() -> Glossary {
    let yaml: String = ENTRIES
        .iter()
        .map(|(id, kind, name, aliases, only_under)| {
            format!(
                "- {{id: {id}, kind: {kind}, name: '{name}', aliases: [{aliases}], only_under: [{only_under}], definition: '{name}.'}}\n"
            )
        })
        .collect();
    let concepts: Vec<Concept> = serde_saphyr::from_str(&yaml).unwrap();
    Glossary::alone(concepts)
}

/// Each line of `phrases`, with what it means.
fn check_in(context: Context, phrases: &str, expected: Expect) {
    let glossary = glossary();
    let mut shown = String::new();
    for phrase in phrases.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let found = explain(&glossary, phrase, &context);
        let found: Vec<String> = found
            .iter()
            .map(|found| {
                let words = if found.span.slice(phrase) == phrase { "all" } else { found.span.slice(phrase) };
                format!("{} ({:?}: {words})", found.concept.id, found.how)
            })
            .collect();
        let found = if found.is_empty() { "nothing".to_owned() } else { found.join(", ") };
        shown.push_str(&format!("{phrase}: {found}\n"));
    }
    expected.assert_eq(&shown);
}

fn check(phrases: &str, expected: Expect) {
    check_in(Context::default(), phrases, expected);
}

#[test]
fn case_plurals_hyphens_and_versions_make_no_difference() {
    check(
        "json web token\nJWT\nJWTs\nCLEAN-ARCHITECTURE\nReact 18+\nNode.js 22.x\nnodejs\nGo 1.22\nReact.js\nOAuth2\nOAuth 2.1",
        expect![[r#"
            json web token: json-web-token (Exact: all)
            JWT: json-web-token (Exact: all)
            JWTs: json-web-token (Variant: all)
            CLEAN-ARCHITECTURE: clean-architecture (Variant: all)
            React 18+: react (Variant: all)
            Node.js 22.x: node-js (Variant: all)
            nodejs: node-js (Variant: all)
            Go 1.22: go (Variant: all)
            React.js: react (Variant: all)
            OAuth2: oauth-2 (Variant: all)
            OAuth 2.1: oauth-2 (Variant: all)
        "#]],
    );
}

#[test]
fn cut_words_are_written_out() {
    check(
        "Secrets mgmt\nServer-sent evt\nConnection pool\nDependency inject\nClean arch\nImage optimize\nPerf\nauthn\nImage opt\nConn pool",
        expect![[r#"
            Secrets mgmt: secrets-management (Clipped: all)
            Server-sent evt: server-sent-events (Clipped: all)
            Connection pool: connection-pool (Clipped: all)
            Dependency inject: dependency-injection (Clipped: all)
            Clean arch: clean-architecture (Clipped: all)
            Image optimize: image-optimization (Clipped: all)
            Perf: performance (Clipped: all)
            authn: authentication (Clipped: all)
            Image opt: image-optimization (Clipped: all)
            Conn pool: connection-pool (Clipped: all)
        "#]],
    );
}

#[test]
fn combinations_are_taken_apart() {
    check(
        "npm/pip\nCaching (Redis)\nMVC/Clean arch\nAuthentication & Authorization\nUnit/integration tests\nRedis, Docker and GraphQL\nAuthentication (JWT, OAuth 2.0)\nCI/CD\nReact/Redux Toolkit\nDocker: builds small images with caching",
        expect![[r#"
            npm/pip: npm (Exact: npm), pip (Exact: pip)
            Caching (Redis): caching (Exact: Caching), redis (Exact: Redis)
            MVC/Clean arch: mvc (Exact: MVC), clean-architecture (Clipped: Clean arch)
            Authentication & Authorization: authentication (Exact: Authentication), authorization (Exact: Authorization)
            Unit/integration tests: unit-testing (Variant: Unit), integration-testing (Exact: integration tests)
            Redis, Docker and GraphQL: redis (Exact: Redis), docker (Exact: Docker), graphql (Exact: GraphQL)
            Authentication (JWT, OAuth 2.0): authentication (Exact: Authentication), json-web-token (Exact: JWT), oauth-2 (Exact: OAuth 2.0)
            CI/CD: ci-cd (Exact: all)
            React/Redux Toolkit: react (Exact: React), redux-toolkit (Exact: Redux Toolkit)
            Docker: builds small images with caching: docker (Exact: Docker), caching (Exact: caching)
        "#]],
    );
}

#[test]
fn words_that_add_nothing_are_dropped() {
    check(
        "Bundle optimization strategies\nCaching best practices\nAdvanced React patterns\nGraphQL servers\nImplementing input validation\nDesign principles\nDocker containers\nJWT token\nEstrategias de autenticación",
        expect![[r#"
            Bundle optimization strategies: bundle-optimization (Variant: all)
            Caching best practices: caching (Variant: all)
            Advanced React patterns: react (Variant: all)
            GraphQL servers: graphql (Variant: all)
            Implementing input validation: input-validation (Variant: all)
            Design principles: nothing
            Docker containers: docker (Variant: all)
            JWT token: json-web-token (Variant: all)
            Estrategias de autenticación: authentication (Variant: all)
        "#]],
    );
}

#[test]
fn known_phrases_inside_are_named_as_parts() {
    check(
        "Connection pool exhaustion\nJenkins CI/CD flows\nCI & CD pipelines of all teams\nAuthentication & Authorization Zylo\nCI/CD optimization\nOptimize for readers\nCaching/presentational separation\nPer-tenant caching\nRedis cluster failover\nAPI design reviews\nWrites unit tests for each new React component before anything else",
        expect![[r#"
            Connection pool exhaustion: nothing
            Jenkins CI/CD flows: ci-cd (Part: CI/CD)
            CI & CD pipelines of all teams: nothing
            Authentication & Authorization Zylo: authentication (Exact: Authentication)
            CI/CD optimization: ci-cd (Narrower: CI/CD)
            Optimize for readers: nothing
            Caching/presentational separation: nothing
            Per-tenant caching: caching (Narrower: caching)
            Redis cluster failover: redis (Part: Redis)
            API design reviews: api-design (Narrower: API design)
            Writes unit tests for each new React component before anything else: unit-testing (Part: unit tests), react (Part: React)
        "#]],
    );
}

#[test]
fn a_broad_or_ordinary_word_explains_no_longer_phrase() {
    check(
        "Performance reviews of employees\nGo to market\nExpress shipping\naccess rights\nnodes\nbull market\nthe next steps\nCache misses\nZylo bridge\nDI container wiring",
        expect![[r#"
            Performance reviews of employees: nothing
            Go to market: nothing
            Express shipping: nothing
            access rights: nothing
            nodes: nothing
            bull market: nothing
            the next steps: nothing
            Cache misses: nothing
            Zylo bridge: nothing
            DI container wiring: nothing
        "#]],
    );
}

#[test]
fn the_surroundings_choose_between_meanings() {
    check(
        "Hooks\nReact hooks\nVersioning\nAccess",
        expect![[r#"
        Hooks: nothing
        React hooks: react-hooks (Exact: all)
        Versioning: nothing
        Access: nothing
    "#]],
    );
    check_in(
        Context { area: "REACT", ..Context::default() },
        "Hooks",
        expect![[r#"
        Hooks: react-hooks (Exact: all)
    "#]],
    );
    check_in(
        Context { area: "GIT", ..Context::default() },
        "Hooks",
        expect![[r#"
        Hooks: git-hooks (Exact: all)
    "#]],
    );
    check_in(
        Context { agent: "frontend", ..Context::default() },
        "Hooks",
        expect![[r#"
        Hooks: react-hooks (Exact: all)
    "#]],
    );
    check_in(
        Context { area: "GIT", agent: "frontend", ..Context::default() },
        "Hooks",
        expect![[r#"
        Hooks: git-hooks (Exact: all)
    "#]],
    );
    check_in(
        Context { agent: "sync", description: "Reads Excel sheets.", ..Context::default() },
        "Access\nVersioning",
        expect![[r#"
            Access: microsoft-access (Exact: all)
            Versioning: nothing
        "#]],
    );
    // "Hooks" is bound itself: it does not make this an area of Git.
    check_in(
        Context { area: "HOOKS", ..Context::default() },
        "Hooks",
        expect![[r#"
        Hooks: nothing
    "#]],
    );
    check_in(
        Context { area: "API DESIGN", ..Context::default() },
        "Versioning",
        expect![[r#"
        Versioning: api-versioning (Exact: all)
    "#]],
    );
}

#[test]
fn odd_text_is_harmless() {
    check(
        "—\n///\n((((\nand\n18+\n\u{301}\n日本語の認証",
        expect![[r#"
        —: nothing
        ///: nothing
        ((((: nothing
        and: nothing
        18+: nothing
        ́: nothing
        日本語の認証: nothing
    "#]],
    );
    let long = "React / Vue (and) ".repeat(5_000);
    assert!(explain(&glossary(), &long, &Context::default()).len() <= MOST_MATCHES);
}

#[test]
fn spans_lie_on_characters_and_inside() {
    use proptest::prelude::*;
    let glossary = glossary();
    proptest!(|(text in "(\\PC|React|CI/CD|JWT|[ /(),+-]){0,40}")| {
        for found in explain(&glossary, &text, &Context { area: &text, agent: &text, description: "" }) {
            prop_assert!(text.get(found.span.range()).is_some_and(|words| !words.is_empty()));
        }
    });
}

#[test]
fn narrower_cases_lead_to_what_they_are_a_case_of() {
    check(
        "Database connection pooling\nInput validation policies\nMulti-layer clean architecture\nGit-based unit testing\nServer-side validation\nRedis management\nZylo management",
        expect![[r#"
            Database connection pooling: connection-pool (Narrower: connection pooling)
            Input validation policies: input-validation (Narrower: Input validation)
            Multi-layer clean architecture: clean-architecture (Narrower: clean architecture)
            Git-based unit testing: unit-testing (Narrower: unit testing)
            Server-side validation: nothing
            Redis management: redis (Narrower: Redis)
            Zylo management: nothing
        "#]],
    );
}

#[test]
fn phrases_are_turned_round() {
    check(
        "Validation of inputs\nOptimizing images\nPooling of connections\nReading of inputs",
        expect![[r#"
            Validation of inputs: input-validation (Variant: all)
            Optimizing images: image-optimization (Variant: all)
            Pooling of connections: connection-pool (Variant: all)
            Reading of inputs: nothing
        "#]],
    );
}

#[test]
fn an_area_completes_its_items() {
    let in_area = |area| Context { area, ..Context::default() };
    check_in(
        in_area("TESTING"),
        "Unit\nIntegration",
        expect![[r#"
            Unit: unit-testing (Variant: all)
            Integration: integration-testing (Variant: all)
        "#]],
    );
    check_in(
        in_area("API DESIGN"),
        "Unit",
        expect![[r#"
            Unit: nothing
        "#]],
    );
}

#[test]
fn a_common_word_at_the_side_explains_nothing() {
    check(
        "Posts that balance depth with caching\nCoverage of zylo (per route or caching)\nZylo with Redis",
        expect![[r#"
            Posts that balance depth with caching: caching (Part: caching)
            Coverage of zylo (per route or caching): caching (Part: caching)
            Zylo with Redis: redis (Exact: Redis)
        "#]],
    );
}

#[test]
fn the_words_of_a_name_are_no_surroundings_of_it() {
    check(
        "OAuth scopes and claims management\nclaims management\ninsurance and claims management",
        expect![[r#"
            OAuth scopes and claims management: oauth-2 (Part: OAuth)
            claims management: insurance (Narrower: all)
            insurance and claims management: insurance (Exact: insurance)
        "#]],
    );
}
