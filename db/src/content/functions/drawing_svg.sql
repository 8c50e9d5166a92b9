create function content.drawing_svg(drawing jsonb, picture_url text) returns text
  language sql immutable parallel safe
  begin atomic
    select format('<svg xmlns="http://www.w3.org/2000/svg" width="%1$s" height="%2$s" viewBox="0 0 %1$s %2$s" font-family="Inter, system-ui, sans-serif">'
        || '<rect width="%1$s" height="%2$s" fill="%3$s"/><image x="%4$s" y="%5$s" width="%6$s" height="%7$s" href="%8$s"/>',
        drawing ->> 'width', drawing ->> 'height', drawing ->> 'background',
        drawing #>> '{picture,x}', drawing #>> '{picture,y}', drawing #>> '{picture,width}', drawing #>> '{picture,height}', core.escape_xml(picture_url))
      || string_agg(case i.item ->> 'type'
        when 'rect' then format('<rect x="%s" y="%s" width="%s" height="%s" rx="%s" fill="%s"%s/>',
          i.item ->> 'x', i.item ->> 'y', i.item ->> 'width', i.item ->> 'height', i.item ->> 'radius', coalesce(i.item ->> 'fill', 'none'),
          case when i.item ? 'stroke' then format(' stroke="%s" stroke-width="%s"', i.item ->> 'stroke', i.item ->> 'stroke_width') end)
        else format('<text x="%s" y="%s" font-size="%s" font-weight="%s" fill="%s">%s</text>',
          i.item ->> 'x', i.item ->> 'y', i.item ->> 'size', i.item ->> 'weight', i.item ->> 'color', core.escape_xml(i.item ->> 'text'))
        end, '' order by i.n)
      || '</svg>'
    from jsonb_array_elements(drawing -> 'items') with ordinality i (item, n);
  end;
comment on function content.drawing_svg(jsonb, text) is 'A drawing of content.draw_explanation() as SVG; the picture is fetched from its URL.';
grant execute on function content.drawing_svg(jsonb, text) to vp_member;
