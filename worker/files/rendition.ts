import type { FileHandle } from "node:fs/promises";
import type { Sharp } from "sharp";
import { openImage } from "../render/inspect.ts";
import { Turns } from "../turns.ts";
import type { Content } from "./download.ts";
import { HttpError } from "./http-error.ts";
import type { FileRow } from "./signed-file.ts";
import type { FileStore } from "./store.ts";

/** Widths of renditions: from a thumbnail to a review page on a dense screen. */
export const RENDITION_WIDTHS = [160, 320, 640, 960, 1280];

/** Formats of renditions, the smallest first. */
export const RENDITION_FORMATS = ["avif", "webp", "jpeg"] as const;
export type RenditionFormat = (typeof RENDITION_FORMATS)[number];

/** Renditions that are made at the same time: beside the pictures that the queue renders. */
const AT_ONCE = 2;
/** Renditions that may wait for that, some seconds' work. */
const WAITING = 32;

/** Letters are what reviewers look at: colour is kept at its full resolution, or halved with care. */
const writers: Record<RenditionFormat, (picture: Sharp) => Sharp> = {
  avif: (picture) => picture.avif({ quality: 60, effort: 2, chromaSubsampling: "4:4:4" }),
  webp: (picture) => picture.webp({ quality: 84, smartSubsample: true }),
  // JPEG has no transparency; a page is white.
  jpeg: (picture) =>
    picture
      .flatten({ background: "#FFFFFF" })
      .jpeg({ quality: 84, mozjpeg: true, chromaSubsampling: "4:4:4" }),
};

/** What a file URL asks for with `w` and `format`. */
export interface RenditionWish {
  readonly width: number;
  /** Absent: the client's Accept header decides. */
  readonly format?: RenditionFormat;
}

/** Reads the wish for a rendition; undefined when the file itself is wanted. */
export function parseRendition(url: URL): RenditionWish | undefined {
  const [w, name] = [url.searchParams.get("w"), url.searchParams.get("format")];
  if (w === null && name === null) return undefined;
  const width = RENDITION_WIDTHS.find((known) => String(known) === w);
  if (width === undefined) {
    const problem = w === null ? "A format goes with a width." : `There are no renditions with w=${w}.`;
    throw new HttpError("VP309", problem, `w is one of ${RENDITION_WIDTHS.join(", ")}.`);
  }
  if (name === null) return { width };
  const format = RENDITION_FORMATS.find((known) => known === name);
  if (format === undefined) {
    const hint = `format is one of ${RENDITION_FORMATS.join(", ")}; without it the Accept header decides.`;
    throw new HttpError("VP309", `There are no renditions with format=${name}.`, hint);
  }
  return { width, format };
}

/** Smaller versions of stored pictures, made when they are first asked for and kept beside them. */
export class Renditions {
  readonly #store: FileStore;
  /** Those being made, by storage key: who else wants one waits for it. */
  readonly #making = new Map<string, Promise<void>>();
  readonly #turns = new Turns(AT_ONCE);

  constructor(store: FileStore) {
    this.#store = store;
  }

  /** The rendition of a picture that is wished for. Never larger than the picture. */
  of(file: FileRow, wish: RenditionWish, accept: string | undefined): Content {
    if (file.width === null) {
      throw new HttpError("VP309", "Only pictures have renditions.", "Leave out w and format.");
    }
    const format = wish.format ?? preferredFormat(accept);
    const width = Math.min(wish.width, file.width);
    const name = `${width}.${format}`;
    return {
      etag: `${file.sha256}-${name}`,
      mime_type: `image/${format}`,
      filename: `${file.filename.replace(/\.\w+$/, "")}-${name}`,
      ...(wish.format === undefined ? { vary: "Accept" } : {}),
      open: () => this.#open(file, width, format),
    };
  }

  async #open(file: FileRow, width: number, format: RenditionFormat): Promise<FileHandle> {
    const key = `${file.storage_key}.${width}.${format}`;
    const kept = await this.#store.openKept(key);
    if (kept !== undefined) return kept;
    let making = this.#making.get(key);
    if (making === undefined) {
      if (this.#turns.waiting >= WAITING) {
        throw new HttpError("VP310", "Too many renditions are being made.", "Try again in some seconds.");
      }
      making = this.#turns
        .take(() => this.#make(file, key, width, format))
        .finally(() => this.#making.delete(key));
      this.#making.set(key, making);
    }
    await making;
    const made = await this.#store.openKept(key);
    if (made === undefined) throw new Error(`${key} was made, and is gone.`);
    return made;
  }

  async #make(file: FileRow, key: string, width: number, format: RenditionFormat): Promise<void> {
    const { decoder } = await openImage(await this.#store.read(file.storage_key));
    const picture = decoder().autoOrient().resize({ width, withoutEnlargement: true }).toColourspace("srgb");
    // What a finished picture says of its origin goes with it; what an upload has about it does not.
    if (file.kind === "variant") picture.keepXmp();
    const data = await writers[format](picture).timeout({ seconds: 60 }).toBuffer();
    const temporary = await this.#store.openTemporary();
    try {
      await temporary.write(data);
      await temporary.keep(key);
    } finally {
      await temporary.discard();
    }
  }
}

/** The smallest format that a client says it takes by name: `*` and `image/*` are said by clients that take neither. */
function preferredFormat(accept = ""): RenditionFormat {
  const accepted = new Set<string>();
  for (const range of accept.toLowerCase().split(",")) {
    const [type = "", ...parameters] = range.split(";").map((part) => part.trim());
    if (!parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter))) accepted.add(type);
  }
  return RENDITION_FORMATS.find((format) => accepted.has(`image/${format}`)) ?? "jpeg";
}
