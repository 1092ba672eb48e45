-- How desks learn that there is news. A notification wakes every desk that listens, and with 400 of
-- them one for each commit would be most of what the server does: so a few a second are given.
CREATE SEQUENCE IF NOT EXISTS jz.hinted_at MINVALUE 0 START 0;

-- Called right before a commit. Whoever finds that the present moment was hinted at says nothing:
-- desks look once more after each hint. A clock that is turned back is another moment, too.
CREATE OR REPLACE FUNCTION jz.hint() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE moment bigint := floor(extract(epoch FROM clock_timestamp()) * {hints});
BEGIN
  IF (SELECT h.last_value FROM jz.hinted_at h) <> moment THEN
    PERFORM setval('jz.hinted_at', moment);
    PERFORM pg_notify('{channel}', '');
  END IF;
END $$;

-- What was committed since a desk looked last, as far as whoever asks may know of it, with the
-- snapshot to ask with next time: rows and snapshot belong together, since a stable function sees
-- what its statement sees. Every desk asks this about once a second: who asks is looked up once,
-- and plans are kept. The conditions are those of the row rules, for cases as in `jz.search`.
CREATE OR REPLACE FUNCTION jz.news(last pg_snapshot, looked_at timestamptz)
RETURNS TABLE (seen text, epoch text, missed boolean, at timestamptz, origin text, topic text,
               key text, region text)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
DECLARE near text[]; wide text[]; figures text[]; units uuid[]; meets boolean; reads boolean;
        me uuid := jz.me();
        all_of_it boolean := jz.is_service();
BEGIN
  SELECT coalesce(array_agg(h.region || '%')
           FILTER (WHERE r.named IN ({reading}) AND h.unit_id IS NULL), '{{}}'),
         coalesce(array_agg(h.region || '%')
           FILTER (WHERE r.named = 'cases.read' AND h.unit_id IS NULL), '{{}}'),
         coalesce(array_agg(h.unit_id) FILTER (WHERE r.named = 'cases.read'
           AND h.unit_id IS NOT NULL AND h.region IS NULL), '{{}}'),
         coalesce(bool_or(h.unit_id IS NOT NULL AND h.region IS NOT NULL), false),
         coalesce(bool_or(r.named = 'cases.read'), false),
         -- Who reads figures and nothing else hears that they moved, and not by what.
         CASE WHEN bool_and(r.named = 'index.read') THEN array_agg(h.region || '%')
           FILTER (WHERE h.unit_id IS NULL) ELSE '{{}}' END
    INTO wide, near, units, meets, reads, figures
    FROM jz.held() h JOIN jz.role_right r ON r.role = h.role;
  RETURN QUERY
    SELECT pg_current_snapshot()::text, d.epoch::text, d.feed_pruned_before > looked_at, now(),
           f.origin::text, f.topic::text,
           CASE WHEN f.region <> '' AND f.region LIKE ANY (figures) THEN '' ELSE f.key END::text,
           CASE WHEN f.region LIKE ANY (figures) THEN '' ELSE f.region END::text
      FROM public.database_state d LEFT JOIN public.change_feed f
        ON f.xid >= pg_snapshot_xmin(last) AND NOT pg_visible_in_snapshot(f.xid, last)
       AND (all_of_it OR f.region = '' OR f.region LIKE ANY (wide)
            OR (f.region LIKE ANY (figures) AND f.topic IN ('case', 'wall', 'duty',
                  'posture', 'incident', 'force'))
            OR CASE WHEN reads AND f.topic IN ('case', 'presence')
                     AND f.key ~ '^[0-9a-f]{{8}}-([0-9a-f]{{4}}-){{3}}[0-9a-f]{{12}}$'
                    THEN {knows} ELSE false END)
     ORDER BY f.xid, f.id;
END $$;
