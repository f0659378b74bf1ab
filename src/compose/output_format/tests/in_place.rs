//! Whole files with the output format in place.

use super::sample::{self, Sample};
use super::{inserted, insertions};
use crate::template::Library;
use expect_test::{Expect, expect};

fn check_in_place(text: &str, expected: Expect) {
    let sample = Sample::new(text);
    let insertions = insertions(&sample.draft(), &Library::built_in());
    expected.assert_eq(&inserted(text, insertions.first().unwrap()));
}

#[test]
fn an_implementation_agent() {
    check_in_place(
        sample::SERVICE,
        expect![[r#"
            ---
            name: parcel-service-developer
            description: Builds and maintains the parcel tracking service. Use for every endpoint, worker or integration with a carrier.
            tools: Read, Edit, Bash
            ---

            # Parcel Service Developer

            You write the code that knows where each parcel is.

            ## Your Expertise

            - **GO**: Gin, Echo, goroutines
            - **PYTHON**: FastAPI, Celery (retries)
            - **SECURITY**: Signed webhooks, Input limits, Tenant isolation
            - **AUTHENTICATION**: API keys, mTLS

            ## When You're Invoked

            - A carrier changes its interface
            - An endpoint is missing

            ## Your Output Format

            ```
            ## PARCEL SERVICE IMPLEMENTATION

            ### Task Analysis
            - **Type**: [New feature/Change/Fix/Refactoring]
            - **Area**: [SECURITY/AUTHENTICATION]
            - **Framework**: [Gin/FastAPI/Echo]
            - **Complexity**: [Simple/Medium/Complex]
            - **Assumptions**: [What was unclear, and what was taken for granted]

            ### Architecture Decision
            - **Chosen**: [Why this approach]
            - **Rejected**: [The next best approach, and why not]
            - **Touches**: [Public interfaces, data and callers that change]

            ### Implementation
            [Code, file by file, with the path above each block]

            ### Security Checklist
            - [ ] Signed webhooks
            - [ ] Input limits
            - [ ] Tenant isolation
            - [ ] API keys
            - [ ] mTLS

            ### Error Handling
            - **[What can fail]**: [How it is noticed] → [What the caller sees]

            ### Testing
            - **Run**: [Command, and its result]
            - **Covered**: [Behaviour and edge cases]
            - **Not covered**: [What is left untested, and why]

            ### Left Open
            [Decisions and follow-up work for someone else, or "none"]
            ```

            ## Integration with Other Agents

            - **database** owns the schema

            ---

            **Remember: a parcel is always somewhere.**
        "#]],
    );
}

#[test]
fn a_review_agent() {
    check_in_place(
        sample::REVIEWER,
        expect![[r#"
        ---
        name: diff-reviewer
        description: Reviews pull requests for correctness and readability before they are merged.
        ---
        You read every changed line twice.

        # What you look at

        Names, tests, error paths.

        # How you speak

        Kindly, with the line number.

        # Output format

        ````
        ## DIFF REVIEW

        ### Verdict
        - **Decision**: [Approve/Approve with comments/Request changes/Block]
        - **Risk**: [Low/Medium/High], because [What could go wrong once it is merged]
        - **Read**: [Files and commits that were read; what was left out]

        ### Findings

        #### 1. [What is wrong, in one sentence]
        - **Severity**: [Blocker/Major/Minor/Nit]
        - **Where**: [File and line]
        - **Fails when**: [Input or situation that shows it]
        - **Fix**:
          ```diff
          - [Line as it is]
          + [Line as it should be]
          ```

        ### Quality Checklist
        - [ ] Does what was asked, and nothing else
        - [ ] Follows the conventions of the code around it
        - [ ] Errors are handled where something can be done about them
        - [ ] New behaviour and its edge cases have tests
        - [ ] No dead code, debug output or unrelated change is left

        ### Tests
        - **Run**: [Command, and its result]
        - **Missing**: [Cases that no test covers]

        ### Done Well
        [What to keep, and why it works]

        ### Questions
        [What only the author can answer, or "none"]
        ````
    "#]],
    );
}

#[test]
fn a_spanish_planning_agent() {
    check_in_place(
        sample::PLANIFICADOR,
        expect![[r#"
        ---
        name: planificador-de-obras
        description: Divide las obras de la red en tareas con hitos y responsables.
        ---

        # Planificador

        ## Tu Dominio

        - **PLANIFICACIÓN**: Ruta crítica, Holguras, Permisos
        - **EQUIPOS**: Cuadrillas, Grúas

        ## Cuándo Actúas

        - Hay un tramo nuevo

        ## Tu Formato de Salida

        ```
        ## PLAN: OBRAS

        ### Objetivo
        - **Resultado**: [Qué será cierto al terminar que hoy no lo es]
        - **Se mide por**: [Cifra u observación que lo demuestra]
        - **Fuera de alcance**: [Qué deja este plan como está]

        ### Punto de Partida
        - **Encontrado**: [Código, documentos y decisiones que influyen, con rutas]
        - **Supuesto**: [En qué se apoya el plan sin prueba]
        - **Fijo**: [Restricciones que no se mueven: fechas, presupuesto, compatibilidad]

        ### Pasos

        #### 1. [Resultado del paso, como sustantivo]
        - **Responsable**: [Agente o persona]
        - **Necesita**: [Pasos, accesos o decisiones previas, o "nada"]
        - **Tamaño**: [Horas/Un día/Días/Una semana o más]
        - **Hecho cuando**: [Una comprobación que otra persona puede hacer]

        ### Orden
        - **En paralelo**: [Pasos que pueden ir a la vez]
        - **Camino crítico**: [Pasos que fijan la fecha final]
        - **Primera entrega**: [La parte más pequeña que ya es útil]

        ### Riesgos
        | Riesgo | Probabilidad | Primera señal | Respuesta |
        |---|---|---|---|
        | [Qué podría salir mal] | [Baja/Media/Alta] | [Cómo se nota] | [Qué se hace entonces] |

        ### Decisiones Necesarias
        - **[Pregunta]**: [Quién decide] antes de [Cuándo]; sin respuesta: [Qué ocurre]

        ### Listo para Empezar
        - [ ] Ruta crítica
        - [ ] Holguras
        - [ ] Permisos
        ```

        ## Tus Reglas

        - Nunca sin permiso
    "#]],
    );
}

#[test]
fn the_snippet_stops_at_each_placeholder() {
    let sample = Sample::new(sample::SERVICE);
    let insertions = insertions(&sample.draft(), &Library::built_in());
    expect![[r###"
        ## Your Output Format

        ```
        ## PARCEL SERVICE IMPLEMENTATION

        ### Task Analysis
        - **Type**: ${1|[New feature/Change/Fix/Refactoring],New feature,Change,Fix,Refactoring|}
        - **Area**: ${2|[SECURITY/AUTHENTICATION],SECURITY,AUTHENTICATION|}
        - **Framework**: ${3|[Gin/FastAPI/Echo],Gin,FastAPI,Echo|}
        - **Complexity**: ${4|[Simple/Medium/Complex],Simple,Medium,Complex|}
        - **Assumptions**: [${5:What was unclear, and what was taken for granted}]

        ### Architecture Decision
        - **Chosen**: [${6:Why this approach}]
        - **Rejected**: [${7:The next best approach, and why not}]
        - **Touches**: [${8:Public interfaces, data and callers that change}]

        ### Implementation
        [${9:Code, file by file, with the path above each block}]

        ### Security Checklist
        - [ ] Signed webhooks
        - [ ] Input limits
        - [ ] Tenant isolation
        - [ ] API keys
        - [ ] mTLS

        ### Error Handling
        - **[${10:What can fail}]**: [${11:How it is noticed}] → [${12:What the caller sees}]

        ### Testing
        - **Run**: [${13:Command, and its result}]
        - **Covered**: [${14:Behaviour and edge cases}]
        - **Not covered**: [${15:What is left untested, and why}]

        ### Left Open
        [${16:Decisions and follow-up work for someone else, or "none"}]
        ```$0

    "###]]
    .assert_eq(&insertions.first().unwrap().snippet);
}
