// Loaded into the worker by NODE_OPTIONS. While the file CHAOS_HOLD_FILES exists, a file that the worker makes stays half
// written; a file of the same name with ".caught" says that one is.
import { existsSync, writeFileSync } from "node:fs";
import promises, { type FileHandle } from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { setTimeout as delay } from "node:timers/promises";

const hold = process.env.CHAOS_HOLD_FILES;
const open = promises.open;

async function openSlowly(...args: Parameters<typeof open>): Promise<FileHandle> {
  const handle = await open(...args);
  if (args[1] !== "wx" || hold === undefined) return handle;
  const writeWhole = handle.writeFile.bind(handle);
  handle.writeFile = async (data) => {
    if (!existsSync(hold) || !(data instanceof Uint8Array)) return writeWhole(data);
    const half = Math.ceil(data.length / 2);
    await writeWhole(data.subarray(0, half));
    writeFileSync(`${hold}.caught`, "");
    while (existsSync(hold)) await delay(20);
    return writeWhole(data.subarray(half));
  };
  return handle;
}

promises.open = openSlowly;
syncBuiltinESMExports();
