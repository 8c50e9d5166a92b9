/** An OpenType font with outlines in CFF, in which each of some letters is a plain block: of 1000 units to the size 700 high and 400 wide. */
export function blockFont(letters: string, unitsPerSize = 1000): Buffer {
  const codes = [...new Set(Array.from(letters, (letter) => letter.charCodeAt(0)))].sort((a, b) => a - b);
  const glyphs = codes.length + 1;
  const tables: Record<string, Buffer> = {
    "CFF ": outlines(glyphs),
    cmap: characterMap(codes),
    // Version, revision, checksum, magic, flags, units per em, dates, bounds, style, smallest size, direction, formats.
    head: words(
      1,
      0,
      1,
      0,
      0,
      0,
      0x5f0f,
      0x3cf5,
      3,
      unitsPerSize,
      ...zeros(8),
      100,
      0,
      500,
      700,
      0,
      8,
      2,
      0,
      0,
    ),
    // Version, ascent, descent, gap, widest advance, side bearings, extent, caret, reserved, format, metrics.
    hhea: words(1, 0, 800, -200, 0, 600, 100, 100, 500, 1, 0, 0, ...zeros(5), glyphs),
    hmtx: words(...Array.from({ length: glyphs }, () => [600, 100]).flat()),
    maxp: words(0, 0x5000, glyphs),
    post: words(3, 0, ...zeros(14)),
  };
  const names = Object.keys(tables);
  const directory: Buffer[] = [Buffer.from("OTTO"), words(names.length, 64, 2, 48)];
  const bodies: Buffer[] = [];
  let offset = 12 + 16 * names.length;
  for (const name of names) {
    const table = tables[name] as Buffer;
    directory.push(Buffer.from(name), longs(0, offset, table.length));
    const padded = Buffer.concat([table, Buffer.alloc(-table.length & 3)]);
    bodies.push(padded);
    offset += padded.length;
  }
  return Buffer.concat([...directory, ...bodies]);
}

const zeros = (count: number) => new Array<number>(count).fill(0);

function words(...values: number[]): Buffer {
  const buffer = Buffer.alloc(values.length * 2);
  for (const [index, value] of values.entries()) buffer.writeUInt16BE(value & 0xffff, index * 2);
  return buffer;
}

function longs(...values: number[]): Buffer {
  const buffer = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) buffer.writeUInt32BE(value, index * 4);
  return buffer;
}

/** Format 4, a segment a letter, and the one that ends the list. */
function characterMap(codes: number[]): Buffer {
  const segments = [...codes, 0xffff];
  const deltas = segments.map((code, index) => (code === 0xffff ? 1 : index + 1 - code));
  const body = words(
    ...[segments.length * 2, 0, 0, 0],
    ...segments,
    0,
    ...segments,
    ...deltas,
    ...zeros(segments.length),
  );
  return Buffer.concat([words(0, 1, 3, 1), longs(12), words(4, body.length + 6, 0), body]);
}

/** A list of CFF: how many, how long an offset is, the offsets, the items. */
function list(...items: Buffer[]): Buffer {
  if (items.length === 0) return words(0);
  const offsets = [1];
  for (const item of items) offsets.push((offsets.at(-1) as number) + item.length);
  return Buffer.concat([words(items.length), Buffer.from([2]), words(...offsets), ...items]);
}

function outlines(glyphs: number): Buffer {
  const number = (value: number) => Buffer.concat([Buffer.from([28]), words(value)]);
  // Move to a corner, three sides, end; the fourth side closes by itself.
  const block = Buffer.concat([
    ...[number(100), number(0), Buffer.from([21])],
    ...[number(400), Buffer.from([6]), number(700), Buffer.from([7]), number(-400), Buffer.from([6])],
    Buffer.from([14]),
  ]);
  const dictionary = (at: number) => list(Buffer.concat([number(at), Buffer.from([17])]));
  const head = [Buffer.from([1, 0, 4, 2]), list(Buffer.from("Blocks"))];
  const tail = [list(), list()];
  const start = Buffer.concat([...head, dictionary(0), ...tail]).length;
  const shapes = Array.from({ length: glyphs }, () => block);
  return Buffer.concat([...head, dictionary(start), ...tail, list(...shapes)]);
}
