import type { Agent } from './agents';

/** An agent on the map, in pixels. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Its name, its tool, and the areas that it covers. */
  readonly lines: readonly string[];
}

export interface Picture {
  /** In the order of the agents. */
  readonly boxes: readonly Box[];
  readonly arrows: readonly { readonly from: number; readonly to: number; readonly path: string }[];
  readonly width: number;
  readonly height: number;
}

export const LINE = 16;
export const PAD = 10;
const LETTER = 6.8;
const MOST_LETTERS = 30;
const MOST_AREAS = 5;
const GAP = { x: 90, y: 22 };

/**
 * Those that hand work over stand left of those that get it; agents that nobody hands work to, and that hand
 * none over, stand below, in rows.
 */
export function layOut(agents: readonly Agent[]): Picture {
  const sizes = agents.map(sizeOf);
  const columns = columnsOf(agents);
  const places: { x: number; y: number }[] = agents.map(() => ({ x: PAD, y: PAD }));
  let [x, bottom, right] = [PAD, PAD, 0];
  for (const column of columns) {
    let y = PAD;
    let width = 0;
    for (const at of column) {
      const size = sizes[at]!;
      places[at] = { x, y };
      y += size.height + GAP.y;
      width = Math.max(width, size.width);
    }
    bottom = Math.max(bottom, y);
    right = Math.max(right, x + width);
    x += width + GAP.x;
  }
  const placed = new Set(columns.flat());
  const alone = agents.map((_, at) => at).filter((at) => !placed.has(at));
  const widest = Math.max(right, 900);
  let [rowX, rowY, rowHeight] = [PAD, bottom, 0];
  for (const at of alone) {
    const size = sizes[at]!;
    if (rowX > PAD && rowX + size.width > widest) {
      [rowX, rowY, rowHeight] = [PAD, rowY + rowHeight + GAP.y, 0];
    }
    places[at] = { x: rowX, y: rowY };
    rowX += size.width + GAP.y;
    rowHeight = Math.max(rowHeight, size.height);
    right = Math.max(right, rowX);
  }
  const boxes = agents.map((_, at): Box => ({ ...places[at]!, ...sizes[at]! }));
  const arrows = agents.flatMap(({ handsOverTo }, from) =>
    handsOverTo.filter((to) => to !== from && boxes[to] !== undefined).map((to) => ({ from, to, path: curve(boxes[from]!, boxes[to]!) })),
  );
  return { boxes, arrows, width: right + PAD, height: Math.max(bottom, rowY + rowHeight) + PAD };
}

function sizeOf(agent: Agent): { width: number; height: number; lines: string[] } {
  const more = agent.areas.length - MOST_AREAS;
  const areas = [...agent.areas.slice(0, MOST_AREAS), ...(more > 0 ? [`${more} more`] : [])];
  const lines = [agent.name, agent.tool.title, ...areas].map(short);
  const letters = Math.max(...lines.map((line) => [...line].length));
  return { width: Math.max(110, letters * LETTER + 2 * PAD), height: lines.length * LINE + 2 * PAD, lines };
}

function short(text: string): string {
  const letters = [...text];
  return letters.length <= MOST_LETTERS ? text : `${letters.slice(0, MOST_LETTERS - 1).join('')}…`;
}

/** Each agent that has to do with another one, right of all that hand work over to it; circles are cut somewhere. */
function columnsOf(agents: readonly Agent[]): number[][] {
  const targets = agents.map(({ handsOverTo }, at) => handsOverTo.filter((to) => to !== at && to < agents.length));
  const open = agents.map(() => 0);
  targets.flat().forEach((to) => (open[to] = (open[to] ?? 0) + 1));
  const linked = agents.map((_, at) => at).filter((at) => targets[at]!.length > 0 || open[at]! > 0);
  const depth = agents.map(() => 0);
  const done = new Set<number>();
  const next = linked.filter((at) => open[at] === 0);
  for (let cut = 0; done.size < linked.length; ) {
    const at = next.shift() ?? linked[cut++]!;
    if (done.has(at)) {
      continue;
    }
    done.add(at);
    for (const to of targets[at]!.filter((to) => !done.has(to))) {
      depth[to] = Math.max(depth[to]!, depth[at]! + 1);
      open[to] = open[to]! - 1;
      if (open[to] === 0) {
        next.push(to);
      }
    }
  }
  const columns: number[][] = [];
  for (const at of linked) {
    (columns[depth[at]!] ??= []).push(at);
  }
  return columns.filter((column) => column !== undefined);
}

function curve(from: Box, to: Box): string {
  const back = to.x <= from.x;
  const [x1, y1] = [from.x + from.width, from.y + from.height / 2];
  const [x2, y2] = [back ? to.x + to.width : to.x, to.y + to.height / 2];
  const bend = Math.max(40, Math.abs(x2 - x1) / 2);
  return `M${x1},${y1} C${x1 + bend},${y1} ${back ? x2 + bend : x2 - bend},${y2} ${x2},${y2}`;
}
