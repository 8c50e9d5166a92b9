import { mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { dataDirectory } from "../worker/config.ts";
import { copies } from "./gallery/copies.ts";
import { Designs } from "./gallery/designs.ts";
import { goldenFolder, renderGolden, resolveGolden } from "./gallery/golden.ts";
import { goldenSized } from "./gallery/likeness.ts";
import { hardPictures, photographs } from "./gallery/pictures.ts";
import { renderSheets, type Sheet } from "./gallery/render.ts";
import { contactSheet } from "./gallery/sheet.ts";

const usage = `npm run gallery [-- OPTION…]

Renders all templates in all placements with hard pictures and hard texts, into contact sheets to look at.
  --template NAME, --placement NAME, --picture NAME, --copy NAME
                  only those whose name contains NAME; may be given several times
  --photos DIR    the photographs of a folder as well
  --out DIR       where the sheets go; DATA_DIR/gallery unless given
  --golden        renders the tests' golden pictures anew, in place of sheets: look at them before they are committed

Pictures: ${hardPictures.map(({ name }) => name).join(", ")}
Copies: ${Object.keys(copies).join(", ")}

Placements and concrete layouts are those of a newly deployed database: on a server of its own, or on TEST_SERVER_URL.`;

const log = (line: string) => console.error(line);

try {
  await main();
} catch (error) {
  console.error(`The gallery failed: ${(error as Error).message}`);
  process.exitCode = 1;
}

async function main(): Promise<void> {
  const filter = { type: "string", multiple: true, default: [] as string[] } as const;
  const { values } = parseArgs({
    options: {
      template: filter,
      placement: filter,
      picture: filter,
      copy: filter,
      photos: { type: "string" },
      out: { type: "string" },
      golden: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return console.log(usage);
  if (values.golden) return renewGolden();
  const pictures = [
    ...hardPictures,
    ...(values.photos === undefined ? [] : await photographs(values.photos)),
  ];
  const designs = await Designs.open(log);
  let sheets: Sheet[];
  try {
    const selection = {
      templates: chosen("template", await designs.templates(), values.template, ({ slug }) => slug),
      placements: chosen("placement", await designs.placements(), values.placement, (name) => name),
      pictures: chosen("picture", pictures, values.picture, ({ name }) => name),
      copies: chosen("copy", Object.entries(copies), values.copy, ([name]) => name),
    };
    sheets = await renderSheets(designs, selection, log);
  } finally {
    await designs.close();
  }
  const folder = resolve(values.out ?? join(dataDirectory(process.env), "gallery"));
  await mkdir(folder, { recursive: true });
  for (const { name, columns, rows } of sheets) {
    const file = join(folder, `${name.replace(", ", "_")}.webp`);
    await writeFile(file, await contactSheet(name, columns, rows));
    log(file);
    for (const { label, tiles } of rows)
      for (const tile of tiles) {
        const said = "error" in tile ? tile.error : tile.note;
        if (said !== null) console.log(`${name}, ${label}, ${tile.placement}: ${said}`);
      }
  }
}

async function renewGolden(): Promise<void> {
  const designs = await Designs.open(log);
  const inputs = await resolveGolden(designs).finally(() => designs.close());
  await mkdir(goldenFolder, { recursive: true });
  for (const input of inputs) {
    const file = new URL(`${input.name}.webp`, goldenFolder);
    await writeFile(
      file,
      await goldenSized(await renderGolden(input))
        .webp({ lossless: true })
        .toBuffer(),
    );
    log(fileURLToPath(file));
  }
  await writeFile(new URL("inputs.json", goldenFolder), `${JSON.stringify(inputs, null, 2)}\n`);
}

/** Those that are asked for: all, unless something is. */
function chosen<T>(
  what: string,
  all: readonly T[],
  wanted: readonly string[],
  nameOf: (one: T) => string,
): T[] {
  const unknown = wanted.find((name) => !all.some((one) => nameOf(one).includes(name)));
  if (unknown !== undefined)
    throw new Error(`There is no ${what} ${unknown}, but ${all.map(nameOf).join(", ")}.`);
  return all.filter((one) => wanted.length === 0 || wanted.some((name) => nameOf(one).includes(name)));
}
