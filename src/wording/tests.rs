use super::*;

#[test]
fn descriptions_say_when_in_several_languages() {
    for text in [
        "Reviews changes. Use after each commit.",
        "Go expert. Activate for concurrency and memory problems.",
        "Best suited for small services",
        "Especialista en backend. Invocar para cualquier lógica del servidor.",
        "Especialista em testes, acionado a cada pull request.",
        "Spécialiste du code. À appeler dès qu'un test échoue.",
        "Prüft Änderungen, sobald ein Commit fertig ist.",
        "コードをレビューする。変更後に使用。",
        "代码审查专家。在提交之前调用。",
        "코드를 검토합니다. 변경할 때마다 호출하세요.",
        "Проверяет код перед коммитом.",
        // Not known: nobody can tell.
        "مراجع الشيفرة البرمجية",
        "Prověřuje změny ve zdrojovém kódu",
    ] {
        assert!(says_when(text), "{text}");
    }
    for text in [
        "Senior backend developer",
        "Expert in Rust and TypeScript",
        "Reviews code for security problems",
        "Especialista en las bases de datos, los índices y la optimización de las consultas del sistema",
        "代码审查专家，精通多种语言和框架的质量检查与性能优化",
        "コードの品質とパフォーマンスをレビューします",
        "Эксперт по базам данных и оптимизации запросов в больших системах",
    ] {
        assert!(!says_when(text), "{text}");
    }
}

#[test]
fn languages_are_told_where_there_is_no_doubt() {
    let of = |text: &str| language_of(text, 8).map(|wording| &*wording.language);
    for (language, text) in [
        ("English", "You are a senior reviewer. Read the change, look for faults and say what to do about them."),
        (
            "Spanish",
            "Eres un revisor con experiencia. Lee el cambio, busca los fallos y di lo que hay que hacer con ellos.",
        ),
        (
            "Portuguese",
            "Você é um revisor experiente. Leia a mudança, procure as falhas e diga o que deve ser feito com elas.",
        ),
        (
            "French",
            "Vous êtes un relecteur. Lisez le changement, cherchez les défauts et dites ce qu'il faut en faire dans le code.",
        ),
        (
            "German",
            "Du bist ein erfahrener Prüfer. Lies die Änderung, suche nach Fehlern und sage, was mit ihnen zu tun ist.",
        ),
        (
            "Italian",
            "Sei un revisore esperto. Leggi la modifica, cerca gli errori e di' che cosa si deve fare per ogni problema nel codice.",
        ),
        (
            "Turkish",
            "Sen deneyimli bir kod gözden geçiricisin. Her değişikliği oku ve hatalar için ne yapılması gerektiğini bir liste olarak yaz.",
        ),
        ("Russian", "Ты опытный рецензент. Прочитай изменения, найди ошибки и скажи, что с ними нужно сделать в коде."),
        (
            "Japanese",
            "あなたは経験豊富なレビュアーです。変更を読み、問題を探し、TypeScript の修正方法を説明してください。",
        ),
        ("Chinese", "你是一名经验丰富的代码审查者。阅读更改，查找 TypeScript 问题，并说明如何修复它们。"),
        ("Korean", "당신은 숙련된 코드 검토자입니다. 변경 사항을 읽고 TypeScript 문제를 찾아 수정 방법을 설명하세요."),
    ] {
        assert_eq!(of(text), Some(language), "{text}");
    }
    for text in [
        "",
        "Senior backend developer",
        "Node.js, React, PostgreSQL, Docker, Kubernetes, Terraform, GitHub Actions, Redis",
        "Eres un revisor. Read the change and say what to do. Busca los fallos y di lo que hay que hacer. You are the best of all.",
        "Jste zkušený recenzent kódu. Přečtěte změnu, najděte chyby a popište, jak se mají opravit.",
        "أنت مراجع خبير. اقرأ التغيير وابحث عن الأخطاء وقل ما يجب فعله حيالها في الشيفرة.",
    ] {
        assert_eq!(of(text), None, "{text}");
    }
}

#[test]
fn each_language_is_told_from_the_others() {
    for wording in all().iter().filter(|wording| wording.frequent.len() >= 20) {
        let text = wording.frequent.join(" ");
        assert_eq!(language_of(&text, 8).map(|found| &found.language), Some(&wording.language));
    }
}
