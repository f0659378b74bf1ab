mod sample;

use super::*;
use crate::template::TemplateSet;
use crate::text::{Edit, EditSet};
use expect_test::{Expect, expect};
use proptest::prelude::*;
use sample::Sample;

/// A library with one short template, for tests that are about the place and the heading.
fn short() -> TemplateSet {
    let mut set = TemplateSet::default();
    for template in crate::template::built_in().templates.iter() {
        let mut template = template.clone();
        template.body = "[Answer]\n".into();
        set.templates.to_mut().push(template);
    }
    set
}

fn inserted(text: &str, insertion: &Insertion) -> String {
    EditSet::one(Span::empty(insertion.offset), &*insertion.plain).apply(text)
}

/// The file with the best insertion made; only what changes matters, so the template is short.
fn check(text: &str, expected: Expect) {
    let set = short();
    let sample = Sample::new(text);
    let insertions = insertions(&sample.draft(), &Library::with_own(&[&set]));
    expected.assert_eq(&inserted(text, insertions.first().unwrap()));
}

#[test]
fn it_goes_behind_the_section_that_tells_when_the_agent_is_called() {
    check(
        "---\nname: ledger\n---\n# Ledger\n\n## Your Domain\n\nBooks.\n\n## When You're Invoked\n\n- Postings\n\n### Not For\n\n- Taxes\n\n## Integration\n\n- **tax**\n",
        expect![[r#"
            ---
            name: ledger
            ---
            # Ledger

            ## Your Domain

            Books.

            ## When You're Invoked

            - Postings

            ### Not For

            - Taxes

            ## Your Output Format

            ```
            [Answer]
            ```

            ## Integration

            - **tax**
        "#]],
    );
}

#[test]
fn else_before_what_speaks_of_other_agents() {
    check(
        "# Ledger\n\n## Domain\nBooks.\n## When to Escalate\n- Doubt\n\n## Integration\n- **tax**\n",
        expect![[r#"
            # Ledger

            ## Domain
            Books.

            ## Output Format

            ```
            [Answer]
            ```

            ## When to Escalate
            - Doubt

            ## Integration
            - **tax**
        "#]],
    );
}

#[test]
fn else_before_a_closing_remark() {
    check(
        "# Ledger\n\n## Domain\n\nBooks.\n\n---\n\n**Remember: both sides balance.**\n",
        expect![[r#"
            # Ledger

            ## Domain

            Books.

            ## Output Format

            ```
            [Answer]
            ```

            ---

            **Remember: both sides balance.**
        "#]],
    );
}

#[test]
fn the_closing_remark_stays_last_behind_the_section_that_tells_when() {
    check(
        "## When Invoked\n\n- Postings\n\n---\n\n**Balance.**",
        expect![[r#"
            ## When Invoked

            - Postings

            ## Output Format

            ```
            [Answer]
            ```

            ---

            **Balance.**"#]],
    );
}

#[test]
fn else_at_the_end_of_the_body() {
    check(
        "---\nname: ledger\n---\n\nYou keep the books.\n\nNever guess.\n",
        expect![[r#"
            ---
            name: ledger
            ---

            You keep the books.

            Never guess.

            ## Output Format

            ```
            [Answer]
            ```
        "#]],
    );
}

#[test]
fn a_last_line_without_a_line_end_gets_one_and_the_new_last_line_has_none() {
    check(
        "# Ledger\n\nNever guess.",
        expect![[r#"
            # Ledger

            Never guess.

            ## Output Format

            ```
            [Answer]
            ```"#]],
    );
}

#[test]
fn a_file_without_a_body_gets_one() {
    check(
        "---\nname: ledger\n---\n",
        expect![[r#"
            ---
            name: ledger
            ---

            ## Output Format

            ```
            [Answer]
            ```
        "#]],
    );
    check(
        "---\nname: ledger\n---",
        expect![[r#"
            ---
            name: ledger
            ---

            ## Output Format

            ```
            [Answer]
            ```"#]],
    );
    check(
        "",
        expect![[r#"
            ## Output Format

            ```
            [Answer]
            ```
        "#]],
    );
}

#[test]
fn sections_set_apart_by_rules_stay_so() {
    check(
        "# Ledger\n\n---\n\n## When Invoked\n\n- Postings\n\n---\n\n## Rules\n\n- Balance\n",
        expect![[r#"
            # Ledger

            ---

            ## When Invoked

            - Postings

            ---

            ## Output Format

            ```
            [Answer]
            ```

            ---

            ## Rules

            - Balance
        "#]],
    );
}

#[test]
fn a_fence_that_is_never_closed_does_not_swallow_it() {
    check(
        "# Ledger\n\nBooks:\n\n```sql\nselect 1\n",
        expect![[r#"
            # Ledger

            Books:

            ## Output Format

            ```
            [Answer]
            ```

            ```sql
            select 1
        "#]],
    );
}

#[test]
fn a_nested_section_is_left_whole() {
    check(
        "# Ledger\n\n## Role\n\n### When Invoked\n\n- Postings\n\n### Domain\n\n- Books\n\n## Integration\n\n- **tax**\n",
        expect![[r#"
            # Ledger

            ## Role

            ### When Invoked

            - Postings

            ### Domain

            - Books

            ## Output Format

            ```
            [Answer]
            ```

            ## Integration

            - **tax**
        "#]],
    );
}

fn heading_in(text: &str) -> String {
    let set = short();
    let sample = Sample::new(text);
    let insertions = insertions(&sample.draft(), &Library::with_own(&[&set]));
    let plain = &insertions.first().unwrap().plain;
    plain.trim_start().split("\n\n").next().unwrap().to_owned()
}

#[test]
fn the_heading_looks_like_its_neighbours() {
    let heading = |first: &str, second: &str| heading_in(&format!("# A\n\n{first}\n\nx\n\n{second}\n\ny\n"));
    assert_eq!(heading("## Domain", "## Rules"), "## Output Format");
    assert_eq!(heading("# Domain", "# Rules"), "# Output Format");
    assert_eq!(heading("### Key Domain", "### Hard Rules"), "### Output Format");
    assert_eq!(heading("## What it knows", "## Hard rules"), "## Output format");
    assert_eq!(heading("## domain", "## hard rules"), "## output format");
    assert_eq!(heading("## DOMAIN", "## HARD RULES"), "## OUTPUT FORMAT");
    assert_eq!(heading("## Your domain", "## Your API rules"), "## Your output format");
    assert_eq!(heading("## My Domain", "## Hard Rules"), "## My Output Format");
    assert_eq!(heading("## Domain ##", "## Hard Rules ##"), "## Output Format ##");
    assert_eq!(heading("## **Domain**", "## **Hard Rules**"), "## **Output Format**");
    assert_eq!(heading("## Domain:", "## Hard Rules:"), "## Output Format:");
    assert_eq!(heading("Domain\n------", "Hard Rules\n----------"), "Output Format\n-------------");
}

#[test]
fn the_language_is_that_of_the_headings_else_that_of_the_description() {
    assert_eq!(heading_in("# Libro\n\n## Tu Dominio\n\nx\n\n## Reglas\n\ny\n"), "## Tu Formato de Salida");
    assert_eq!(heading_in("# Libro\n\n## Dominio\n\nx\n\n## Reglas de oro\n\ny\n"), "## Formato de salida");
    assert_eq!(
        heading_in("---\ndescription: Lleva los libros de la empresa y los cuadra\n---\nAsientos.\n"),
        "## Formato de Salida"
    );
    assert_eq!(
        heading_in("---\ndescription: Lleva los libros de la empresa\n---\n## Domain\n\nx\n"),
        "## Output Format"
    );
}

#[test]
fn windows_line_ends_are_kept() {
    let text = "# Ledger\r\n\r\n## When Invoked\r\n\r\n- Postings\r\n\r\n## Rules\r\n\r\n- Balance\r\n";
    let sample = Sample::new(text);
    for insertion in insertions(&sample.draft(), &Library::built_in()) {
        let after = inserted(text, &insertion);
        assert_eq!(after.matches('\n').count(), after.matches("\r\n").count());
        assert!(after.contains("- Postings\r\n\r\n## Output Format\r\n\r\n```"), "{after}");
        assert!(after.contains("```\r\n\r\n## Rules"), "{after}");
    }
}

#[test]
fn a_file_with_an_output_format_is_offered_replacements_only() {
    let text = "# Ledger\n\n## Output Format\n\nAlways answer so:\n\n```\n## OLD\n```\n\nNothing else.\n\n## Rules\n";
    let sample = Sample::new(text);
    let set = short();
    let library = Library::with_own(&[&set]);
    assert_eq!(insertions(&sample.draft(), &library), []);
    assert_eq!(missing_at(&sample.draft()), None);
    let replacements = replacements(&sample.draft(), &library);
    let first = replacements.first().unwrap();
    assert_eq!(first.title, "Replace output format: implementation");
    let expected = expect![[r#"
        # Ledger

        ## Output Format

        Always answer so:

        ```
        [Answer]
        ```

        Nothing else.

        ## Rules
    "#]];
    expected.assert_eq(&EditSet::one(first.span, &*first.plain).apply(text));
}

#[test]
fn an_output_format_without_a_fence_is_replaced_up_to_the_closing_remark() {
    let text = "# Ledger\n\n## Output Format\n\n1. Summary\n\n### Detail\n\n- Postings\n\n---\n\n**Balance.**\n";
    let sample = Sample::new(text);
    let set = short();
    let replacements = replacements(&sample.draft(), &Library::with_own(&[&set]));
    let first = replacements.first().unwrap();
    let expected = expect![[r#"
        # Ledger

        ## Output Format

        ```
        [Answer]
        ```

        ---

        **Balance.**
    "#]];
    expected.assert_eq(&EditSet::one(first.span, &*first.plain).apply(text));
}

#[test]
fn the_place_of_the_hint_is_the_title_else_the_first_line() {
    let at = |text: &str| {
        let sample = Sample::new(text);
        missing_at(&sample.draft()).unwrap().slice(text).to_owned()
    };
    assert_eq!(at("---\nname: ledger\n---\n\nHello.\n\n# The *Ledger* Agent #\n"), "The *Ledger* Agent");
    assert_eq!(at("---\nname: ledger\n---\n\n  You keep the books. \n"), "You keep the books.");
    assert_eq!(at("---\nname: ledger\n---\n"), "");
}

#[test]
fn every_kind_is_offered_and_the_one_that_fits_is_preferred() {
    let sample = Sample::new(sample::REVIEWER);
    let insertions = insertions(&sample.draft(), &Library::built_in());
    let titles: Vec<_> = insertions.iter().map(|i| (i.preferred, &*i.title)).collect();
    assert_eq!(titles.first(), Some(&(true, "Insert output format: review")));
    assert_eq!(titles.iter().filter(|(preferred, _)| *preferred).count(), 1);
    assert_eq!(titles.len(), Library::built_in().kinds().len());
}

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
        - **Area**: [GO/PYTHON/SECURITY/AUTHENTICATION]
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
        - **Area**: ${2|[GO/PYTHON/SECURITY/AUTHENTICATION],GO,PYTHON,SECURITY,AUTHENTICATION|}
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

/// Reads a snippet as the protocol's grammar has it, and gives the text that comes out when every
/// stop is left as it is; the fault where it is not a snippet. Stops must be numbered in order.
fn untouched(snippet: &str) -> Result<String, String> {
    let mut rest = snippet.chars().peekable();
    let mut out = String::new();
    let (mut stops, mut ended) = (0, false);
    while let Some(c) = rest.next() {
        match c {
            '\\' => out.push(rest.next().filter(|c| "$}\\".contains(*c)).ok_or("a lone backslash")?),
            '}' => return Err("a lone brace".into()),
            '$' if rest.peek() == Some(&'0') => {
                rest.next();
                if std::mem::replace(&mut ended, true) {
                    return Err("two ends".into());
                }
            }
            '$' => {
                (rest.next() == Some('{')).then_some(()).ok_or("a lone dollar")?;
                let mut number = String::new();
                while let Some(digit) = rest.next_if(char::is_ascii_digit) {
                    number.push(digit);
                }
                stops += 1;
                (number == stops.to_string()).then_some(()).ok_or(format!("stop {number} in place of {stops}"))?;
                match rest.next() {
                    Some(':') => loop {
                        match rest.next().ok_or("an open stop")? {
                            '\\' => out.push(rest.next().filter(|c| "$}\\".contains(*c)).ok_or("a lone backslash")?),
                            '$' => return Err("a stop within a stop".into()),
                            '}' => break,
                            c => out.push(c),
                        }
                    },
                    Some('|') => {
                        let mut choices = vec![String::new()];
                        loop {
                            match rest.next().ok_or("an open choice")? {
                                '\\' => choices
                                    .last_mut()
                                    .unwrap()
                                    .push(rest.next().filter(|c| ",|".contains(*c)).ok_or("a lone backslash")?),
                                '|' => break,
                                ',' => choices.push(String::new()),
                                '$' | '}' => return Err("a sign that editors read differently in a choice".into()),
                                c => choices.last_mut().unwrap().push(c),
                            }
                        }
                        (rest.next() == Some('}')).then_some(()).ok_or("a choice without its brace")?;
                        choices.iter().all(|choice| !choice.is_empty()).then_some(()).ok_or("an empty choice")?;
                        out.push_str(&choices[0]);
                    }
                    other => return Err(format!("a stop that goes on with {other:?}")),
                }
            }
            c => out.push(c),
        }
    }
    Ok(out)
}

#[test]
fn the_checker_of_snippets_finds_faults() {
    assert_eq!(untouched(r"a \$ ${1:b\}} ${2|x\,y,z|}$0").unwrap(), "a $ b} x,y");
    for bad in ["$", "}", "${2:a}", "${1:a", "${1:$b}", "${1||}", "${1|a", r"\n", "${1|a|", "$0$0"] {
        assert!(untouched(bad).is_err(), "{bad}");
    }
}

/// What holds for each offer on each file.
fn hold_together(text: &str) {
    let sample = Sample::new(text);
    let draft = sample.draft();
    let library = Library::built_in();
    for insertion in insertions(&draft, &library) {
        let after = inserted(text, &insertion);
        let span = Span::of(insertion.offset as usize..insertion.offset as usize + insertion.plain.len());
        assert_eq!(EditSet::one(span, "").apply(&after), text);
        assert_eq!(untouched(&insertion.snippet).as_deref(), Ok(&*insertion.plain));
        assert!(insertion.offset >= draft.body);
        assert_ne!(after, text);
    }
    for replacement in replacements(&draft, &library) {
        let edit = Edit { span: replacement.span, text: replacement.plain.clone() };
        assert_ne!(EditSet::new(vec![edit]).unwrap().apply(text), text);
        assert_eq!(untouched(&replacement.snippet).as_deref(), Ok(&*replacement.plain));
    }
    if let Some(span) = missing_at(&draft) {
        assert!(text.get(span.range()).is_some());
    }
}

#[test]
fn samples_hold_together() {
    [sample::SERVICE, sample::REVIEWER, sample::PLANIFICADOR].into_iter().for_each(hold_together);
}

fn any_file() -> impl Strategy<Value = String> {
    let line = prop::sample::select(vec![
        "# Title",
        "## Your Domain",
        "## When Invoked",
        "### When Invoked",
        "## Integration",
        "## Output Format",
        "## Tu Dominio",
        "Domain\n---",
        "---",
        "***",
        "**Remember: {$1}**",
        "- item | a, b",
        "  - $nested \\ }",
        "```",
        "````md",
        "~~~",
        "text",
        "",
        "",
        "",
        "   ",
        "> quote",
        "- **SECURITY**: $x, a|b",
        "日本語 é",
        "\t",
        "<example>",
        "| a | b |",
    ]);
    let front = prop::sample::select(vec![
        "",
        "---\nname: code-reviewer\ndescription: Revisa el código de la rama\n---\n",
        "---\nname: $x{y}\n---",
        "---\nname: a --- b\n",
    ]);
    let end = prop::sample::select(vec!["\n", "\r\n"]);
    (front, prop::collection::vec(line, 0..14), end, any::<bool>()).prop_map(|(front, lines, end, closed)| {
        let text = format!("{front}{}{}", lines.join("\n"), if closed { "\n" } else { "" });
        text.replace('\n', end)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_file_holds_together(text in any_file()) {
        hold_together(&text);
    }

    /// Exactly one blank line on either side, unless more of them were there before.
    #[test]
    fn a_blank_line_stands_on_either_side(text in any_file()) {
        let sample = Sample::new(&text);
        let set = short();
        for insertion in insertions(&sample.draft(), &Library::with_own(&[&set])).iter().take(1) {
            let text = text.replace("\r\n", "\n");
            let after = inserted(&sample.text, insertion).replace("\r\n", "\n");
            let section = insertion.plain.replace("\r\n", "\n");
            let section = section.trim();
            let (before, behind) = after.split_once(section).unwrap();
            let blank_lines = |gap: &str| gap.lines().filter(|line| line.trim().is_empty()).count();
            let gap = before.trim_end();
            prop_assert!(gap.is_empty() || blank_lines(&before[gap.len()..]) == 2, "{:?}", after);
            let gap = behind.len() - behind.trim_start().len();
            prop_assert!(behind.trim().is_empty() || behind[..gap].matches('\n').count() >= 2, "{:?}", after);
            let most = text.matches("\n\n\n").count() + text.matches("\n   \n").count() + text.matches("\n\t\n").count();
            prop_assert!(most > 0 || behind.trim().is_empty() || behind[..gap].matches('\n').count() == 2, "{:?}", after);
        }
    }
}
