//! Words by which a description says when to use an agent.

/// Whether `description` says when, as far as can be told: a text in a language that is not known
/// here is taken to do so.
pub fn says_when(description: &str) -> bool {
    let text = description.to_lowercase();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let ascii = text.chars().filter(char::is_ascii_alphabetic).count();
    if letters < 8 || ascii * 10 < letters * 8 && !KNOWN_SCRIPTS.iter().any(|(low, high)| holds(&text, *low, *high)) {
        return true;
    }
    let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric() && c != '\'').collect();
    words.iter().any(|word| WORDS.contains(word) || STEMS.iter().any(|stem| word.starts_with(stem)))
        || PARTS.iter().any(|part| text.contains(part))
}

fn holds(text: &str, low: char, high: char) -> bool {
    text.chars().any(|c| (low..=high).contains(&c))
}

/// Kana and Chinese characters, Hangul, Cyrillic.
const KNOWN_SCRIPTS: &[(char, char)] = &[('\u{3040}', '\u{9fff}'), ('\u{ac00}', '\u{d7a3}'), ('\u{400}', '\u{4ff}')];

/// Whole words: English, Spanish, Portuguese, French, Italian, German, Dutch, Polish, Turkish,
/// Vietnamese, Indonesian.
const WORDS: &[&str] = &[
    "use",
    "used",
    "uses",
    "when",
    "whenever",
    "where",
    "if",
    "after",
    "before",
    "during",
    "while",
    "once",
    "upon",
    "invoke",
    "invoked",
    "call",
    "called",
    "run",
    "runs",
    "trigger",
    "triggers",
    "triggered",
    "delegate",
    "proactively",
    "proactive",
    "must",
    "should",
    "need",
    "needs",
    "needed",
    "ask",
    "asked",
    "asks",
    "request",
    "requested",
    "requests",
    "automatically",
    "always",
    "cuando",
    "usar",
    "usa",
    "úsalo",
    "usalo",
    "utiliza",
    "utilizar",
    "siempre",
    "antes",
    "después",
    "despues",
    "durante",
    "quando",
    "sempre",
    "depois",
    "prima",
    "dopo",
    "quand",
    "lorsque",
    "avant",
    "après",
    "wenn",
    "sobald",
    "beim",
    "bevor",
    "nachdem",
    "immer",
    "wanneer",
    "gebruik",
    "gdy",
    "kiedy",
    "przed",
    "podczas",
    "khi",
    "ketika",
    "saat",
    "gunakan",
    "jika",
];

/// Beginnings of words.
const STEMS: &[&str] = &[
    "llam",
    "llám",
    "invoc",
    "invoqu",
    "emplo",
    "utilis",
    "verwend",
    "nutz",
    "einsetz",
    "aufruf",
    "użyj",
    "używ",
    "kullan",
    "использ",
    "примен",
    "вызыв",
    "когда",
    "если",
    "перед",
    "после",
    "при",
];

/// Parts of texts that put no blanks between words, and phrases.
const PARTS: &[&str] = &[
    "使用",
    "使い",
    "とき",
    "時",
    "际",
    "際",
    "場合",
    "前に",
    "後に",
    "当",
    "时",
    "時候",
    "用于",
    "用於",
    "适用",
    "適用",
    "调用",
    "呼び出",
    "需要",
    "必要",
    "请",
    "사용",
    "때",
    "경우",
    "호출",
    "필요",
    "sử dụng",
    "<example>",
    "example",
    "trường hợp",
];

#[cfg(test)]
mod tests {
    use super::says_when;

    #[test]
    fn cues_are_known_in_several_languages() {
        for text in [
            "Reviews changes. Use after each commit.",
            "Especialista en backend. Invocar para cualquier lógica del servidor.",
            "Prüft Änderungen, sobald ein Commit fertig ist.",
            "コードをレビューする。変更後に使用。",
            "代码审查专家。在提交之前调用。",
            "Проверяет код перед коммитом.",
            "مراجع الشيفرة البرمجية",
        ] {
            assert!(says_when(text), "{text}");
        }
        for text in ["Senior backend developer", "Expert in Rust and TypeScript", "Reviews code for security problems"]
        {
            assert!(!says_when(text), "{text}");
        }
    }
}
