/** The product's layers, each a schema of the same name, lowest first. A lower layer never names a higher one. */
export const layers = [
  "core",
  "identity",
  "system",
  "brand",
  "integration",
  "content",
  "approval",
  "analytics",
  "api",
] as const;

/** Folders of a layer below `db/src`, in the order in which they are run within a phase. */
export const folders = ["types", "views", "functions", "triggers", "policies"] as const;
export type Folder = (typeof folders)[number];

/** Roles that may own what `db/src` defines. */
export const ownerRoles = ["vp_owner", "vp_definer", "vp_queue"] as const;
export type OwnerRole = (typeof ownerRoles)[number];

/**
 * Who loses every grant on what a file defines before the file is run: `public` and the product's roles, bar the object's
 * owner. What a DBA granted to roles of their own stays.
 */
export const grantees = [
  "public",
  "vp_owner",
  "vp_definer",
  "vp_queue",
  "vp_anon",
  "vp_member",
  "vp_dba",
  "vp_monitor",
  "vp_authenticator",
  "vp_worker",
  "vp_maintainer",
] as const;
