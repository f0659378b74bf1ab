# agentls for Kakoune, by kak-lsp: what AI agent tools will do with your agent files. Source this behind
# `eval %sh{kak-lsp}`. Needs `agentls` on the PATH.

define-command -hidden agentls-attach %{
    hook -once -always buffer BufSetOption filetype=markdown %{ agentls-enable }
    agentls-enable
}

define-command -hidden agentls-enable %{
    set-option buffer lsp_servers %{
        [agentls]
        root_globs = [".git"]
        args = ["server"]
    }
    hook -once global WinDisplay "\Q%val{buffile}\E" lsp-enable-window
}

# Where agent tools look. tests/editor_files.rs writes this, from the facts about the tools.
# places: begin
hook global BufCreate .*/[^/]*\.agent\.md agentls-attach
hook global BufCreate .*/[^/]*\.chatmode\.md agentls-attach
hook global BufCreate .*/\.agents/agents/[^/]*\.md agentls-attach
hook global BufCreate .*/\.augment/agents/[^/]*\.md agentls-attach
hook global BufCreate .*/\.claude/agents/(?:[^/]*/)*[^/]*\.md agentls-attach
hook global BufCreate .*/\.claude/plugins/(?:[^/]*/)*agents/(?:[^/]*/)*[^/]*\.md agentls-attach
hook global BufCreate .*/\.codex/agents/[^/]*\.md agentls-attach
hook global BufCreate .*/\.config/goose/agents/[^/]*\.md agentls-attach
hook global BufCreate .*/\.config/kilo/agents/[^/]*\.md agentls-attach
hook global BufCreate .*/\.config/opencode/agent/(?:[^/]*/)*[^/]*\.md agentls-attach
hook global BufCreate .*/\.config/opencode/agents/(?:[^/]*/)*[^/]*\.md agentls-attach
hook global BufCreate .*/\.copilot/agents/[^/]*\.md agentls-attach
hook global BufCreate .*/\.cursor/agents/[^/]*\.md agentls-attach
hook global BufCreate .*/\.devin/agents/[^/]*/AGENT\.md agentls-attach
hook global BufCreate .*/\.factory/droids/[^/]*\.md agentls-attach
hook global BufCreate .*/\.gemini/agents/[^/_][^/]*\.md agentls-attach
hook global BufCreate .*/\.gemini/extensions/[^/]*/agents/[^/]*\.md agentls-attach
hook global BufCreate .*/\.github/agents/[^/]*\.md agentls-attach
hook global BufCreate .*/\.github/chatmodes/[^/]*\.md agentls-attach
hook global BufCreate .*/\.goose/agents/[^/]*\.md agentls-attach
hook global BufCreate .*/\.iflow/agents/[^/]*\.md agentls-attach
hook global BufCreate .*/\.junie/agents/[^/]*\.md agentls-attach
hook global BufCreate .*/\.kilo/agents/[^/]*\.md agentls-attach
hook global BufCreate .*/\.kiro/agents/[^/]*\.md agentls-attach
hook global BufCreate .*/\.opencode/agent/(?:[^/]*/)*[^/]*\.md agentls-attach
hook global BufCreate .*/\.opencode/agents/(?:[^/]*/)*[^/]*\.md agentls-attach
hook global BufCreate .*/\.opencode/mode/[^/]*\.md agentls-attach
hook global BufCreate .*/\.opencode/modes/[^/]*\.md agentls-attach
hook global BufCreate .*/\.qwen/agents/[^/]*\.md agentls-attach
hook global BufCreate .*/\.qwen/extensions/[^/]*/agents/[^/]*\.md agentls-attach
hook global BufCreate .*/plugins/[^/]*/agents/(?:[^/]*/)*[^/]*\.md agentls-attach
# places: end
