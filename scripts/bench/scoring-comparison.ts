import type pg from "pg";

/** All that every contestant has to write alike: a score a variant, and each of its checks. */
const written = `
  select c.asset_variant_id::text as what, jsonb_build_object('score', c.score, 'verdict', c.verdict, 'observations', c.observations, 'earned', c.earned, 'weight', c.weight, 'cap', c.cap) as said
  from content.compliance_results c where c.organization_id = $1 and c.is_current
  union all
  select format('%s %s', c.asset_variant_id, k.check_key), to_jsonb(k) - '{organization_id,compliance_result_id}'::text[]
  from content.compliance_results c join content.compliance_checks k on k.organization_id = c.organization_id and k.compliance_result_id = c.id
  where c.organization_id = $1 and c.is_current`;

/** As text: JSON.parse would cut numbers' digits. */
export async function readScores(db: pg.Client, organization: string): Promise<string> {
  const { rows } = await db.query<{ scores: string }>(
    `select jsonb_object_agg(w.what, w.said)::text as scores from (${written}) w`,
    [organization],
  );
  return rows[0]?.scores ?? "{}";
}

/** The database compares: numbers whatever zeros they end in, sentences to the letter. */
export async function compareScores(
  db: pg.Client,
  organization: string,
  { name, expected, variants }: { name: string; expected: string; variants: number },
): Promise<void> {
  const { rows } = await db.query<{ total: number; difference: string | null }>(
    `select count(*) filter (where w.said ? 'verdict')::int as total,
       min(format('%s: %s, where another says %s', coalesce(w.what, e.key), w.said, e.value)) filter (where w.said is distinct from e.value) as difference
     from (${written}) w full join jsonb_each($2) e on e.key = w.what`,
    [organization, expected],
  );
  const { total, difference } = rows[0] ?? { total: 0, difference: null };
  if (total !== variants || difference !== null)
    throw new Error(
      `Not the same scores: ${name} wrote ${total} of ${variants}. ${difference ?? "They are as another wrote them."}`,
    );
}
