import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Agent } from '../src/agents';
import { layOut } from '../src/mapLayout';

function team(handsOver: Readonly<Record<string, readonly string[]>>): Agent[] {
  const names = Object.keys(handsOver);
  return names.map((name) => ({
    uri: `file:///${name}.md`,
    range: { start: { line: 0, character: 0 } },
    name,
    below: `${name}.md`,
    description: '',
    tool: { id: 'claude-code', title: 'Claude Code' },
    scope: 'project',
    loads: true,
    areas: [],
    handsOverTo: (handsOver[name] ?? []).map((other) => names.indexOf(other)),
  }));
}

function overlap(boxes: readonly { x: number; y: number; width: number; height: number }[]): boolean {
  return boxes.some((a, at) =>
    boxes.slice(at + 1).some((b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height),
  );
}

test('who hands work over stands left of who gets it', () => {
  const { boxes, arrows } = layOut(team({ test: [], lead: ['build', 'test'], build: ['test'], alone: [] }));
  const [tester, lead, build, alone] = boxes;
  assert.ok(lead!.x < build!.x && build!.x < tester!.x);
  assert.ok(alone!.y > lead!.y + lead!.height);
  assert.equal(arrows.length, 3);
  assert.equal(overlap(boxes), false);
});

test('circles and agents that name themselves are drawn too', () => {
  const { boxes, arrows } = layOut(team({ a: ['b'], b: ['c'], c: ['a', 'c'] }));
  assert.equal(boxes.length, 3);
  assert.equal(arrows.length, 3);
  assert.equal(overlap(boxes), false);
});

test('many agents stand in rows and on no other', () => {
  const many = Object.fromEntries(Array.from({ length: 200 }, (_, at) => [`agent-${at}`, at % 3 === 0 ? [`agent-${(at * 7) % 200}`] : []]));
  const picture = layOut(team(many));
  assert.equal(overlap(picture.boxes), false);
  assert.ok(picture.boxes.every((box) => box.x + box.width <= picture.width && box.y + box.height <= picture.height));
  assert.deepEqual(layOut([]).boxes, []);
});
