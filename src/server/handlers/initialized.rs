//! `initialized`: the agents of the workspace are read, and watched.

use crate::server::session::Session;

pub fn initialized(session: &Session) {
    session.workspace.scan();
    session.workspace.start.notify_one();
}
