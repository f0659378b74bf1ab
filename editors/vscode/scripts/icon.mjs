// Draws icon.png: a line of text with a squiggle below it, in two colours.
import { writeFileSync } from 'node:fs';
import { crc32, deflateSync } from 'node:zlib';

const SIZE = 256;
/** Each pixel is the mean of so many in each direction. */
const SAMPLES = 4;
const BACK = [0x1f, 0x2a, 0x44];
const TEXT = [0xe8, 0xec, 0xf4];
const MARK = [0xff, 0xb0, 0x3a];

/** The colour at a point of the unit square; none outside of the rounded corners. */
function colour(x, y) {
  const corner = 0.18;
  const dx = Math.max(corner - x, x - (1 - corner), 0);
  const dy = Math.max(corner - y, y - (1 - corner), 0);
  if (Math.hypot(dx, dy) > corner) return undefined;
  const bar = (left, right, middle) => {
    const end = Math.max(left - x, x - right, 0);
    return Math.hypot(end, y - middle) < 0.035;
  };
  const wave = 0.76 + 0.035 * Math.sin((x - 0.22) * 2 * Math.PI * 7);
  if (x > 0.2 && x < 0.8 && Math.abs(y - wave) < 0.026) return MARK;
  if (bar(0.23, 0.38, 0.26) || bar(0.48, 0.77, 0.26)) return TEXT;
  if (bar(0.23, 0.38, 0.42) || bar(0.48, 0.62, 0.42)) return TEXT;
  return bar(0.23, 0.77, 0.62) ? TEXT : BACK;
}

function pixel(column, row) {
  let [red, green, blue, covered] = [0, 0, 0, 0];
  for (let i = 0; i < SAMPLES * SAMPLES; i += 1) {
    const x = (column + ((i % SAMPLES) + 0.5) / SAMPLES) / SIZE;
    const y = (row + (Math.floor(i / SAMPLES) + 0.5) / SAMPLES) / SIZE;
    const at = colour(x, y);
    if (at === undefined) continue;
    red += at[0];
    green += at[1];
    blue += at[2];
    covered += 1;
  }
  const mean = (sum) => (covered === 0 ? 0 : Math.round(sum / covered));
  return [mean(red), mean(green), mean(blue), Math.round((255 * covered) / SAMPLES ** 2)];
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  const check = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

const header = Buffer.alloc(13);
header.writeUInt32BE(SIZE, 0);
header.writeUInt32BE(SIZE, 4);
header.set([8, 6, 0, 0, 0], 8);
const rows = Array.from({ length: SIZE }, (_, row) => [
  0,
  ...Array.from({ length: SIZE }, (_, column) => pixel(column, row)).flat(),
]);
const png = Buffer.concat([
  Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
  chunk('IHDR', header),
  chunk('IDAT', deflateSync(Buffer.from(rows.flat()), { level: 9 })),
  chunk('IEND', Buffer.alloc(0)),
]);
writeFileSync(new URL('../icon.png', import.meta.url), png);
