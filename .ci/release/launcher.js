#!/usr/bin/env node
// Starts the program of the package that npm has installed for this machine, with the same arguments, input and output.
'use strict';

const { spawn } = require('node:child_process');
const { constants } = require('node:os');

const program = process.platform === 'win32' ? 'agentls.exe' : 'agentls';
const machine = `agentls-${process.platform}-${process.arch}`;

/** Where the program lies: the one that runs on any machine of the kind, else one that asks for its C library. */
function find() {
  for (const name of [machine, `${machine}-gnu`]) {
    try {
      return require.resolve(`${name}/bin/${program}`);
    } catch {
      // Not installed: the next one.
    }
  }
  return undefined;
}

const found = find();
if (found === undefined) {
  process.stderr.write(
    `agentls: the package ${machine} is not installed. npm leaves it out with --omit=optional, and there is none for ` +
      'some machines. Install it by its name, or build agentls with cargo.\n',
  );
  process.exit(2);
}

const child = spawn(found, process.argv.slice(2), { stdio: 'inherit', windowsHide: true });
child.on('error', (fault) => {
  process.stderr.write(`agentls: ${found} can't be started: ${fault.message}\n`);
  process.exit(2);
});
// What ends this process ends the program.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => child.kill(signal));
}
child.on('exit', (status, signal) => {
  process.exit(status ?? 128 + (constants.signals[signal] ?? 0));
});
