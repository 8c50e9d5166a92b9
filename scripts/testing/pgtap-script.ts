import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A pgTAP file with what it includes, as one script. */
export interface PgtapScript {
  readonly sql: string;
  /** The file and line of a position that PostgreSQL reports, counted from 1. */
  locate(position: number): string | undefined;
}

/**
 * Reads a pgTAP file. Its first lines may name fixtures below `test/db`, such as `-- include: fixtures/two_tenants.sql`,
 * that run before it in the same transaction. That transaction is begun here: nothing of a file ever stays.
 */
export function readPgtapScript(root: string, file: string): PgtapScript {
  const read = (path: string) => ({ path, text: `${readFileSync(join(root, path), "utf8")}\n` });
  const main = read(file);
  const fixtures = [...main.text.matchAll(/^-- include: (\S+)$/gm)].map(([, name = ""]) =>
    read(join("test/db", name)),
  );
  const opening = "begin;\n";
  const parts = [...fixtures, main];
  return {
    sql: opening + parts.map(({ text }) => text).join(""),
    locate(position) {
      let offset = position - 1 - opening.length;
      for (const { path, text } of parts) {
        if (offset >= 0 && offset < text.length) return `${path}:${text.slice(0, offset).split("\n").length}`;
        offset -= text.length;
      }
      return undefined;
    },
  };
}
