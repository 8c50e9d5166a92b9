import type { Client } from "pg";
import { type Argument, type Column, type RestFunction, readCatalogue, type View } from "./catalogue.ts";

const typescriptTypes: Record<string, string> = {
  bool: "boolean",
  int2: "number",
  int4: "number",
  int8: "number",
  float4: "number",
  float8: "number",
  numeric: "number",
  json: "Json",
  jsonb: "Json",
  void: "undefined",
};

/**
 * The TypeScript type of the REST API as the database has it now: the text of `db/api.types.ts`.
 *
 * @param client connected to a deployed database, as a login that reads its catalogue
 */
export async function generateTypes(client: Client): Promise<string> {
  const { views, functions, relationships } = await readCatalogue(client);
  return `// Written by \`npm run types\` from the database's catalogue.

export type Json = string | number | boolean | null | { [key: string]: Json | undefined } | Json[];

export type Database = {
  api: {
    Tables: Record<never, never>;
    Views: {
${views.map((view) => viewType(view, relationships.get(view.name) ?? [])).join("\n")}
    };
    Functions: {
${functions.map(functionType).join("\n")}
    };
  };
};
`;
}

function viewType(view: View, relationships: object[]): string {
  const insertable = view.columns.filter((column) => column.isInsertable);
  const updatable = view.columns.filter((column) => column.isUpdatable);
  return `      ${view.name}: {
        Row: {
${view.columns.map((column) => `          ${column.name}: ${columnType(column)};`).join("\n")}
        };
        Insert: ${fields(insertable, (column) => column.isNullable || column.hasDefault)};
        Update: ${fields(updatable, () => true)};
        Relationships: ${relationshipsType(relationships)};
      };`;
}

function fields(columns: Column[], isOptional: (column: Column) => boolean): string {
  if (columns.length === 0) return "Record<string, never>";
  const lines = columns.map(
    (column) => `          ${column.name}${isOptional(column) ? "?" : ""}: ${columnType(column)};`,
  );
  return `{\n${lines.join("\n")}\n        }`;
}

function relationshipsType(relationships: object[]): string {
  if (relationships.length === 0) return "[]";
  const items = relationships.map((relationship) => {
    const lines = Object.entries(relationship).map(
      ([key, value]) => `            ${key}: ${JSON.stringify(value).replaceAll(",", ", ")};`,
    );
    return `          {\n${lines.join("\n")}\n          },`;
  });
  return `[\n${items.join("\n")}\n        ]`;
}

function functionType({ name, arguments: args, isSet, returns }: RestFunction): string {
  const argumentLines = args.map(
    (argument) => `          ${argument.name}${argument.hasDefault ? "?" : ""}: ${typeOf(argument)};`,
  );
  const row =
    "view" in returns
      ? `Database["api"]["Views"]["${returns.view}"]["Row"]`
      : "columns" in returns
        ? `{ ${returns.columns.map((column) => `${column.name}: ${nullable(typeOf(column))}`).join("; ")} }`
        : "fields" in returns
          ? `{ ${returns.fields.map((field) => `${field.name}${field.isOptional ? "?" : ""}: ${field.type}`).join("; ")} }`
          : typeOf(returns);
  const setof =
    "view" in returns && isSet
      ? `
        SetofOptions: { from: "*"; to: "${returns.view}"; isOneToOne: false; isSetofReturn: true };`
      : "";
  return `      ${name}: {
        Args: ${args.length === 0 ? "never" : `{\n${argumentLines.join("\n")}\n        }`};
        Returns: ${row}${isSet ? "[]" : ""};${setof}
      };`;
}

function columnType(column: Column): string {
  const type =
    column.allowedValues === undefined
      ? typeOf(column)
      : column.allowedValues.map((value) => JSON.stringify(value)).join(" | ");
  return column.isNullable ? nullable(type) : type;
}

function typeOf({ type, isArray }: Pick<Argument, "type" | "isArray">): string {
  return `${typescriptTypes[type] ?? "string"}${isArray ? "[]" : ""}`;
}

function nullable(type: string): string {
  return type === "Json" ? type : `${type} | null`;
}
