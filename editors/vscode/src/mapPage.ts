// Runs in the webview: draws the map, filters it, and tells the extension what is clicked.
import type { Agent } from './agents';
import { LINE, PAD, layOut } from './mapLayout';

declare function acquireVsCodeApi(): { postMessage(message: unknown): void };

const SVG = 'http://www.w3.org/2000/svg';
const vscode = acquireVsCodeApi();
const filter = document.querySelector<HTMLInputElement>('#filter')!;
const count = document.querySelector<HTMLElement>('#count')!;
const map = document.querySelector<HTMLElement>('#map')!;
let agents: readonly Agent[] = [];

function element<K extends keyof SVGElementTagNameMap>(name: K, attributes: Record<string, string | number>): SVGElementTagNameMap[K] {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) {
    made.setAttribute(key, String(value));
  }
  return made;
}

function fits(agent: Agent): boolean {
  const wanted = filter.value.trim().toLowerCase();
  return [agent.name, agent.tool.title, ...agent.areas].some((words) => words.toLowerCase().includes(wanted));
}

function draw(): void {
  const colour = (name: string): string => getComputedStyle(document.body).getPropertyValue(name).trim();
  const text = colour('--vscode-editor-foreground') || '#333';
  const line = colour('--vscode-charts-blue') || '#3070b0';
  const back = colour('--vscode-editorWidget-background') || '#f3f3f3';
  const fault = colour('--vscode-errorForeground') || '#c02020';
  const picture = layOut(agents);
  const svg = element('svg', {
    xmlns: SVG,
    width: picture.width,
    height: picture.height,
    viewBox: `0 0 ${picture.width} ${picture.height}`,
    'font-family': 'sans-serif',
    'font-size': 12,
  });
  const head = element('marker', { id: 'head', viewBox: '0 0 8 8', refX: 8, refY: 4, markerWidth: 8, markerHeight: 8, orient: 'auto-start-reverse' });
  head.append(element('path', { d: 'M0,0 L8,4 L0,8 z', fill: line }));
  const defs = element('defs', {});
  defs.append(head);
  svg.append(defs);
  const shown = agents.map(fits);
  for (const { from, to, path } of picture.arrows) {
    const arrow = element('path', { d: path, fill: 'none', stroke: line, 'stroke-width': 1.5, 'marker-end': 'url(#head)' });
    arrow.classList.add('arrow');
    arrow.setAttribute('opacity', shown[from] || shown[to] ? '0.9' : '0.15');
    svg.append(arrow);
  }
  picture.boxes.forEach((box, at) => {
    const agent = agents[at]!;
    const group = element('g', { tabindex: 0, role: 'button', opacity: shown[at] ? 1 : 0.2, 'data-name': agent.name });
    group.classList.add('agent');
    const title = element('title', {});
    title.textContent = agent.description;
    group.append(title);
    group.append(
      element('rect', { x: box.x, y: box.y, width: box.width, height: box.height, rx: 6, fill: back, stroke: agent.loads ? text : fault, 'stroke-opacity': 0.6 }),
    );
    box.lines.forEach((words, row) => {
      const label = element('text', { x: box.x + PAD, y: box.y + PAD + LINE * (row + 0.75), fill: agent.loads || row > 0 ? text : fault });
      if (row === 0) label.setAttribute('font-weight', 'bold');
      if (row === 1) label.setAttribute('opacity', '0.65');
      label.textContent = words;
      group.append(label);
    });
    const open = (): void => vscode.postMessage({ open: at });
    group.addEventListener('click', open);
    group.addEventListener('keydown', ({ key }) => {
      if (key === 'Enter') open();
    });
    svg.append(group);
  });
  map.replaceChildren(svg);
  const fitting = shown.filter(Boolean).length;
  count.textContent = `${fitting} of ${agents.length} agents · ${picture.arrows.length} hand over`;
}

filter.addEventListener('input', draw);
document.querySelector('#export')!.addEventListener('click', save);

function save(): void {
  const svg = map.querySelector('svg');
  if (svg !== null) {
    vscode.postMessage({ svg: new XMLSerializer().serializeToString(svg) });
  }
}

window.addEventListener('message', ({ data }: MessageEvent<{ agents?: readonly Agent[] }>) => {
  if (data.agents !== undefined) {
    agents = data.agents;
    draw();
  }
});
vscode.postMessage({ ready: true });
