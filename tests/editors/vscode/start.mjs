// start.mjs VSCODE PORT PROFILE [VSIX]: VS Code's server on 127.0.0.1; with VSIX it installs that, and ends.
import http from 'node:http';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const [vscode, port, profile, vsix] = process.argv.slice(2);
// The code ends with the process that it believes to have started it.
process.env.CODE_SERVER_PARENT_PID = String(process.pid);
// A module since VS Code 1.94, before that a script: `import` takes both, in different shapes.
const main = await import(pathToFileURL(path.join(vscode, 'out/server-main.js')).href);
const code = await (main.loadCodeWithNls ?? main.default.loadCodeWithNls)();

const options = {
  _: [],
  'accept-server-license-terms': true,
  'disable-telemetry': true,
  // Without it, the workbench does not run tests.
  'enable-smoke-test-driver': true,
  'extensions-dir': path.join(profile, 'extensions'),
  'server-data-dir': path.join(profile, 'server'),
  'telemetry-level': 'off',
  'user-data-dir': path.join(profile, 'user'),
  'without-connection-token': true,
  host: '127.0.0.1',
  port,
};

if (vsix !== undefined) {
  await code.spawnCli({ ...options, 'install-extension': [vsix], force: true });
} else {
  const server = await code.createServer(null, options);
  http
    .createServer((request, response) => server.handleRequest(request, response))
    .on('upgrade', (request, socket) => {
      server.handleUpgrade(request, socket);
      socket.resume();
    })
    .listen(Number(port), '127.0.0.1', () => console.log(`listening on ${port}`));
}
