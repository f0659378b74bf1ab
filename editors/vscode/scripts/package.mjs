// Packs the extension into dist/: for any platform, or, with a server, for one.
//
//   node scripts/package.mjs                             dist/agentls.vsix, which looks for a server on the PATH
//   node scripts/package.mjs --target linux-x64 SERVER   dist/agentls-linux-x64.vsix, with the program SERVER inside
import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const [flag, target, server] = process.argv.slice(2);
const vsce = createRequire(import.meta.url).resolve('@vscode/vsce/package.json').replace(/package\.json$/, 'vsce');
const given = ['package', '--no-dependencies', '--allow-missing-repository'];

rmSync('server', { recursive: true, force: true });
if (flag === '--target') {
  const inside = path.join('server', target.startsWith('win32') ? 'agentls.exe' : 'agentls');
  mkdirSync('server');
  copyFileSync(server, inside);
  chmodSync(inside, 0o755);
  given.push('--target', target, '--out', `dist/agentls-${target}.vsix`);
} else {
  given.push('--out', 'dist/agentls.vsix');
}
try {
  execFileSync(process.execPath, [vsce, ...given], { stdio: 'inherit' });
} finally {
  rmSync('server', { recursive: true, force: true });
}
