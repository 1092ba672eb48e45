-- What compounds decide: what no rule of a single row can tell.

-- Whether a stage is done when its turn has come: all before it are done, none later, and its day
-- has come.
CREATE OR REPLACE FUNCTION jz.is_stage_in_turn(asked uuid, own text, day date) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  WITH l AS (SELECT ARRAY['proposed', 'deliberated', 'members_appraised', 'owners_appraised',
                          'decision_shown', 'result_shown'] AS stages)
  SELECT day IS NULL OR (day <= (now() AT TIME ZONE 'Asia/Shanghai')::date AND NOT EXISTS (
           SELECT 1 FROM public.compound_stage s, l
            WHERE s.matter_id = asked
              AND array_position(l.stages, s.stage::text) < array_position(l.stages, own)
              AND (s.done_on IS NULL OR s.done_on > day)))
$$;

CREATE OR REPLACE FUNCTION jz.may_read_matter(asked text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM public.compound_matter m JOIN public.place p ON p.id = m.place_id
                  WHERE m.id::text = asked AND p.region_code LIKE ANY (jz.reach('party.read')))
$$;
