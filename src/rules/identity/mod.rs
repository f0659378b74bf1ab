//! Rules about who the agent is: its name and its description.

pub mod missing_name;
