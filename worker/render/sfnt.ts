import { brotliDecompressSync, inflateSync } from "node:zlib";

/** The weights that a font has: of a variable one a range, of any other just its own. */
export interface Weights {
  min: number;
  max: number;
}

/** No font that a person would upload is larger when unpacked. */
const MAX_UNPACKED = 64 * 1024 * 1024;

/** About how many bytes a font takes in memory: WOFF and WOFF2 say it in their headers, truly or not. */
export function unpackedSize(font: Buffer): number {
  if (!isWrapped(font) || font.length < 20) return font.length;
  return Math.max(font.length, Math.min(font.readUInt32BE(16), MAX_UNPACKED / 2));
}

/**
 * The weights of a variable font; null where it has no axis of weight, or where its tables cannot be read: then the
 * weight that it was registered with is all that is known.
 */
export function variableWeights(font: Buffer): Weights | null {
  try {
    const table = axesTable(font);
    return table && weightAxis(table);
  } catch (error) {
    // Offsets that point outside the file, or streams that do not unpack; whether it can be set at all is seen elsewhere.
    if (error instanceof RangeError || (error as NodeJS.ErrnoException).code?.startsWith("Z_")) return null;
    if ((error as NodeJS.ErrnoException).code?.startsWith("ERR_")) return null;
    throw error;
  }
}

const isWrapped = (font: Buffer) => ["wOFF", "wOF2"].includes(font.toString("latin1", 0, 4));

function axesTable(font: Buffer): Buffer | null {
  const signature = font.toString("latin1", 0, 4);
  if (signature === "wOF2") return fromWoff2(font);
  return signature === "wOFF" ? fromWoff(font) : fromSfnt(font);
}

function fromSfnt(font: Buffer): Buffer | null {
  const tables = font.readUInt16BE(4);
  for (let entry = 12; entry < 12 + tables * 16; entry += 16) {
    if (font.toString("latin1", entry, entry + 4) !== "fvar") continue;
    const offset = font.readUInt32BE(entry + 8);
    return font.subarray(offset, offset + font.readUInt32BE(entry + 12));
  }
  return null;
}

function fromWoff(font: Buffer): Buffer | null {
  const tables = font.readUInt16BE(12);
  for (let entry = 44; entry < 44 + tables * 20; entry += 20) {
    if (font.toString("latin1", entry, entry + 4) !== "fvar") continue;
    const [offset, packed, length] = [4, 8, 12].map((at) => font.readUInt32BE(entry + at)) as [
      number,
      number,
      number,
    ];
    const data = font.subarray(offset, offset + packed);
    return packed < length ? inflateSync(data, { maxOutputLength: MAX_UNPACKED }) : data;
  }
  return null;
}

// Numbers that WOFF2's directory has for the tables that matter here; 63 stands before a tag that is written out.
const [GLYF, LOCA, FVAR, WRITTEN_OUT] = [10, 11, 47, 63];

/** All tables of WOFF2 are one stream, in the directory's order. */
function fromWoff2(font: Buffer): Buffer | null {
  const tables = font.readUInt16BE(12);
  let at = 48;
  const number = () => {
    let value = 0;
    for (let read = 0; read < 5; read++) {
      const byte = font.readUInt8(at++);
      value = value * 128 + (byte & 0x7f);
      if (byte < 0x80) break;
    }
    return value;
  };
  let start = 0;
  let found: { start: number; length: number } | null = null;
  for (let table = 0; table < tables; table++) {
    const flags = font.readUInt8(at++);
    const tag = flags & 0x3f;
    if (tag === WRITTEN_OUT) at += 4;
    const original = number();
    const isOutline = tag === GLYF || tag === LOCA;
    const isTransformed = isOutline ? flags >> 6 !== 3 : flags >> 6 !== 0;
    const length = isTransformed ? number() : original;
    if (tag === FVAR) found = { start, length };
    start += length;
  }
  if (!found) return null;
  const stream = font.subarray(at, at + font.readUInt32BE(20));
  const unpacked = brotliDecompressSync(stream, { maxOutputLength: MAX_UNPACKED });
  return unpacked.subarray(found.start, found.start + found.length);
}

function weightAxis(table: Buffer): Weights | null {
  const first = table.readUInt16BE(4);
  const count = table.readUInt16BE(8);
  const size = table.readUInt16BE(10);
  for (let axis = first; axis < first + count * size; axis += size) {
    if (table.toString("latin1", axis, axis + 4) !== "wght") continue;
    const fixed = (offset: number) => table.readInt32BE(axis + offset) / 65536;
    return { min: fixed(4), max: fixed(12) };
  }
  return null;
}
