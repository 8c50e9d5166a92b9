create view api.compliance_rules with (security_invoker = true) as
select c."position", c.check_key, c.category, c.description, c.unit, c.worse, c.is_graded, c.reads, c.weight, c.can_be_gate, c.is_gate, c.gate_cap,
  coalesce((
    select jsonb_agg(jsonb_build_object('field', f.field, 'default', f.default_value, 'minimum', f.minimum, 'maximum', f.maximum, 'unit', f.unit,
      'affects', f.affects, 'description', f.description) order by f.affects = 'observation', f.field desc)
    from brand.rule_fields() f where f.check_key = c.check_key), '[]') as fields
from brand.rule_catalogue() c;
comment on view api.compliance_rules is 'The catalogue of compliance rules
What each rule observes, in which unit, what it weighs unless a guideline says otherwise, and the fields that a guideline''s rules can set.';
comment on column api.compliance_rules.position is 'The place of its number in a result''s observations.';
comment on column api.compliance_rules.check_key is 'Its name in a guideline''s rules and in scores.';
comment on column api.compliance_rules.category is 'color, contrast, logo, typography, copy, platform, technical or legal.';
comment on column api.compliance_rules.description is 'What it observes.';
comment on column api.compliance_rules.unit is 'Of the observed number, and of warn and fail.';
comment on column api.compliance_rules.worse is 'more or less: which of it is worse.';
comment on column api.compliance_rules.is_graded is 'Whether points fall step by step beyond fail, to none at twice fail (where less is worse: at nothing); otherwise there are none beyond fail.';
comment on column api.compliance_rules.reads is 'What of the guideline decides what is observed, beside the rule''s own fields.';
comment on column api.compliance_rules.weight is 'Unless the guideline says otherwise.';
comment on column api.compliance_rules.can_be_gate is 'Whether a guideline may make it a gate.';
comment on column api.compliance_rules.is_gate is 'Whether it is one unless the guideline says otherwise.';
comment on column api.compliance_rules.gate_cap is 'The most that a picture scores which fails the gate.';
comment on column api.compliance_rules.fields is 'List of {field, default, minimum, maximum, unit, affects (judgement or observation), description}.';
grant select on api.compliance_rules to vp_member;

create trigger compliance_rules__refuse_write instead of insert or update or delete on api.compliance_rules
  for each row execute function core.refuse_write();
