//! What stands inside lists and maps, held against the shape that the dialect gives it.

use super::kind;
use crate::dialect::{Dialect, Field, OtherShape, SubKey, ValueKind};
use crate::syntax::{FrontMatter, Node, NodeId, NodeKind, Tree};
use crate::text::Span;
use rustc_hash::FxHashMap;

/// Something inside a value that the tool can't use.
#[derive(Clone, Debug)]
pub struct PartFault {
    /// The exact words.
    pub span: Span,
    pub kind: PartFaultKind,
    /// What the map is that it is in: "hook", "handoff".
    pub noun: &'static str,
    /// In words, what the tool does without the whole map; `None` where only the words themselves are lost.
    pub costs: Option<&'static str>,
}

#[derive(Clone, Debug)]
pub enum PartFaultKind {
    NotAMap,
    NotAList,
    /// A key that is none of these.
    UnknownKey(&'static [SubKey]),
    Missing(Vec<&'static str>),
    /// None of them is there.
    MissingAll(Vec<&'static str>),
    /// The value of this key is of another type.
    WrongType(&'static SubKey),
    Blank(&'static SubKey),
    NotAChoice(&'static SubKey),
    /// Neither a letter nor a digit.
    NoWord(&'static SubKey),
    /// The same text as the item whose words are at the span.
    Twice(&'static SubKey, Span),
}

/// A map of the tree that is still to be looked at, or a list of such maps.
#[derive(Clone, Copy)]
struct Task {
    value: NodeId,
    is_list: bool,
    form: Form,
}

#[derive(Clone, Copy)]
struct Form {
    keys: &'static [SubKey],
    noun: &'static str,
    note: &'static str,
    other: Option<&'static OtherShape>,
}

/// What is wrong inside the value of a field, in the order of the file. A value that is no list or map at
/// all is not looked at.
pub fn check(
    dialect: &'static Dialect,
    field: &'static Field,
    front_matter: &FrontMatter,
    value: NodeId,
) -> Vec<PartFault> {
    let tree = &front_matter.tree;
    let is_list = field.value == ValueKind::MapList;
    let fits = match tree.get(value).map(|node| &node.kind) {
        Some(NodeKind::List(_)) => is_list,
        Some(NodeKind::Map(_)) => field.value == ValueKind::Map,
        _ => false,
    };
    let looks_inside = field.shape.is_some() || field.sub_keys.iter().any(|sub| sub.value.is_some());
    if !fits || !looks_inside {
        return Vec::new();
    }
    let own = Form {
        keys: &field.sub_keys,
        noun: field.key.strip_suffix('s').unwrap_or(&field.key),
        note: field.bad_item_note.as_deref().unwrap_or(&field.bad_value_note),
        other: None,
    };
    let form = field.shape.as_deref().and_then(|id| shape(dialect, id)).unwrap_or(own);
    let kind = kind::of(dialect, front_matter).or_else(|| kind::usual(dialect));
    let mut checker = Checker { dialect, tree, kind, faults: Vec::new(), tasks: vec![Task { value, is_list, form }] };
    while let Some(task) = checker.tasks.pop() {
        checker.run(task);
    }
    checker.faults.sort_by_key(|fault| (fault.span.start, fault.span.end));
    checker.faults
}

fn shape(dialect: &'static Dialect, id: &str) -> Option<Form> {
    let shape = dialect.shapes.iter().find(|shape| shape.id == id)?;
    Some(Form { keys: &shape.keys, noun: &shape.noun, note: &shape.bad_value_note, other: shape.other.as_ref() })
}

/// Whether a key counts in agents of a kind.
pub fn counts(sub: &SubKey, kind: Option<&str>) -> bool {
    sub.kinds.is_empty() || kind.is_none_or(|kind| sub.kinds.iter().any(|known| known == kind))
}

struct Checker<'t> {
    dialect: &'static Dialect,
    tree: &'t Tree,
    kind: Option<&'static str>,
    faults: Vec<PartFault>,
    tasks: Vec<Task>,
}

impl Checker<'_> {
    fn run(&mut self, task: Task) {
        let Some(node) = self.tree.get(task.value) else { return };
        match &node.kind {
            NodeKind::List(items) if task.is_list => {
                for item in items {
                    self.map(*item, task.form);
                }
                self.twice(items, task.form);
            }
            _ if task.is_list => self.add(node.span, PartFaultKind::NotAList, task.form, true),
            _ => self.map(task.value, task.form),
        }
    }

    fn add(&mut self, span: Span, kind: PartFaultKind, form: Form, costs: bool) {
        self.faults.push(PartFault { span, kind, noun: form.noun, costs: costs.then_some(form.note) });
    }

    fn map(&mut self, id: NodeId, form: Form) {
        let Some(node) = self.tree.get(id) else { return };
        let NodeKind::Map(pairs) = &node.kind else {
            return self.add(node.span, PartFaultKind::NotAMap, form, true);
        };
        let name_of = |key: &NodeId| self.tree.get(*key).and_then(Node::as_str);
        let has = |key: &str| pairs.iter().any(|(name, _)| name_of(name) == Some(key));
        if let Some(other) =
            form.other.filter(|other| has(&other.key)).and_then(|other| shape(self.dialect, &other.shape))
        {
            return self.map_of_form(node.span, pairs, other);
        }
        self.map_of_form(node.span, pairs, form);
    }

    fn map_of_form(&mut self, span: Span, pairs: &[(NodeId, NodeId)], form: Form) {
        let kind = self.kind;
        let mut given: Vec<&str> = Vec::new();
        for (key, value) in pairs {
            let Some(key_node) = self.tree.get(*key) else { continue };
            let known = key_node.as_str().and_then(|name| form.keys.iter().find(|sub| sub.key == name));
            match known.filter(|sub| counts(sub, kind)) {
                Some(sub) => {
                    given.push(&sub.key);
                    self.value(sub, *value, form);
                }
                None => self.add(key_node.span, PartFaultKind::UnknownKey(form.keys), form, false),
            }
        }
        let counted = || form.keys.iter().filter(|sub| counts(sub, kind));
        let missing: Vec<&str> =
            counted().filter(|sub| sub.required && !given.contains(&&*sub.key)).map(|sub| &*sub.key).collect();
        if !missing.is_empty() {
            self.add(span, PartFaultKind::Missing(missing), form, true);
        }
        let one_of: Vec<&str> = counted().filter(|sub| sub.one_of).map(|sub| &*sub.key).collect();
        if !one_of.is_empty() && !one_of.iter().any(|key| given.contains(key)) {
            self.add(span, PartFaultKind::MissingAll(one_of), form, true);
        }
    }

    fn value(&mut self, sub: &'static SubKey, id: NodeId, form: Form) {
        let Some(node) = self.tree.get(id) else { return };
        let costs = sub.required || sub.one_of;
        let is_scalar = !matches!(node.kind, NodeKind::List(_) | NodeKind::Map(_));
        let fault = match sub.value {
            None => None,
            Some(ValueKind::Map | ValueKind::MapList) if sub.shape.is_some() => {
                let is_list = sub.value == Some(ValueKind::MapList);
                if !is_list && !matches!(node.kind, NodeKind::Map(_)) {
                    Some(PartFaultKind::WrongType(sub))
                } else {
                    let form = sub.shape.as_deref().and_then(|id| shape(self.dialect, id)).unwrap_or(form);
                    self.tasks.push(Task { value: id, is_list, form });
                    None
                }
            }
            Some(ValueKind::Flag) => (!matches!(node.kind, NodeKind::Bool(_))).then_some(PartFaultKind::WrongType(sub)),
            Some(ValueKind::Number) => {
                let text = node.as_str().map(str::trim);
                let number = matches!(node.kind, NodeKind::Number(_) | NodeKind::Null)
                    || text.is_some_and(|text| text.is_empty() || text.parse::<f64>().is_ok());
                (!number).then_some(PartFaultKind::WrongType(sub))
            }
            Some(ValueKind::TextMap) => match &node.kind {
                NodeKind::Map(pairs) => {
                    let values = pairs.iter().filter_map(|(_, value)| self.tree.get(*value));
                    let bad: Vec<Span> = values
                        .filter(|value| matches!(value.kind, NodeKind::List(_) | NodeKind::Map(_)))
                        .map(|value| value.span)
                        .collect();
                    bad.into_iter().for_each(|span| self.add(span, PartFaultKind::WrongType(sub), form, false));
                    None
                }
                _ => Some(PartFaultKind::WrongType(sub)),
            },
            _ if !is_scalar => Some(PartFaultKind::WrongType(sub)),
            Some(ValueKind::Choice) => {
                let known = sub.values.iter().any(|choice| node.as_str() == Some(&choice.value));
                (!known).then_some(PartFaultKind::NotAChoice(sub))
            }
            _ => {
                let text = node.as_str().unwrap_or_default();
                let is_blank = node.kind == NodeKind::Null || node.as_str().is_some_and(|text| text.trim().is_empty());
                if sub.not_empty && is_blank {
                    Some(PartFaultKind::Blank(sub))
                } else if sub.wordy && !text.is_empty() && !text.chars().any(|c| c.is_ascii_alphanumeric()) {
                    Some(PartFaultKind::NoWord(sub))
                } else {
                    None
                }
            }
        };
        if let Some(fault) = fault {
            self.add(node.span, fault, form, costs);
        }
    }

    /// Texts that two items of a list have where each has to have its own.
    fn twice(&mut self, items: &[NodeId], form: Form) {
        for sub in form.keys.iter().filter(|sub| sub.unique) {
            let mut seen: FxHashMap<String, Span> = FxHashMap::default();
            for item in items {
                let Some(NodeKind::Map(pairs)) = self.tree.get(*item).map(|node| &node.kind) else { continue };
                let value = pairs
                    .iter()
                    .find(|(key, _)| self.tree.get(*key).and_then(Node::as_str) == Some(&sub.key))
                    .and_then(|(_, value)| self.tree.get(*value));
                let Some((span, text)) = value.and_then(|node| Some((node.span, node.as_str()?.to_lowercase()))) else {
                    continue;
                };
                if text.is_empty() {
                    continue;
                }
                match seen.get(&text) {
                    Some(first) => {
                        let first = *first;
                        self.add(span, PartFaultKind::Twice(sub, first), form, false);
                    }
                    None => {
                        seen.insert(text, span);
                    }
                }
            }
        }
    }
}
