//! What stands around the files that the command line looks at, and what is to hold for them.

use super::configuration::Configuration;
use crate::surroundings::{self, Around, GlossaryFile, TemplateFolder};
use std::path::Path;

/// What is known of the folders of agent files.
#[derive(Debug, Default)]
pub struct Workspaces {
    folders: surroundings::Workspaces,
    /// Which configuration counts for which file.
    pub configuration: Configuration,
}

impl Workspaces {
    /// Those around the current folder.
    pub fn from_here() -> Workspaces {
        Workspaces { folders: surroundings::Workspaces::from_here(), configuration: Configuration::from_here() }
    }

    /// With a configuration of one's own choice.
    #[must_use]
    pub fn configured(self, configuration: Configuration) -> Workspaces {
        Workspaces { configuration, ..self }
    }

    /// The glossaries of the projects that the files belong to.
    pub fn glossaries(&self) -> Vec<GlossaryFile> {
        self.folders.glossaries()
    }

    /// The output formats of the projects that the files belong to.
    pub fn template_folders(&self) -> Vec<TemplateFolder> {
        self.folders.template_folders()
    }

    /// What stands around `file`: looked for once, then remembered.
    pub fn around(&self, file: &Path) -> Around {
        self.folders.around(file)
    }
}
