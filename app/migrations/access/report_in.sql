-- Report-ins: what no rule of a single row can tell.

-- Whether a report-in stood where and confirmed as a row says already, before the statement that
-- asks: it may not become confirmed by saying that it was so before.
CREATE OR REPLACE FUNCTION jz.was_confirmed_so(asked uuid, at text, becomes text,
                                               confirmed timestamptz, called text)
RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM public.report_in r
                  WHERE r.id = asked AND r.region = at AND r.confirmed_name = called
                    AND r.confirmed_at IS NOT DISTINCT FROM confirmed
                    AND (r.state = 'confirmed' OR becomes <> 'confirmed'))
$$;
