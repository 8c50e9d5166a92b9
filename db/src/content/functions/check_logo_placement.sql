-- No SET clause: it would keep the planner from inlining it.
create function content.check_logo_placement(measured jsonb, rule jsonb, context jsonb)
  returns table (value numeric, fault text, evidence jsonb, message text)
  language sql immutable parallel safe rows 1
  begin atomic
    select
      case when l.has_rule and l.place is not null then case when context -> 'logo_rules' -> 'places' ? l.place then 0 else 1 end::numeric end,
      case when l.has_rule and l.place is null and measured -> 'logo' is distinct from 'null'
        then 'The measurement''s logo, width or height is missing, or the logo lacks its box. Render the variant again.' end,
      case when l.place is null then '[]' else jsonb_build_array(jsonb_build_object('layer', measured #> '{logo,layer}', 'box', measured #> '{logo,box}', 'place', l.place)) end,
      case
        when not l.has_rule then 'The guideline lets the logo stand anywhere.'
        when l.place is null then 'There is no logo on the picture.'
        when context -> 'logo_rules' -> 'places' ? l.place then format('The logo stands where it may: %s.', replace(l.place, '_', ' '))
        else format('The logo stands at %s; the guideline allows %s. Take a template, or an override of its logo layer, that puts it there.', replace(l.place, '_', ' '),
          (select string_agg(replace(p.place, '_', ' '), ', ' order by p.n) from jsonb_array_elements_text(context -> 'logo_rules' -> 'places') with ordinality p (place, n)))
      end
    from (
      select coalesce(jsonb_array_length(context -> 'logo_rules' -> 'places') > 0, false) as has_rule,
        case
          when b.y < b.height / 3 then case when b.x < b.width / 3 then 'top_left' when b.x < 2 * b.width / 3 then 'top' else 'top_right' end
          when b.y < 2 * b.height / 3 then case when b.x < b.width / 3 then 'left' when b.x < 2 * b.width / 3 then 'center' else 'right' end
          when b.y is not null then case when b.x < b.width / 3 then 'bottom_left' when b.x < 2 * b.width / 3 then 'bottom' else 'bottom_right' end
        end as place
      from (select) one
      left join (
        select i.box_x + i.box_width / 2 as x, i.box_y + i.box_height / 2 as y, i.width, i.height
        from (
          select (measured ->> 'width')::numeric as width, (measured ->> 'height')::numeric as height, (measured #>> '{logo,box,x}')::numeric as box_x, (measured #>> '{logo,box,y}')::numeric as box_y,
            (measured #>> '{logo,box,width}')::numeric as box_width, (measured #>> '{logo,box,height}')::numeric as box_height
          where jsonb_path_exists(measured, 'strict $ ? (@.width > 0 && @.height > 0)
            .logo.box ? (@.x.type() == "number" && @.y.type() == "number" && @.width > 0 && @.height > 0)', '{}', true)
          offset 0
        ) i
      ) b on true
      offset 0
    ) l;
  end;
comment on function content.check_logo_placement(jsonb, jsonb, jsonb) is
  'Whether the logo''s middle is in a part of the picture, of three by three, that the guideline''s logo_rules.places allow.';
grant execute on function content.check_logo_placement(jsonb, jsonb, jsonb) to vp_member, vp_definer, vp_dba;
