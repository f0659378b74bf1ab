import * as vscode from 'vscode';

/**
 * The files that agent tools read. VS Code gives some of them languages of its own (`chatagent`,
 * `instructions`, …) and changes those between versions: the path decides, whatever the language.
 */
const AGENT_FILES: readonly string[] = [
  '**/.agents/agents/*.md',
  '**/.augment/agents/*.md',
  '**/.claude/agents/**/*.md',
  '**/.claude/plugins/**/agents/**/*.md',
  '**/.cursor/agents/**/*.md',
  '**/.devin/agents/*/AGENT.md',
  '**/.factory/droids/*.md',
  '**/.gemini/agents/*.md',
  '**/.github/agents/*.md',
  '**/.github/chatmodes/*.md',
  '**/.goose/agents/*.md',
  '**/.iflow/agents/*.md',
  '**/.junie/agents/*.md',
  '**/.kilo/agents/*.md',
  '**/.kiro/agents/*.md',
  '**/.opencode/agent/**/*.md',
  '**/.opencode/agents/**/*.md',
  '**/.qwen/agents/*.md',
  '**/plugins/*/agents/**/*.md',
  '**/*.agent.md',
  '**/*.chatmode.md',
];

/** Files by their path, and agents that are not saved yet by what VS Code calls their language. */
export const SELECTOR: readonly ({ scheme: string; pattern: string } | { scheme: string; language: string })[] = [
  ...AGENT_FILES.map((pattern) => ({ scheme: 'file', pattern })),
  { scheme: 'untitled', language: 'chatagent' },
];

export function isAgentFile(document: vscode.TextDocument): boolean {
  return vscode.languages.match(SELECTOR, document) > 0;
}
