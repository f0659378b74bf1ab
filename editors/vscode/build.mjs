// Bundles the extension; with --test its unit tests too.
import { build } from 'esbuild';
import { readdirSync, statSync } from 'node:fs';
import { slim } from './scripts/slim.mjs';

/** What is loaded with any Markdown file, what with the first agent file, and what in the window of the map, in bytes. */
const LIMITS = { 'dist/extension.js': 25_000, 'dist/session.js': 270_000, 'dist/mapPage.js': 5_000 };

const common = { bundle: true, platform: 'node', target: 'node20', logLevel: 'warning' };

await build({
  ...common,
  entryPoints: ['src/extension.ts', 'src/session.ts'],
  outdir: 'dist',
  format: 'cjs',
  external: ['vscode', './session.js'],
  minify: true,
  plugins: [slim],
});
// What runs in the window of the map.
await build({
  ...common,
  platform: 'browser',
  target: 'es2022',
  entryPoints: ['src/mapPage.ts'],
  outdir: 'dist',
  format: 'iife',
  minify: true,
});
for (const [file, limit] of Object.entries(LIMITS)) {
  const { size } = statSync(file);
  console.log(`${file}: ${Math.ceil(size / 1000)} KB`);
  if (size > limit) {
    console.error(`larger than ${limit / 1000} KB`);
    process.exitCode = 1;
  }
}

if (process.argv.includes('--test')) {
  const tests = readdirSync('test').filter((name) => name.endsWith('.test.ts'));
  await build({
    ...common,
    entryPoints: tests.map((name) => `test/${name}`),
    outdir: 'dist/test',
    format: 'esm',
    outExtension: { '.js': '.mjs' },
  });
}
