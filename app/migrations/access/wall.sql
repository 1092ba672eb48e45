-- What the wall is told besides its figures, whose functions `app.command.wall.doors` spells.

-- Codes of the kinds a setting names, by code or by name; those of a category it names too.
CREATE OR REPLACE FUNCTION jz.wall_kinds(which text) RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  WITH said AS (SELECT coalesce((SELECT s.value #>> '{{}}' FROM public.shared_setting s
                  WHERE s.name = which AND s.valid_from <= now()
                  ORDER BY s.valid_from DESC, s.version DESC LIMIT 1), '') AS words),
       named AS (SELECT word FROM said, regexp_split_to_table(words, '[、，,；;[:space:]]+') word
                  WHERE word <> '')
  SELECT coalesce(array_agg(c.code::text), '{{}}')
    FROM public.category c LEFT JOIN public.category p ON p.code = c.parent_code
   WHERE EXISTS (SELECT 1 FROM named WHERE word IN (c.code, c.name, p.code, p.name))
$$;

-- What the centre decided of the wall, and what it is called.
CREATE OR REPLACE FUNCTION jz.wall_settings() RETURNS TABLE (name text, value text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT DISTINCT ON (s.name) s.name::text, s.value #>> '{{}}' FROM public.shared_setting s
   WHERE s.valid_from <= now() AND jz.may('index.read')
     AND (s.name IN ('centre_name', 'rate_each', 'rate_least', 'roll_amber_min',
                     'roll_red_min')
          OR (starts_with(s.name, 'wall_') AND s.name NOT LIKE '%_kinds'))
   ORDER BY s.name, s.valid_from DESC, s.version DESC
$$;

-- Where the picture of a camera is had that an order puts on the wall: while that order holds and
-- its time runs, against a line of the journal that is committed and not older than half a minute.
CREATE OR REPLACE FUNCTION jz.wall_camera_address(asked uuid) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE told text;
BEGIN
  SELECT v.address INTO told
    FROM public.video_station v
    JOIN public.wall_camera c ON c.station_id = v.id
    JOIN public.wall_order o ON o.id = c.order_id
   WHERE v.id = asked AND v.address <> '' AND v.state <> 'gone' AND c.until > now()
     AND o.region || '%' = ANY (jz.reach('index.read'))
     AND jz.is_video_told(asked::text, 'wall.camera_opened')
     AND NOT EXISTS (SELECT 1 FROM public.wall_order l
                      WHERE l.region = o.region AND l.screen IN (0, o.screen)
                        AND (l.at, l.id) > (o.at, o.id))
   LIMIT 1;
  IF NOT FOUND THEN RAISE EXCEPTION 'not on the wall' USING errcode = '42501'; END IF;
  RETURN told;
END $$;
