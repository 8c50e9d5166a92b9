/** What a field of a body may hold. */
type Kind =
  | { kind: "text"; min?: number; max?: number; like?: RegExp }
  | { kind: "number"; min: number; max: number; whole: boolean }
  | { kind: "choice"; of: readonly string[] }
  | { kind: "flag" }
  | { kind: "address" }
  /** A picture in base64 and, where `address` is true, also as an address. */
  | { kind: "picture"; address: boolean }
  | { kind: "list"; of: Field; max: number }
  | { kind: "group"; fields: Fields };
/** A field, whether it must be there, and what holds where it is not. */
export type Field = Kind & { required?: true; otherwise?: string | number | boolean };
export type Fields = Readonly<Record<string, Field>>;

export type Body = Record<string, unknown>;
export type Invalid = { name: string; reason: string };
/** A picture that stands in a body: its place and the text of it. */
export type NamedPicture = { name: string; text: string };

type TextRule = { min?: number; max?: number; like?: RegExp };
export const text = (rule: TextRule = {}): Field => ({ kind: "text", ...rule });
export const whole = (min: number, max: number, otherwise?: number): Field =>
  withDefault({ kind: "number", min, max, whole: true }, otherwise);
export const decimal = (min: number, max: number, otherwise?: number): Field =>
  withDefault({ kind: "number", min, max, whole: false }, otherwise);
export const choice = (of: readonly string[], otherwise?: string): Field =>
  withDefault({ kind: "choice", of }, otherwise);
export const flag = (otherwise?: boolean): Field => withDefault({ kind: "flag" }, otherwise);
export const address = (): Field => ({ kind: "address" });
export const base64 = (): Field => ({ kind: "picture", address: false });
export const picture = (): Field => ({ kind: "picture", address: true });
export const list = (of: Field, max = Number.POSITIVE_INFINITY): Field => ({ kind: "list", of, max });
export const group = (fields: Fields): Field => ({ kind: "group", fields });
export const required = (field: Field): Field => ({ ...field, required: true });
/** A value of a list that is not published. */
export const word = (): Field => text({ like: /^[a-z0-9]+([_-][a-z0-9]+)*$/ });

function withDefault(field: Field, otherwise: Field["otherwise"]): Field {
  return otherwise === undefined ? field : { ...field, otherwise };
}

/** Checks a body: everything that is wrong with it, its values with the defaults, and its pictures in order. */
export function checkBody(
  fields: Fields,
  body: Body,
): { values: Body; invalid: Invalid[]; pictures: NamedPicture[] } {
  const invalid: Invalid[] = [];
  const pictures: NamedPicture[] = [];

  const checkGroup = (group: Fields, values: Body, prefix: string): Body => {
    for (const name of Object.keys(values)) {
      if (!Object.hasOwn(group, name))
        invalid.push({ name: `${prefix}${name}`, reason: "is not a known field" });
    }
    const checked: Body = {};
    for (const [name, field] of Object.entries(group)) {
      const value = values[name];
      if (value !== undefined) checked[name] = check(field, value, `${prefix}${name}`);
      else if (field.required) invalid.push({ name: `${prefix}${name}`, reason: "is required" });
      else if (field.otherwise !== undefined) checked[name] = field.otherwise;
    }
    return checked;
  };

  const check = (field: Field, value: unknown, name: string): unknown => {
    const refuse = (reason: string) => void invalid.push({ name, reason });
    switch (field.kind) {
      case "text": {
        if (typeof value !== "string") return refuse("must be a text");
        if (field.min !== undefined && value.length < field.min)
          return refuse(`must have at least ${field.min} characters`);
        if (field.max !== undefined && value.length > field.max)
          return refuse(`must have at most ${field.max} characters`);
        if (field.like && !field.like.test(value)) return refuse(`must match ${field.like.source}`);
        return value;
      }
      case "number": {
        if (typeof value !== "number" || (field.whole && !Number.isInteger(value)))
          return refuse(field.whole ? "must be an integer" : "must be a number");
        if (value < field.min || value > field.max)
          return refuse(`must be between ${field.min} and ${field.max}`);
        return value;
      }
      case "choice":
        return typeof value === "string" && field.of.includes(value)
          ? value
          : refuse(`must be one of: ${field.of.join(", ")}`);
      case "flag":
        return typeof value === "boolean" ? value : refuse("must be true or false");
      case "address":
        return isAddress(value) ? value : refuse("must be an http or https address");
      case "picture":
        if (typeof value === "string" && (isBase64(value) || (field.address && isAddress(value)))) {
          pictures.push({ name, text: value });
          return value;
        }
        return refuse(
          field.address ? "must be a picture in base64 or an address" : "must be a picture in base64",
        );
      case "list":
        if (!Array.isArray(value)) return refuse("must be a list");
        if (value.length > field.max) return refuse(`must have at most ${field.max} items`);
        return value.map((item, index) => check(field.of, item, `${name}[${index}]`));
      case "group":
        return isObject(value) ? checkGroup(field.fields, value, `${name}.`) : refuse("must be an object");
    }
  };

  return { values: checkGroup(fields, body, ""), invalid, pictures };
}

/** True for what JSON calls an object. */
export function isObject(value: unknown): value is Body {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** True for an http or https address. */
export function isAddress(value: unknown): value is string {
  return typeof value === "string" && /^https?:\/\//i.test(value) && URL.canParse(value);
}

function isBase64(value: string): boolean {
  return value.length > 0 && value.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(value);
}
