//! `secrets`

use crate::model::AgentFile;
use crate::rules::{Diagnostic, Findings, Reads, Rule, Severity};
use crate::text::Span;
use aho_corasick::{AhoCorasick, MatchKind};
use std::ops::Range;
use std::sync::LazyLock;

pub const RULE: Rule = Rule {
    code: "secrets",
    summary: "A key or token that is nobody else's to read.",
    severity: Severity::Error,
    reads: Reads::Everything,
    page: include_str!("secrets.md"),
    check,
};

/// How a kind of secret looks.
struct Pattern {
    /// For a person.
    name: &'static str,
    prefix: &'static str,
    /// What follows the prefix, and how much of it.
    letters: Letters,
    least: usize,
    most: usize,
}

#[derive(Clone, Copy)]
enum Letters {
    /// `A-Z0-9`
    Upper,
    /// `A-Za-z0-9`
    Alphanumeric,
    /// `A-Za-z0-9_-`
    Url,
    /// `A-Za-z0-9-`
    Hyphen,
    /// `A-Za-z0-9_-.`
    Dotted,
}

const fn pattern(name: &'static str, prefix: &'static str, letters: Letters, least: usize, most: usize) -> Pattern {
    Pattern { name, prefix, letters, least, most }
}

/// Prefixes that their makers chose to be recognised by. Of two that fit, the first counts.
const PATTERNS: &[Pattern] = &[
    pattern("an AWS access key", "AKIA", Letters::Upper, 16, 16),
    pattern("an AWS access key", "ASIA", Letters::Upper, 16, 16),
    pattern("a GitHub token", "ghp_", Letters::Alphanumeric, 36, 36),
    pattern("a GitHub token", "gho_", Letters::Alphanumeric, 36, 36),
    pattern("a GitHub token", "ghu_", Letters::Alphanumeric, 36, 36),
    pattern("a GitHub token", "ghs_", Letters::Alphanumeric, 36, 36),
    pattern("a GitHub token", "ghr_", Letters::Alphanumeric, 36, 76),
    pattern("a GitHub token", "github_pat_", Letters::Url, 82, 82),
    pattern("a GitLab token", "glpat-", Letters::Url, 20, 64),
    pattern("an Anthropic key", "sk-ant-api03-", Letters::Url, 80, 120),
    pattern("an Anthropic key", "sk-ant-admin01-", Letters::Url, 80, 120),
    pattern("an OpenAI key", "sk-proj-", Letters::Url, 40, 200),
    pattern("an OpenAI key", "sk-svcacct-", Letters::Url, 40, 200),
    pattern("an OpenAI key", "sk-", Letters::Alphanumeric, 48, 48),
    pattern("an OpenRouter key", "sk-or-v1-", Letters::Alphanumeric, 64, 64),
    pattern("a Google API key", "AIza", Letters::Url, 35, 35),
    pattern("a Slack token", "xoxb-", Letters::Hyphen, 40, 80),
    pattern("a Slack token", "xoxp-", Letters::Hyphen, 40, 90),
    pattern("a Slack token", "xapp-", Letters::Hyphen, 60, 120),
    pattern("a Stripe key", "sk_live_", Letters::Alphanumeric, 24, 120),
    pattern("a Stripe key", "rk_live_", Letters::Alphanumeric, 24, 120),
    pattern("an npm token", "npm_", Letters::Alphanumeric, 36, 36),
    pattern("a PyPI token", "pypi-AgEIcHlwaS5vcmc", Letters::Url, 50, 250),
    pattern("a Hugging Face token", "hf_", Letters::Alphanumeric, 34, 34),
    pattern("a SendGrid key", "SG.", Letters::Dotted, 66, 66),
    pattern("a DigitalOcean token", "dop_v1_", Letters::Alphanumeric, 64, 64),
];

/// What stands in a secret that is none.
const PLACEHOLDERS: &[&str] = &[
    "example",
    "xxxx",
    "your",
    "placeholder",
    "redacted",
    "dummy",
    "fake",
    "sample",
    "changeme",
    "123456",
    "abcdef",
    "secret",
    "token",
    "test",
];

const PRIVATE_KEY: &str = "-----BEGIN ";

/// Finds the beginnings of all patterns, and after them that of a private key; made once. Of two that begin at the same
/// place the longer one counts: what follows the shorter one does not fit it then.
static PREFIXES: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let prefixes = PATTERNS.iter().map(|pattern| pattern.prefix).chain([PRIVATE_KEY]);
    AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(prefixes).ok()
});

fn check(file: &AgentFile, findings: &mut Findings) {
    let body = file.front_matter.body as usize;
    look(&file.text, 0..body, findings);
    findings.of_body(file, |findings| look(&file.text, body..file.text.len(), findings));
}

/// Looks for what begins in a part of the text.
fn look(text: &str, part: Range<usize>, findings: &mut Findings) {
    let bytes = text.as_bytes().get(part.clone()).unwrap_or_default();
    for found in PREFIXES.iter().flat_map(|prefixes| prefixes.find_iter(bytes)) {
        let at = part.start + found.start();
        let secret = match PATTERNS.get(found.pattern().as_usize()) {
            Some(pattern) => secret_at(text, at, pattern).map(|span| (span, pattern.name)),
            None => private_key_at(text, at).map(|span| (span, "a private key")),
        };
        if let Some((span, name)) = secret {
            report(findings, span, name);
        }
    }
}

fn report(findings: &mut Findings, span: Span, name: &str) {
    let message = format!(
        "Everyone who can read this file gets {name}, and so does the model. Revoke it, and let the agent read it from the environment."
    );
    findings.add(Diagnostic::new(Severity::Error, span, message));
}

fn secret_at(text: &str, at: usize, pattern: &Pattern) -> Option<Span> {
    let fits = |b: u8| match pattern.letters {
        Letters::Upper => b.is_ascii_uppercase() || b.is_ascii_digit(),
        Letters::Alphanumeric => b.is_ascii_alphanumeric(),
        Letters::Url => b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'),
        Letters::Hyphen => b.is_ascii_alphanumeric() || b == b'-',
        Letters::Dotted => b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.'),
    };
    let glued = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-');
    if text.as_bytes().get(..at)?.last().is_some_and(glued) {
        return None;
    }
    let start = at + pattern.prefix.len();
    let rest = text.as_bytes().get(start..)?;
    let length = rest.iter().take(pattern.most + 1).take_while(|b| fits(**b)).count();
    if !(pattern.least..=pattern.most).contains(&length) || rest.get(length).is_some_and(glued) {
        return None;
    }
    let secret = text.get(start..start + length)?;
    (!is_placeholder(secret)).then(|| Span::of(at..start + length))
}

/// Whether a person made it up: words, rows of letters, few different signs.
fn is_placeholder(secret: &str) -> bool {
    let folded = secret.to_ascii_lowercase();
    let mut seen: Vec<char> = folded.chars().collect();
    seen.sort_unstable();
    seen.dedup();
    let has_digit = secret.bytes().any(|b| b.is_ascii_digit());
    let has_letter = secret.bytes().any(|b| b.is_ascii_alphabetic());
    seen.len() < 8 || !has_digit || !has_letter || PLACEHOLDERS.iter().any(|word| folded.contains(word))
}

/// A PEM block with a key in it, not only its first line.
fn private_key_at(text: &str, at: usize) -> Option<Span> {
    let mut lines = text.get(at..)?.lines();
    let first = lines.next().map(str::trim_end).filter(|line| line.ends_with("PRIVATE KEY-----"))?;
    let is_base64 = |line: &str| {
        line.len() >= 40 && line.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'='))
    };
    let is_key = lines.next().map(str::trim).is_some_and(|line| is_base64(line) && !is_placeholder(line));
    is_key.then(|| Span::of(at..at + first.len()))
}

#[cfg(test)]
mod tests {
    use crate::rules::page_tests::findings;

    fn with(words: &str) -> String {
        findings(&format!("---\nname: a\ndescription: b\n---\nToken: {words}.\n"))
    }

    #[test]
    fn secrets_are_found() {
        let letters = "k3Jd82LmQz7RtYw0PbNc5VhXg1SfAu9EoI4T";
        for prefix in ["ghp_", "npm_"] {
            assert!(with(&format!("{prefix}{letters}")).contains("error secrets"), "{prefix}");
        }
        let pem = format!("-----BEGIN {} KEY-----\nMIIEpAIBAAKCAQEA{letters}\n", "RSA PRIVATE");
        assert!(with(&pem).contains("a private key"));
    }

    #[test]
    fn placeholders_and_code_are_not() {
        for words in [
            "AKIAIOSFODNN7EXAMPLE",
            "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
            "ghp_abcdefghijklmnopqrstuvwxyz0123456789",
            "sk-ant-api03-...",
            "AIzaSy",
            "sk-learn-and-other-names-of-packages",
            "-----BEGIN PRIVATE KEY-----\n...\n",
        ] {
            assert_eq!(with(words), "", "{words}");
        }
    }
}
