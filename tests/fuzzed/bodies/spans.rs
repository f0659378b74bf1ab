//! The places in a file.

use agentls::model::AgentFile;
use agentls::text::Span;

/// All places that a reading of the file names.
pub fn spans(file: &AgentFile) -> Vec<Span> {
    let front_matter = &file.front_matter;
    let mut spans: Vec<Span> = [front_matter.opening, front_matter.closing].into_iter().flatten().collect();
    spans.push(front_matter.content);
    for entry in &front_matter.entries {
        spans.extend([entry.span, entry.key_span, entry.raw_value]);
        spans.extend(front_matter.value(entry).map(|node| node.span));
    }
    spans.extend(front_matter.problems.iter().map(|problem| problem.span));
    spans.extend(file.verdict.tools.declared.iter().map(|entry| entry.span));
    spans.extend(file.verdict.dropped_values.iter().map(|dropped| dropped.span));
    spans.extend(file.outline.sections.iter().flat_map(|section| [section.span, section.heading, section.title_span]));
    spans.extend(file.outline.items.iter().flat_map(|item| [item.span, item.marker, item.text]));
    spans.extend(file.outline.fences.iter().flat_map(|fence| [fence.span, fence.open, fence.info, fence.content]));
    spans.extend(file.expertise.areas.iter().flat_map(|area| [area.span, area.name_span]));
    spans.extend(file.expertise.items.iter().map(|item| item.span));
    spans
}
