//! `workspace/didChangeConfiguration`, and all else by which the configuration comes to us: files that the
//! client watches, and the editor's settings where it lets us ask for them.

use crate::config;
use crate::glossary::GLOSSARY_FILE;
use crate::rules::Diagnostic;
use crate::server::session::Session;
use crate::server::settings::SECTION;
use crate::template::TEMPLATE_FOLDER;
use serde_json::{Value, json};
use std::sync::Arc;
use tower_lsp::Client;
use tower_lsp::ls_types::{ConfigurationItem, DidChangeConfigurationParams, MessageType, Registration};

/// The handshake is done: begins to read the agents of the workspace, asks the client to watch files, and for
/// its settings.
pub fn initialized(session: &Arc<Session>, client: &Client) {
    session.workspace.scan();
    let negotiated = session.negotiated();
    let mut wanted = Vec::new();
    let mut want = |id: &str, method: &str, options: Value| {
        let (id, method) = (id.to_owned(), method.to_owned());
        wanted.push(Registration { id, method, register_options: Some(options) });
    };
    if negotiated.watches_files {
        let globs = [config::FILE_NAME, GLOSSARY_FILE, "*.md"].map(|name| format!("**/{name}"));
        let templates = [format!("**/{TEMPLATE_FOLDER}/*.{{yaml,yml}}")];
        let globs: Vec<Value> = globs.into_iter().chain(templates).map(|glob| json!({"globPattern": glob})).collect();
        let watchers = json!({"watchers": globs});
        want("agentls.files", "workspace/didChangeWatchedFiles", watchers);
    }
    if negotiated.registers_configuration {
        want("agentls.settings", "workspace/didChangeConfiguration", json!({"section": SECTION}));
    }
    let (client, session) = (client.clone(), Arc::clone(session));
    tokio::spawn(async move {
        complain(&client, session.faults_at_start()).await;
        if !wanted.is_empty()
            && let Err(fault) = client.register_capability(wanted).await
        {
            tracing::warn!("the client does not tell of changes of files and settings: {fault}");
        }
        if negotiated.configuration {
            ask(&session, &client).await;
        }
    });
}

pub fn did_change_configuration(session: &Arc<Session>, client: &Client, params: DidChangeConfigurationParams) {
    let (client, session) = (client.clone(), Arc::clone(session));
    if session.negotiated().configuration {
        tokio::spawn(async move { ask(&session, &client).await });
    } else if !params.settings.is_null() {
        let faults = session.take_settings(&params.settings);
        tokio::spawn(async move {
            complain(&client, faults).await;
            refresh(&session, &client).await;
        });
    }
}

/// An `agentls.toml` or a project's glossary has changed on the disk.
pub fn config_changed(session: &Arc<Session>, client: &Client) {
    session.config_changed();
    let (client, session) = (client.clone(), Arc::clone(session));
    tokio::spawn(async move { refresh(&session, &client).await });
}

/// Asks the client for the editor's settings. One that has none leaves what it said at the start.
async fn ask(session: &Session, client: &Client) {
    let section = ConfigurationItem { scope_uri: None, section: Some(SECTION.to_owned()) };
    match client.configuration(vec![section]).await.map(|mut settings| settings.pop()) {
        Ok(Some(settings)) if !settings.is_null() => {
            complain(client, session.take_settings(&settings)).await;
            refresh(session, client).await;
        }
        Ok(_) => {}
        Err(fault) => tracing::warn!("the client does not tell its settings: {fault}"),
    }
}

/// Has the client ask again for what it asks for itself.
async fn refresh(session: &Session, client: &Client) {
    let negotiated = session.negotiated();
    if negotiated.pulls_diagnostics && negotiated.refreshes_diagnostics {
        // A client that refuses asks again at the next edit.
        let _ = client.workspace_diagnostic_refresh().await;
    }
    if negotiated.refreshes_lenses {
        let _ = client.code_lens_refresh().await;
    }
}

/// Settings have no place to point at.
async fn complain(client: &Client, faults: Vec<Diagnostic>) {
    for fault in faults {
        client.show_message(MessageType::WARNING, format!("agentls settings: {}", fault.message)).await;
    }
}
