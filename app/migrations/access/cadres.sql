-- Whether a removal was written down of somebody on the day with which they are gone: who goes by
-- removal goes by nothing else.
CREATE OR REPLACE FUNCTION jz.was_removed(asked uuid, ended date) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT ended IS NULL OR EXISTS (SELECT 1 FROM public.cadre_event e
    WHERE e.cadre_id = asked AND e.step = 'removed' AND e.day = ended)
$$;

-- Whether the end of somebody's time stays where it was before the statement that asks, or is put
-- off.
CREATE OR REPLACE FUNCTION jz.is_put_off(asked uuid, day date) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT coalesce((SELECT c.until IS NOT DISTINCT FROM day OR day > c.until
                     FROM public.cadre c WHERE c.id = asked), false)
$$;
