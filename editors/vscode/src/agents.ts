/** The answer to `agentls/agents`: see `docs/protocol.md`. */
export interface Agents {
  readonly agents: readonly Agent[];
  /** Whether all folders are read. */
  readonly complete: boolean;
}

export interface Agent {
  readonly uri: string;
  /** Its name in the file, else its beginning. */
  readonly range: { readonly start: { readonly line: number; readonly character: number } };
  readonly name: string;
  /** Its path below the folder of agents. */
  readonly below: string;
  readonly description: string;
  readonly tool: { readonly id: string; readonly title: string };
  readonly scope: 'project' | 'user' | 'plugin' | 'managed' | null;
  readonly loads: boolean;
  /** The areas of expertise that it covers. */
  readonly areas: readonly string[];
  /** Places in the list of those that it hands work to. */
  readonly handsOverTo: readonly number[];
}
