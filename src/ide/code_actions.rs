//! What can be done about the words under a selection.
