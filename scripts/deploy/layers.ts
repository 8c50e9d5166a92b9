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

/** Roles that may own what `db/src` defines. */
export const ownerRoles = ["vp_owner", "vp_definer", "vp_queue"] as const;
export type OwnerRole = (typeof ownerRoles)[number];

/**
 * Who loses every grant before a file is run that holds the whole access to its objects: `public` and the product's
 * roles, except the owner of the tables. What a DBA granted to roles of their own stays.
 */
export const grantees = [
  "public",
  "vp_definer",
  "vp_queue",
  "vp_anon",
  "vp_member",
  "vp_dba",
  "vp_monitor",
  "vp_authenticator",
  "vp_worker",
] as const;
