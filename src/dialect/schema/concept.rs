//! What a tool is for, whatever a dialect calls it.

use serde::{Deserialize, Serialize};

/// One thing that tools are for. Two tools of the same concept can stand for each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all(deserialize = "kebab-case"))]
pub enum Concept {
    ReadFile,
    /// Several files at once.
    ReadFiles,
    ListFolder,
    /// By a pattern of their names.
    FindFiles,
    /// In the contents of files.
    SearchText,
    AskLanguageServer,
    WriteFile,
    EditFile,
    PatchFiles,
    EditNotebook,
    RunCommand,
    /// A command in the background, line by line.
    WatchCommand,
    StopTask,
    FetchPage,
    SearchWeb,
    Delegate,
    MessageAgent,
    ListAgents,
    UseSkill,
    AskUser,
    TrackTasks,
    EnterPlanMode,
    LeavePlanMode,
    FindTools,
    ReportFindings,
    WakeUp,
    Remember,
    ReadResource,
    ListResources,
}

impl Concept {
    /// The concept that data calls `id`, such as `read-file`.
    pub fn named(id: &str) -> Option<Concept> {
        use serde::de::IntoDeserializer;
        let id: serde::de::value::StrDeserializer<'_, serde::de::value::Error> = id.into_deserializer();
        Concept::deserialize(id).ok()
    }

    /// What does most of the work where nothing is for exactly this, the closest first. Never more
    /// than an agent could do before.
    pub const fn near(self) -> &'static [Concept] {
        match self {
            Concept::ReadFiles => &[Concept::ReadFile],
            Concept::ListFolder => &[Concept::FindFiles],
            Concept::FindFiles | Concept::AskLanguageServer => &[Concept::SearchText],
            Concept::WriteFile => &[Concept::EditFile],
            Concept::EditFile => &[Concept::PatchFiles],
            Concept::PatchFiles | Concept::EditNotebook => &[Concept::EditFile],
            Concept::WatchCommand => &[Concept::RunCommand],
            _ => &[],
        }
    }
}
