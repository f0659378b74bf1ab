import { existsSync } from 'node:fs';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { PLACES, PLUGINS } from './places';

type Filter = { scheme: string; pattern: string } | { scheme: string; language: string };

/**
 * Files by their path, and agents that are not saved yet by what VS Code calls their language. VS Code
 * gives agent files languages of its own (`chatagent`, `instructions`, …) and changes those between versions:
 * the path decides, whatever the language.
 */
const FIXED: readonly Filter[] = [
  ...PLACES.map((pattern) => ({ scheme: 'file', pattern })),
  { scheme: 'untitled', language: 'chatagent' },
];

/** What a project says beside its agents: the server checks it, and nothing else treats it as an agent. */
const BESIDE: readonly Filter[] = [
  'agentls.toml',
  '.agentls/glossary.yaml',
  '.agentls/templates/*.{yaml,yml}',
].map((name) => ({ scheme: 'file', pattern: `**/${name}` }));

/** Which documents are agents. */
export class AgentFiles {
  /** Globs of plugins that were met so far: only their manifest tells what they are. */
  private readonly plugins = new Set<string>();

  selector(): Filter[] {
    return [...FIXED, ...BESIDE, ...[...this.plugins].map((pattern) => ({ scheme: 'file', pattern }))];
  }

  /** Whether the document is an agent, and whether the selector had to grow for it. */
  take(document: vscode.TextDocument): 'no' | 'yes' | 'new plugin' {
    if (vscode.languages.match(FIXED, document) > 0) {
      return 'yes';
    }
    const plugin = document.uri.scheme === 'file' ? pluginOf(document) : undefined;
    if (plugin === undefined) {
      return 'no';
    }
    const grows = !this.plugins.has(plugin);
    this.plugins.add(plugin);
    return grows ? 'new plugin' : 'yes';
  }

  has(document: vscode.TextDocument): boolean {
    return this.take(document) !== 'no';
  }
}

/** The glob for the agents of the plugin that the document is part of. */
function pluginOf(document: vscode.TextDocument): string | undefined {
  const file = document.uri.fsPath;
  if (!file.endsWith('.md')) {
    return undefined;
  }
  for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
    for (const { manifest, below } of PLUGINS) {
      const pattern = `${escaped(folder.replaceAll('\\', '/'))}/${below}`;
      if (vscode.languages.match({ pattern }, document) > 0 && existsSync(path.join(folder, manifest))) {
        return pattern;
      }
    }
    if (folder === path.dirname(folder)) {
      return undefined;
    }
  }
}

/** A path as a glob that fits it alone. */
function escaped(folder: string): string {
  return folder.replace(/[[\]{}*?]/g, '[$&]');
}
