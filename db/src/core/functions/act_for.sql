create function core.act_for(actor text, organization_id uuid, user_id uuid) returns void
  language sql volatile
  begin atomic
    select set_config('vp.actor', act_for.actor, true),
           set_config('vp.organization_id', coalesce(act_for.organization_id::text, ''), true),
           set_config('vp.user_id', coalesce(act_for.user_id::text, ''), true);
  end;
comment on function core.act_for(text, uuid, uuid) is
  'Until the end of the transaction, core.actor() and core.user_id() name this actor and person. For definer functions only; a request''s token goes first.';
grant execute on function core.act_for(text, uuid, uuid) to vp_definer;
