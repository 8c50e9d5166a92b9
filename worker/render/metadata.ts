import { crc32 } from "node:zlib";
import type { Disclosure } from "./types.ts";

const DIGITAL_SOURCE_TYPES = "http://cv.iptc.org/newscodes/digitalsourcetype/";

/** Namespaces that are used below. */
const NAMESPACES = {
  rdf: "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
  dc: "http://purl.org/dc/elements/1.1/",
  photoshop: "http://ns.adobe.com/photoshop/1.0/",
  xmpRights: "http://ns.adobe.com/xap/1.0/rights/",
  Iptc4xmpExt: "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
};

/** What a finished file says of its origin and licence, as an XMP packet in IPTC's terms; null where that is nothing. */
export function disclosureXmp(disclosure: Disclosure | null): string | null {
  if (disclosure === null) return null;
  const { digital_source_type, credit, license_url, description } = disclosure;
  const properties = [
    digital_source_type === null
      ? ""
      : element("Iptc4xmpExt:DigitalSourceType", `${DIGITAL_SOURCE_TYPES}${digital_source_type}`),
    credit === null ? "" : element("photoshop:Credit", credit) + inAnyLanguage("dc:rights", credit),
    license_url === null ? "" : element("xmpRights:WebStatement", license_url),
    description === null ? "" : inAnyLanguage("dc:description", description),
  ].join("");
  if (properties === "") return null;
  const names = Object.entries(NAMESPACES).map(([prefix, uri]) => `xmlns:${prefix}="${uri}"`);
  return [
    '<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>',
    `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF ${names.join(" ")}>`,
    `<rdf:Description rdf:about="">${properties}</rdf:Description>`,
    '</rdf:RDF></x:xmpmeta><?xpacket end="r"?>',
  ].join("");
}

const SOURCE_TYPE = `<Iptc4xmpExt:DigitalSourceType>${DIGITAL_SOURCE_TYPES}`;

/**
 * The digital source type that a finished file itself names; null where it names none. An XMP packet stands in a file as plain
 * text, and no other text in it has a tag's angle bracket.
 */
export function readSourceType(file: Buffer): string | null {
  const at = file.indexOf(SOURCE_TYPE);
  if (at === -1) return null;
  const from = at + SOURCE_TYPE.length;
  const end = file.indexOf("<", from);
  return file.toString("utf8", from, end);
}

function element(name: string, text: string): string {
  return `<${name}>${escapeXml(text)}</${name}>`;
}

function inAnyLanguage(name: string, text: string): string {
  return `<${name}><rdf:Alt><rdf:li xml:lang="x-default">${escapeXml(text)}</rdf:li></rdf:Alt></${name}>`;
}

function escapeXml(text: string): string {
  return (
    text
      .toWellFormed()
      // biome-ignore lint/suspicious/noControlCharactersInRegex: XML has no way to write them.
      .replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, "")
      .replaceAll("&", "&amp;")
      .replaceAll("<", "&lt;")
      .replaceAll(">", "&gt;")
  );
}

/** Signature and header of a PNG: what other chunks follow. */
const PNG_START = 33;

/** A PNG with an XMP packet, in the chunk that XMP's specification names; libvips writes another, which few readers know. */
export function addPngXmp(png: Buffer, xmp: string): Buffer {
  // Keyword, its end, not compressed (two bytes), no language, no translated keyword.
  const body = Buffer.concat([Buffer.from("iTXtXML:com.adobe.xmp\0\0\0\0\0", "latin1"), Buffer.from(xmp)]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(body.length - 4, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([
    png.subarray(0, PNG_START),
    frame.subarray(0, 4),
    body,
    frame.subarray(4),
    png.subarray(PNG_START),
  ]);
}
