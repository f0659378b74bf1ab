//! `repaired-front-matter`

use super::keys_not_read::ends_the_keys;
use super::lost_front_matter::{causes, is_mended_by_repair};
use super::mend::mend;
use super::unclosed_front_matter::body_inside;
use crate::model::AgentFile;
use crate::rules::{Diagnostic, Findings, Reads, Rule, Severity};
use crate::syntax::{FrontMatterState, Problem, ProblemKind, Repair};

pub const RULE: Rule = Rule {
    code: "repaired-front-matter",
    summary: "A value that only this tool's repair makes readable.",
    severity: Severity::Information,
    reads: Reads::NoValue,
    page: include_str!("repaired-front-matter.md"),
    check,
};

fn check(file: &AgentFile, findings: &mut Findings) {
    let lost = match file.front_matter.state {
        FrontMatterState::Repaired => false,
        FrontMatterState::Lost if body_inside(file).is_none() => true,
        _ => return,
    };
    let (causes, regions) = causes(file);
    let mended: Vec<bool> = causes.iter().map(|(problem, _)| is_mended_by_repair(file, problem)).collect();
    if lost && mended.iter().all(|mended| *mended) {
        return;
    }
    for ((problem, region), mended) in causes.iter().zip(mended) {
        if lost && !mended || !lost && leaves_the_rest(file, problem) {
            continue;
        }
        if !lost && problem.kind == ProblemKind::StrayLine {
            let message = format!(
                "{} can't read the front matter as YAML, reads it line by line and skips this one. Indent it below the key that it belongs to.",
                file.dialect.label
            );
            let fix = region.and_then(|at| regions.get(at)).and_then(|region| mend(file, region, problem.kind));
            let finding = Diagnostic::new(Severity::Warning, problem.span, message);
            findings.add(match fix {
                Some(fix) => finding.fix(fix),
                None => finding,
            });
            continue;
        }
        let taken = if file.front_matter.repair == Repair::Leniently { "takes" } else { "repairs" };
        let fix = region.and_then(|at| regions.get(at)).and_then(|region| mend(file, region, problem.kind));
        let what_to_do = fix.as_ref().map_or("Quote the value", |fix| &fix.title);
        let message = format!(
            "{} {taken} this value; tools that read YAML to the letter reject the file. {what_to_do}.",
            file.dialect.label
        );
        let finding = Diagnostic::new(Severity::Information, problem.span, message);
        findings.add(match fix {
            Some(fix) => finding.fix(fix),
            None => finding,
        });
    }
}

/// Whether `keys-not-read` speaks of the problem.
fn leaves_the_rest(file: &AgentFile, problem: &Problem) -> bool {
    file.front_matter.repair == Repair::Leniently && ends_the_keys(problem)
}
