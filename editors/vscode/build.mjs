// Bundles the extension; with --test its unit tests too.
import { build } from 'esbuild';
import { readdirSync, statSync } from 'node:fs';

/** What is loaded with any Markdown file, and what with the first agent file, in bytes. */
const LIMITS = { 'dist/extension.js': 40 * 1024, 'dist/session.js': 480 * 1024 };

const common = { bundle: true, platform: 'node', target: 'node20', logLevel: 'warning' };

await build({
  ...common,
  entryPoints: ['src/extension.ts', 'src/session.ts'],
  outdir: 'dist',
  format: 'cjs',
  external: ['vscode', './session.js'],
  minify: true,
});
for (const [file, limit] of Object.entries(LIMITS)) {
  const { size } = statSync(file);
  console.log(`${file}: ${Math.ceil(size / 1024)} KB`);
  if (size > limit) {
    console.error(`larger than ${limit / 1024} KB`);
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
