import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { findServer, isProgram, type Places } from '../src/findServer';

function places(programs: readonly string[], given: Partial<Places> = {}): Places {
  return {
    setting: '',
    extensionFolder: '/ext',
    homeFolder: '/home/ada',
    environment: { PATH: '/usr/bin:/opt/bin' },
    platform: 'linux',
    isProgram: (file) => programs.includes(file),
    ...given,
  };
}

test('the setting comes first, then what is bundled, then the PATH', () => {
  const all = ['/own/agentls', '/ext/server/agentls', '/opt/bin/agentls'];
  assert.deepEqual(findServer(places(all, { setting: '/own/agentls' })), { command: '/own/agentls', origin: 'setting' });
  assert.deepEqual(findServer(places(all)), { command: '/ext/server/agentls', origin: 'bundled' });
  assert.deepEqual(findServer(places(all.slice(2))), { command: '/opt/bin/agentls', origin: 'PATH' });
  assert.deepEqual(findServer(places([])), { wrongSetting: undefined });
});

test('a wrong setting is said, and not passed over', () => {
  const bundled = ['/ext/server/agentls', '/usr/bin/agentls', 'agentls'];
  assert.deepEqual(findServer(places(bundled, { setting: '/gone/agentls' })), { wrongSetting: '/gone/agentls' });
  assert.deepEqual(findServer(places(bundled, { setting: 'agentls' })), { wrongSetting: 'agentls' });
});

test('a tilde is the home folder', () => {
  const found = findServer(places(['/home/ada/bin/agentls'], { setting: ' ~/bin/agentls ' }));
  assert.deepEqual(found, { command: '/home/ada/bin/agentls', origin: 'setting' });
});

test('a relative folder on the PATH is never searched', () => {
  const environment = { PATH: '.:bin::/usr/bin' };
  assert.deepEqual(findServer(places(['agentls', 'bin/agentls', './agentls'], { environment })), { wrongSetting: undefined });
});

test('Windows has its own endings, separators and names of variables', () => {
  const environment = { Path: 'C:\\Tools;"C:\\Program Files\\agentls"' };
  const program = 'C:\\Program Files\\agentls\\agentls.exe';
  const found = findServer(places([program], { environment, platform: 'win32', extensionFolder: 'C:\\ext' }));
  assert.deepEqual(found, { command: program, origin: 'PATH' });
});

test('a program is a file that can be run', { skip: process.platform === 'win32' }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'agentls-'));
  const file = join(folder, 'agentls');
  mkdirSync(join(folder, 'folder'));
  writeFileSync(file, '#!/bin/sh\n');
  assert.equal(isProgram(join(folder, 'missing')), false);
  assert.equal(isProgram(join(folder, 'folder')), false);
  chmodSync(file, 0o644);
  // The superuser may run a file once anybody may.
  assert.equal(isProgram(file), false);
  chmodSync(file, 0o755);
  assert.equal(isProgram(file), true);
  rmSync(folder, { recursive: true });
});
