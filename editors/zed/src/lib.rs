//! Starts agentls for Zed: the program that the settings name, else the one on the `PATH`.

use zed_extension_api::serde_json::{json, Value};
use zed_extension_api::settings::LspSettings;
use zed_extension_api::{register_extension, Command, Extension, LanguageServerId, Result, Worktree};

struct Agentls;

impl Extension for Agentls {
    fn new() -> Agentls {
        Agentls
    }

    fn language_server_command(&mut self, id: &LanguageServerId, worktree: &Worktree) -> Result<Command> {
        let binary = LspSettings::for_worktree(id.as_ref(), worktree)?.binary;
        let (path, arguments) = binary.map(|binary| (binary.path, binary.arguments)).unwrap_or_default();
        let command = path.or_else(|| worktree.which("agentls")).ok_or(
            "agentls is not on the PATH. Install it with `cargo install --path .`, or name it in the settings: \
             \"lsp\": { \"agentls\": { \"binary\": { \"path\": \"…\" } } }",
        )?;
        let args = arguments.unwrap_or_else(|| vec!["server".to_owned()]);
        Ok(Command { command, args, env: worktree.shell_env() })
    }

    /// What the server asks for by the name of its section.
    fn language_server_workspace_configuration(
        &mut self,
        id: &LanguageServerId,
        worktree: &Worktree,
    ) -> Result<Option<Value>> {
        let settings = LspSettings::for_worktree(id.as_ref(), worktree)?.settings;
        Ok(settings.map(|settings| json!({ "agentls": settings })))
    }
}

register_extension!(Agentls);
