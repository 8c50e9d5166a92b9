import { createHash, randomUUID } from "node:crypto";
import { type FileHandle, mkdir, open, opendir, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { dirname, join, relative, resolve, sep } from "node:path";

/** What the store asks of the file system, so that a test can let it fail. */
export interface FileSystem {
  open(path: string): Promise<FileHandle>;
}

const realFileSystem: FileSystem = { open: (path) => open(path, "wx", 0o640) };

const DAY_MS = 24 * 60 * 60 * 1000;

/** The storage key of a file: by organisation and content. */
export function storageKey(organizationId: string, sha256: string): string {
  return `org/${organizationId}/${sha256.slice(0, 2)}/${sha256}`;
}

/** Whether a storage key is that of a rendition, which has the key of its picture, a dot and more. */
export function isRenditionKey(key: string): boolean {
  return key.includes(".");
}

/** The SHA-256 of some bytes, in hexadecimal. */
export function sha256Of(data: Uint8Array): string {
  return createHash("sha256").update(data).digest("hex");
}

/** The folder of the file store. Files are immutable and appear whole: written aside, synced, then renamed. */
export class FileStore {
  readonly #folder: string;
  readonly #temporary: string;
  readonly #fileSystem: FileSystem;

  constructor(folder: string, fileSystem: FileSystem = realFileSystem) {
    this.#folder = resolve(folder);
    this.#temporary = join(this.#folder, "tmp");
    this.#fileSystem = fileSystem;
  }

  /** Makes the folders. Throws when they cannot be written. */
  async prepare(): Promise<void> {
    await mkdir(this.#temporary, { recursive: true, mode: 0o750 });
  }

  /** Where the file of a storage key is. */
  path(key: string): string {
    const path = resolve(this.#folder, key);
    const inside = relative(this.#folder, path);
    if (inside.startsWith("..") || !inside.startsWith(`org${sep}`)) {
      throw new Error(`${key} is not a storage key.`);
    }
    return path;
  }

  read(key: string): Promise<Buffer> {
    return readFile(this.path(key));
  }

  /** Opens a file that can be made again, and notes that it is in use; undefined when it is not there. */
  async openKept(key: string): Promise<FileHandle | undefined> {
    const handle = await open(this.path(key)).catch(ignoreMissing);
    if (handle === undefined) return undefined;
    try {
      const { mtimeMs } = await handle.stat();
      // Not at every use: a day more or less does not matter to who throws away what nobody uses.
      if (Date.now() - mtimeMs > DAY_MS) await handle.utimes(new Date(), new Date());
      return handle;
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  /** Opens a file aside, to be written and then either kept or discarded. */
  async openTemporary(): Promise<TemporaryFile> {
    const path = join(this.#temporary, randomUUID());
    return new TemporaryFile(path, await this.#fileSystem.open(path), (key) => this.path(key));
  }

  /** Deletes temporary files that were not touched for so long. @returns how many */
  async sweep(untouchedForMs: number): Promise<number> {
    let deleted = 0;
    for (const name of await readdir(this.#temporary)) {
      const path = join(this.#temporary, name);
      if (await isOlder(path, untouchedForMs)) {
        await rm(path, { force: true });
        deleted += 1;
      }
    }
    return deleted;
  }

  /** Storage keys of the files that were not written for so long, some hundred at a time. */
  async *untouched(forMs: number): AsyncGenerator<string[]> {
    const root = join(this.#folder, "org");
    if ((await stat(root).catch(ignoreMissing)) === undefined) return;
    let keys: string[] = [];
    for await (const entry of await opendir(root, { recursive: true })) {
      const path = join(entry.parentPath, entry.name);
      if (!entry.isFile() || !(await isOlder(path, forMs))) continue;
      keys.push(relative(this.#folder, path).split(sep).join("/"));
      if (keys.length < 500) continue;
      yield keys;
      keys = [];
    }
    if (keys.length > 0) yield keys;
  }

  /** Deletes a file that belongs to nobody, unless it was just written again. @returns whether it did */
  async discard(key: string, untouchedForMs: number): Promise<boolean> {
    const path = this.path(key);
    if (!(await isOlder(path, untouchedForMs))) return false;
    // Aside first: who writes the same content at this moment must not lose it.
    const aside = join(this.#temporary, randomUUID());
    await rename(path, aside);
    if (!(await isOlder(aside, untouchedForMs))) {
      await rename(aside, path);
      return false;
    }
    await rm(aside);
    return true;
  }
}

/** A file that is being written. */
export class TemporaryFile {
  readonly path: string;
  readonly #handle: FileHandle;
  readonly #pathOf: (key: string) => string;
  #kept = false;
  #closed = false;

  constructor(path: string, handle: FileHandle, pathOf: (key: string) => string) {
    this.path = path;
    this.#handle = handle;
    this.#pathOf = pathOf;
  }

  async write(data: Uint8Array): Promise<void> {
    await this.#handle.writeFile(data);
  }

  /** Syncs the bytes to the disk and gives them their name in the store. */
  async keep(key: string): Promise<void> {
    const target = this.#pathOf(key);
    await this.#handle.sync();
    await this.#close();
    await mkdir(dirname(target), { recursive: true, mode: 0o750 });
    await rename(this.path, target);
    this.#kept = true;
    await syncFolder(dirname(target));
  }

  /** Deletes the file, unless it was kept. */
  async discard(): Promise<void> {
    await this.#close();
    if (!this.#kept) await rm(this.path, { force: true });
  }

  async #close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#handle.close();
  }
}

/** A new name survives a power cut only when its folder is synced too. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Whether a file is there and was last written so long ago. */
async function isOlder(path: string, ms: number): Promise<boolean> {
  const facts = await stat(path).catch(ignoreMissing);
  return facts !== undefined && Date.now() - facts.mtimeMs > ms;
}

function ignoreMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code === "ENOENT") return undefined;
  throw error;
}
