use super::*;
use expect_test::expect;
use std::fmt::Write;

/// Each title with what it is taken for.
fn shown(titles: &[&str]) -> String {
    let mut out = String::new();
    for title in titles {
        match read(title) {
            Some(reading) => {
                let part = if reading.whole { "" } else { ", by some words" };
                let _ = writeln!(out, "{title}: {:?} in {:?}{part}", reading.kind, reading.language);
            }
            None => {
                let _ = writeln!(out, "{title}: -");
            }
        }
    }
    out
}

#[test]
fn one_meaning_has_many_spellings() {
    let titles = [
        "Expertise",
        "## 3. Your Core EXPERTISE:",
        "🧠 My Expertise Matrix",
        "Section 2: Areas of Expertise",
        "Kubernetes Mastery",
        "Core Competencies & Responsibilities",
        "Output-Format (JSON only)",
        "Required Output Format for Reviews",
        "When You’re Invoked",
        "When to Escalate to Stuck Agent",
        "Integration with Other Agents",
        "What You DON'T Do",
    ];
    expect![[r#"
        Expertise: Expertise in English
        ## 3. Your Core EXPERTISE:: Expertise in English
        🧠 My Expertise Matrix: Expertise in English
        Section 2: Areas of Expertise: Expertise in English
        Kubernetes Mastery: Expertise in English, by some words
        Core Competencies & Responsibilities: Expertise in English
        Output-Format (JSON only): OutputFormat in English
        Required Output Format for Reviews: OutputFormat in English, by some words
        When You’re Invoked: WhenInvoked in English
        When to Escalate to Stuck Agent: Escalation in English, by some words
        Integration with Other Agents: Integration in English, by some words
        What You DON'T Do: Constraints in English
    "#]]
    .assert_eq(&shown(&titles));
}

#[test]
fn languages_are_told_apart() {
    let titles = [
        "Tu Matriz de Expertise",
        "Áreas de especialización",
        "FORMATO DE SALIDA",
        "Seus entregáveis técnicos",
        "Compétences clés",
        "Format de réponse",
        "Domänen-Expertise",
        "Ausgabeformat",
        "あなたの専門知識",
        "出力フォーマット（必須）",
        "核心专业领域",
        "輸出格式",
        "전문 분야",
        "출력 형식",
        "Специализация",
        "ФОРМАТ ОТВЕТА",
        "Uzmanlık Alanları",
        "Çıktı Formatı",
    ];
    expect![[r#"
        Tu Matriz de Expertise: Expertise in Spanish
        Áreas de especialización: Expertise in Spanish
        FORMATO DE SALIDA: OutputFormat in Spanish
        Seus entregáveis técnicos: OutputFormat in Portuguese, by some words
        Compétences clés: Expertise in French
        Format de réponse: OutputFormat in French
        Domänen-Expertise: Expertise in German
        Ausgabeformat: OutputFormat in German
        あなたの専門知識: Expertise in Japanese
        出力フォーマット（必須）: OutputFormat in Japanese
        核心专业领域: Expertise in Chinese
        輸出格式: OutputFormat in Chinese
        전문 분야: Expertise in Korean
        출력 형식: OutputFormat in Korean
        Специализация: Expertise in Russian
        ФОРМАТ ОТВЕТА: OutputFormat in Russian
        Uzmanlık Alanları: Expertise in Turkish
        Çıktı Formatı: OutputFormat in Turkish
    "#]]
    .assert_eq(&shown(&titles));
}

#[test]
fn words_alone_make_no_kind() {
    let titles = [
        "Knowledge Base",
        "Superpowers Skills",
        "Skill Integration",
        "Output Directory",
        "Tech Stack Detection",
        "Backend Specialist Agent",
        "Reconhecimento de padrões",
        "",
        "()",
        "12.",
        "a b c d e f g h i j k l m n o p q r s t u v w x y z expertise",
    ];
    expect![[r#"
        Knowledge Base: Other in English
        Superpowers Skills: Other in English
        Skill Integration: Other in English
        Output Directory: Other in English
        Tech Stack Detection: Other in English
        Backend Specialist Agent: -
        Reconhecimento de padrões: Other in Portuguese
        : -
        (): -
        12.: -
        a b c d e f g h i j k l m n o p q r s t u v w x y z expertise: -
    "#]]
    .assert_eq(&shown(&titles));
    assert_eq!(classify("Knowledge Base"), None);
    assert_eq!(classify("Expertise"), Some((SectionKind::Expertise, Language::English)));
}

#[test]
fn tables_are_sorted_and_in_normal_form() {
    assert!(compiled::RULES.windows(2).all(|pair| matches!(pair, [a, b] if a.phrase < b.phrase)));
    assert!(compiled::FILLERS.is_sorted() && compiled::NUMBERED.is_sorted());
    for rule in compiled::RULES {
        assert_eq!(normal::normal(&rule.phrase), rule.phrase, "{:?}", rule);
        assert!(read(&rule.phrase).is_some_and(|reading| reading.kind == rule.kind), "{rule:?} is never found");
    }
}
