# agentls for Kakoune, by kakoune-lsp: what AI agent tools will do with your agent files. Source this behind
# `eval %sh{kak-lsp}`. Needs `agentls` on the PATH.

define-command -hidden agentls-attach %{
    set-option buffer lsp_servers %{
        [agentls]
        root_globs = [".git"]
        args = ["server"]
    }
    hook -group agentls buffer WinCreate .* lsp-enable-window
}

# tests/editor_files.rs writes the places where agent tools look, from the facts about the tools.
hook -group agentls global BufCreate .*\.md %{ evaluate-commands %sh{
    printf %s "$kak_buffile" | grep -Eq "$(cat <<'PLACES'
# places: begin
/[^/]*\.agent\.md$
/[^/]*\.chatmode\.md$
/\.agents/agents/[^/]*\.md$
/\.augment/agents/[^/]*\.md$
/\.claude/agents/([^/]*/)*[^/]*\.md$
/\.claude/plugins/([^/]*/)*agents/([^/]*/)*[^/]*\.md$
/\.codex/agents/[^/]*\.md$
/\.config/goose/agents/[^/]*\.md$
/\.config/kilo/agents/[^/]*\.md$
/\.config/opencode/agent/([^/]*/)*[^/]*\.md$
/\.config/opencode/agents/([^/]*/)*[^/]*\.md$
/\.copilot/agents/[^/]*\.md$
/\.cursor/agents/[^/]*\.md$
/\.devin/agents/[^/]*/AGENT\.md$
/\.factory/droids/[^/]*\.md$
/\.gemini/agents/[^/_][^/]*\.md$
/\.gemini/extensions/[^/]*/agents/[^/]*\.md$
/\.github/agents/[^/]*\.md$
/\.github/chatmodes/[^/]*\.md$
/\.goose/agents/[^/]*\.md$
/\.iflow/agents/[^/]*\.md$
/\.junie/agents/[^/]*\.md$
/\.kilo/agents/[^/]*\.md$
/\.kiro/agents/[^/]*\.md$
/\.opencode/agent/([^/]*/)*[^/]*\.md$
/\.opencode/agents/([^/]*/)*[^/]*\.md$
/\.opencode/mode/[^/]*\.md$
/\.opencode/modes/[^/]*\.md$
/\.qwen/agents/[^/]*\.md$
/\.qwen/extensions/[^/]*/agents/[^/]*\.md$
/plugins/[^/]*/agents/([^/]*/)*[^/]*\.md$
# places: end
PLACES
)" && echo agentls-attach
} }
