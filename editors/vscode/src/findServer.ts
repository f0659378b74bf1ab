import { accessSync, constants, statSync } from 'node:fs';
import * as path from 'node:path';

/** Where a server comes from. */
export type Origin = 'setting' | 'bundled' | 'PATH';

export type Found = { readonly command: string; readonly origin: Origin };

/** Why there is no server: the setting names none, or none is anywhere. */
export type Missing = { readonly wrongSetting: string | undefined };

export interface Places {
  /** The setting `agentls.server.path`. */
  readonly setting: string;
  readonly extensionFolder: string;
  readonly homeFolder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly isProgram: (file: string) => boolean;
}

/**
 * The program that the setting names, else the one that comes with the extension, else the one on
 * the PATH. A setting that names no program is said to be wrong, not passed over.
 */
export function findServer(places: Places): Found | Missing {
  const { setting, isProgram } = places;
  const paths = places.platform === 'win32' ? path.win32 : path.posix;
  const name = places.platform === 'win32' ? 'agentls.exe' : 'agentls';

  if (setting.trim() !== '') {
    const command = setting.trim().replace(/^~(?=[/\\])/, places.homeFolder);
    const usable = paths.isAbsolute(command) && isProgram(command);
    return usable ? { command, origin: 'setting' } : { wrongSetting: setting.trim() };
  }

  const bundled = paths.join(places.extensionFolder, 'server', name);
  if (isProgram(bundled)) {
    return { command: bundled, origin: 'bundled' };
  }

  for (const folder of searchPath(places)) {
    // A relative folder would let the opened project choose the program.
    if (!paths.isAbsolute(folder)) {
      continue;
    }
    const command = paths.join(folder, name);
    if (isProgram(command)) {
      return { command, origin: 'PATH' };
    }
  }
  return { wrongSetting: undefined };
}

function searchPath({ environment, platform }: Places): string[] {
  // Windows takes names of variables in any letter case.
  const name = Object.keys(environment).find((key) => (platform === 'win32' ? key.toUpperCase() : key) === 'PATH');
  const value = name === undefined ? '' : (environment[name] ?? '');
  return value
    .split(platform === 'win32' ? ';' : ':')
    .map((folder) => folder.replace(/^"(.*)"$/, '$1'))
    .filter((folder) => folder !== '');
}

/** Whether the file can be run. */
export function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
