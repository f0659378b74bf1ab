// Where agent tools look. `tests/editor_files.rs` writes both lists, from the facts about the tools.

/** Globs over a whole path. */
export const PLACES: readonly string[] = [
  // places: begin
  '**/*.agent.md',
  '**/*.chatmode.md',
  '**/.agents/agents/*.md',
  '**/.augment/agents/*.md',
  '**/.claude/agents/**/*.md',
  '**/.claude/plugins/**/agents/**/*.md',
  '**/.codex/agents/*.md',
  '**/.config/goose/agents/*.md',
  '**/.config/kilo/agents/*.md',
  '**/.config/opencode/agent/**/*.md',
  '**/.config/opencode/agents/**/*.md',
  '**/.copilot/agents/*.md',
  '**/.cursor/agents/*.md',
  '**/.devin/agents/*/AGENT.md',
  '**/.factory/droids/*.md',
  '**/.gemini/agents/[!_]*.md',
  '**/.gemini/extensions/*/agents/*.md',
  '**/.github/agents/*.md',
  '**/.github/chatmodes/*.md',
  '**/.goose/agents/*.md',
  '**/.iflow/agents/*.md',
  '**/.junie/agents/*.md',
  '**/.kilo/agents/*.md',
  '**/.kiro/agents/*.md',
  '**/.opencode/agent/**/*.md',
  '**/.opencode/agents/**/*.md',
  '**/.opencode/mode/*.md',
  '**/.opencode/modes/*.md',
  '**/.qwen/agents/*.md',
  '**/.qwen/extensions/*/agents/*.md',
  '**/plugins/*/agents/**/*.md',
  // places: end
];

/** Folders of a plugin, which its manifest makes one: a file, and the agents below the folder that it is in. */
export const PLUGINS: readonly { readonly manifest: string; readonly below: string }[] = [
  // manifests: begin
  { manifest: '.claude-plugin/plugin.json', below: 'agents/**/*.md' },
  { manifest: '.cursor-plugin/plugin.json', below: 'agents/*.md' },
  { manifest: 'gemini-extension.json', below: 'agents/*.md' },
  { manifest: 'qwen-extension.json', below: 'agents/*.md' },
  // manifests: end
];
