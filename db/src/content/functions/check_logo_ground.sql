-- No SET clause: it would keep the planner from inlining it.
create function content.check_logo_ground(measured jsonb, rule jsonb, context jsonb)
  returns table (value numeric, fault text, evidence jsonb, message text)
  language sql immutable parallel safe rows 1
  begin atomic
    select
      case when l.lightness is not null and l.wanted is not null
        then trunc(greatest(case l.wanted when 'light' then 50 - l.lightness else l.lightness - 50 end, 0), 4) end,
      case when l.wanted is not null and l.ground is null and measured -> 'logo' is distinct from 'null'
        then 'The measurement''s logo is missing or lacks worst_background. Render the variant again.' end,
      case when l.ground is null then '[]' else jsonb_build_array(jsonb_strip_nulls(jsonb_build_object('layer', measured #> '{logo,layer}', 'color', measured #> '{logo,color}', 'background', l.ground,
        'region', measured #> '{logo,worst_region}', 'lightness', round(l.lightness, 1)))) end,
      case
        when l.wanted is null then 'The guideline does not say which ground the logo is made for.'
        when l.ground is null then 'There is no logo on the picture.'
        when case l.wanted when 'light' then 50 - l.lightness else l.lightness - 50 end <= (rule ->> 'warn')::numeric then format('The logo stands on the %s ground that it is made for.', l.wanted)
        else format('The logo is made for a %s ground and stands on %s, L* %s. Take its version for %s grounds, or put a %s panel under it.', l.wanted, l.ground, round(l.lightness, 1),
          case l.wanted when 'light' then 'dark' else 'light' end, l.wanted)
      end
    from (
      select s.wanted, s.ground, (select lab.l from core.hex_to_lab(s.ground) lab)::numeric as lightness
      from (
        select context -> 'logo_rules' ->> 'ground' as wanted,
          case when measured #>> '{logo,worst_background}' ~ '^#[0-9A-Fa-f]{6}$' then measured #>> '{logo,worst_background}' end as ground
        offset 0
      ) s
      offset 0
    ) l;
  end;
comment on function content.check_logo_ground(jsonb, jsonb, jsonb) is
  'Whether the logo is of the variant for the ground that it stands on: how far that ground''s lightness is on the other side of the middle (L* 50).';
grant execute on function content.check_logo_ground(jsonb, jsonb, jsonb) to vp_member, vp_definer, vp_dba;
