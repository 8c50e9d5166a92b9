import type { FunctionParameter, Node, RangeVar, TypeName } from "libpg-query";
import { DeployError } from "./errors.ts";
import type { DefinedObject, FunctionShape, Parameter } from "./identity.ts";
import type { Folder, OwnerRole } from "./layers.ts";

/** What is known of a file while its statements are read. */
export interface FileContext {
  readonly path: string;
  readonly schema: string;
  readonly folder: Folder | undefined;
  /** The owner that its first line names. */
  readonly owner: OwnerRole | undefined;
  /** What the statements so far define. */
  readonly objects: DefinedObject[];
}

type Refuse = (why: string) => never;
type FunctionStatement = Extract<Node, { CreateFunctionStmt: unknown }>["CreateFunctionStmt"];

/** Has the statement replace what is there already, which keeps all that depends on it. */
export function orReplace(node: Node, text: string): string {
  const replaceable =
    "CreateFunctionStmt" in node ||
    "ViewStmt" in node ||
    ("CreateTrigStmt" in node && node.CreateTrigStmt.isconstraint !== true);
  return replaceable ? text.replace(/^create\s+(?!or\s)/i, "create or replace ") : text;
}

/** Notes the objects that a statement defines; returns the role that has to run it. */
export function readStatement(context: FileContext, node: Node, at: string): OwnerRole | undefined {
  const { objects, folder, schema } = context;
  const refuse = (why: string): never => {
    throw new DeployError(`${at}: ${why}`);
  };
  if (folder === "policies") {
    readAccess(node, objects, refuse);
    return undefined;
  }
  const own = (name: string) => {
    if (!name.startsWith(`${quote(schema)}.`)) refuse(`${name} must be in schema ${schema}, like its file.`);
    return name;
  };
  if ("CreateFunctionStmt" in node) {
    const statement = node.CreateFunctionStmt;
    const shape = readShape(statement, refuse);
    const types = shape.inputs.map((parameter) => parameter.type);
    const name = `${own(qualifiedName(statement.funcname, refuse))}(${types.join(", ")})`;
    const owner = context.owner ?? (isSecurityDefiner(statement.options ?? []) ? "vp_definer" : "vp_owner");
    objects.push({
      identity: { kind: "function", name },
      replaces: true,
      owner,
      shape,
    });
    return owner;
  }
  if ("ViewStmt" in node) {
    const { view, query } = node.ViewStmt;
    if (query && selectsStar(query)) {
      refuse(
        "name the view's columns: `*` is frozen when the view is created, and later columns would be missing.",
      );
    }
    objects.push({
      identity: { kind: "view", name: own(relationName(view, refuse)) },
      replaces: true,
      owner: context.owner ?? "vp_owner",
    });
    return context.owner ?? "vp_owner";
  }
  if ("CreateTableAsStmt" in node && node.CreateTableAsStmt.objtype === "OBJECT_MATVIEW") {
    const name = own(relationName(node.CreateTableAsStmt.into?.rel, refuse));
    objects.push({ identity: { kind: "materialized view", name }, replaces: false });
    return context.owner ?? "vp_owner";
  }
  if ("CreateTrigStmt" in node) {
    const { trigname, relation, isconstraint } = node.CreateTrigStmt;
    const identity = {
      kind: "trigger",
      name: trigname ?? "",
      table: relationName(relation, refuse),
    } as const;
    objects.push({ identity, replaces: isconstraint !== true });
    return undefined;
  }
  if ("GrantStmt" in node) {
    checkGrant(context, node.GrantStmt, refuse);
    return undefined;
  }
  if ("IndexStmt" in node || "CommentStmt" in node || "AlterFunctionStmt" in node) return undefined;
  if (
    "AlterTableStmt" in node &&
    ["OBJECT_VIEW", "OBJECT_MATVIEW"].includes(node.AlterTableStmt.objtype ?? "")
  ) {
    return undefined;
  }
  if (schema === "api") {
    if ("CreateSchemaStmt" in node && folder === undefined) {
      objects.push({
        identity: { kind: "schema", name: quote(node.CreateSchemaStmt.schemaname ?? "") },
        replaces: false,
      });
      return "vp_owner";
    }
    if ("CreateDomainStmt" in node) {
      const name = own(qualifiedName(node.CreateDomainStmt.domainname, refuse));
      objects.push({ identity: { kind: "type", name }, replaces: false });
      return "vp_owner";
    }
    if ("CompositeTypeStmt" in node) {
      const name = own(relationName(node.CompositeTypeStmt.typevar, refuse));
      objects.push({ identity: { kind: "type", name }, replaces: false });
      return "vp_owner";
    }
    if ("DefineStmt" in node && node.DefineStmt.kind === "OBJECT_AGGREGATE") {
      const { defnames, args } = node.DefineStmt;
      const [list] = args ?? [];
      const types = (list && "List" in list ? (list.List.items ?? []) : []).map((item) =>
        "FunctionParameter" in item && item.FunctionParameter.argType
          ? typeText(item.FunctionParameter.argType, refuse)
          : refuse("name the types of the aggregate's arguments."),
      );
      const name = `${own(qualifiedName(defnames, refuse))}(${types.join(", ")})`;
      objects.push({ identity: { kind: "aggregate", name }, replaces: false });
      return "vp_owner";
    }
  }
  return refuse(
    `${Object.keys(node)[0]} does not belong here: db/src holds what can be rebuilt (functions, views, triggers, policies); ` +
      "tables, types, indexes of tables and data belong to db/migrations or db/data.",
  );
}

/** A policy file holds the whole access to its tables, and nothing else. */
function readAccess(node: Node, objects: DefinedObject[], refuse: Refuse): void {
  if ("CreatePolicyStmt" in node) {
    const table = relationName(node.CreatePolicyStmt.table, refuse);
    const name = node.CreatePolicyStmt.policy_name ?? "";
    objects.push({ identity: { kind: "access", name: table, sequence: false }, replaces: true });
    objects.push({ identity: { kind: "policy", name, table }, replaces: true });
    return;
  }
  if ("GrantStmt" in node && node.GrantStmt.targtype === "ACL_TARGET_OBJECT") {
    const { objtype, objects: targets } = node.GrantStmt;
    if (objtype === "OBJECT_TABLE" || objtype === "OBJECT_SEQUENCE") {
      for (const target of targets ?? []) {
        const name = relationName("RangeVar" in target ? target.RangeVar : undefined, refuse);
        objects.push({
          identity: { kind: "access", name, sequence: objtype === "OBJECT_SEQUENCE" },
          replaces: true,
        });
      }
      return;
    }
  }
  if ("CommentStmt" in node && node.CommentStmt.objtype === "OBJECT_POLICY") return;
  refuse("a policy file holds grants on tables and sequences, policies, and comments on policies only.");
}

/** A grant on somebody else's object would be lost when that object's file is run again. */
function checkGrant(
  { path, objects }: FileContext,
  grant: Extract<Node, { GrantStmt: unknown }>["GrantStmt"],
  refuse: Refuse,
): void {
  if (grant.targtype !== "ACL_TARGET_OBJECT") refuse("grant on each object by name.");
  for (const target of grant.objects ?? []) {
    const own = objects.map(({ identity }) => identity);
    if ("RangeVar" in target) {
      const name = relationName(target.RangeVar, refuse);
      if (own.some((o) => (o.kind === "view" || o.kind === "materialized view") && o.name === name)) continue;
      refuse(
        `a grant on ${name} belongs to the file that defines it (for a table: db/src/<schema>/policies/).`,
      );
    }
    if ("ObjectWithArgs" in target) {
      const name = qualifiedName(target.ObjectWithArgs.objname, refuse);
      if (own.some((o) => ["function", "aggregate"].includes(o.kind) && o.name.startsWith(`${name}(`)))
        continue;
      refuse(`a grant on ${name} belongs to the file that defines it, after the definition.`);
    }
    if (!path.startsWith("src/api/")) refuse("only functions, views and tables are granted here.");
  }
}

function readShape(statement: FunctionStatement, refuse: Refuse): FunctionShape {
  const parameters = (statement.parameters ?? []).flatMap((item) =>
    "FunctionParameter" in item ? [item.FunctionParameter] : [],
  );
  const inMode = (...modes: FunctionParameter["mode"][]): Parameter[] =>
    parameters
      .filter((parameter) => modes.includes(parameter.mode))
      .map(({ name = "", argType }) => ({ name, type: argType ? typeText(argType, refuse) : "" }));
  const isTable = parameters.some((parameter) => parameter.mode === "FUNC_PARAM_TABLE");
  const returns = isTable ? undefined : statement.returnType;
  return {
    procedure: statement.is_procedure === true,
    returnsSet: isTable || returns?.setof === true,
    returns: returns ? typeText(returns, refuse) : null,
    inputs: inMode("FUNC_PARAM_DEFAULT", "FUNC_PARAM_IN", "FUNC_PARAM_INOUT", "FUNC_PARAM_VARIADIC"),
    outputs: inMode("FUNC_PARAM_OUT", "FUNC_PARAM_INOUT", "FUNC_PARAM_TABLE"),
    defaults: parameters.filter((parameter) => parameter.defexpr).length,
  };
}

function isSecurityDefiner(options: readonly Node[]): boolean {
  return options.some((option) => {
    const element = "DefElem" in option ? option.DefElem : undefined;
    const value = element?.arg && "Boolean" in element.arg ? element.arg.Boolean.boolval : false;
    return element?.defname === "security" && value === true;
  });
}

function selectsStar(query: Node): boolean {
  if (!("SelectStmt" in query)) return false;
  const { targetList, larg, rarg } = query.SelectStmt;
  if (larg && selectsStar({ SelectStmt: larg })) return true;
  if (rarg && selectsStar({ SelectStmt: rarg })) return true;
  return (targetList ?? []).some((item) => {
    const value = "ResTarget" in item ? item.ResTarget.val : undefined;
    const fields = value && "ColumnRef" in value ? (value.ColumnRef.fields ?? []) : [];
    return fields.some((field) => "A_Star" in field);
  });
}

/** An identifier, quoted where it has to be. Reserved words are quoted too often rather than not. */
function quote(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}

function relationName(relation: RangeVar | undefined, refuse: Refuse): string {
  if (!relation?.schemaname) return refuse(`write ${relation?.relname ?? "the name"} with its schema.`);
  return `${quote(relation.schemaname)}.${quote(relation.relname ?? "")}`;
}

function nameParts(names: readonly Node[] | undefined): string[] {
  return (names ?? []).map((part) => ("String" in part ? (part.String.sval ?? "") : ""));
}

function qualifiedName(names: readonly Node[] | undefined, refuse: Refuse): string {
  const parts = nameParts(names);
  if (parts.length !== 2) return refuse(`write ${parts.join(".")} with its schema.`);
  return parts.map(quote).join(".");
}

function typeText(type: TypeName, refuse: Refuse): string {
  if (type.pct_type) refuse("write the parameter's type itself rather than %type.");
  return nameParts(type.names).map(quote).join(".") + (type.arrayBounds ? "[]" : "");
}
