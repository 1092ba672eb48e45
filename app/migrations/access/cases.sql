-- Which cases somebody reaches who is not in the region of their place (DOMAIN 2).

-- Through a place they were handed to or on from, and through the units that hold or held them.
CREATE OR REPLACE FUNCTION jz.is_handed(asked uuid, at text, VARIADIC rights text[])
RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM public.case_place p
                  WHERE p.case_id = asked AND p.region LIKE ANY (jz.reach(VARIADIC rights)))
      OR EXISTS (SELECT 1 FROM public.case_audience a
                  WHERE a.case_id = asked
                    AND (a.unit_id || ':' || at LIKE ANY (jz.unit_reach(VARIADIC rights))
                         OR EXISTS (SELECT 1 FROM public.case_place p WHERE p.case_id = asked
                             AND a.unit_id || ':' || p.region
                                 LIKE ANY (jz.unit_reach(VARIADIC rights)))))
$$;

CREATE OR REPLACE FUNCTION jz.may_read_case(asked uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT coalesce((SELECT jz.is_service()
       OR c.region LIKE ANY (jz.reach('cases.read'))
       OR (c.first_contact_id = jz.me() AND jz.may('cases.read'))
       OR jz.is_handed(c.id, c.region, 'cases.read')
    FROM public.case_file c WHERE c.id = asked), false)
$$;

-- The same of a key as the change feed has it.
CREATE OR REPLACE FUNCTION jz.may_read_key(asked text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT CASE WHEN asked ~ '^[0-9a-f]{{8}}-([0-9a-f]{{4}}-){{3}}[0-9a-f]{{12}}$' THEN jz.may_read_case(asked::uuid)
              ELSE false END
$$;

-- Whether what was attached to something may be seen: to a case, like the case; to a project of the
-- three lists or an activity, by whoever reads these; to a meeting, by whoever reads the Party's
-- affairs there.
CREATE OR REPLACE FUNCTION jz.may_see_attachment(asked uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT coalesce((SELECT CASE a.topic WHEN 'case' THEN jz.may_read_key(a.subject)
                                       WHEN 'project' THEN jz.may('party.read')
                                       WHEN 'activity' THEN jz.may('party.read')
                                       WHEN 'meeting' THEN EXISTS (
                                         SELECT 1 FROM public.conference_meeting m
                                          WHERE m.id::text = a.subject
                                            AND m.region LIKE ANY (jz.reach('party.read')))
                                       WHEN 'compound' THEN jz.may_read_matter(a.subject)
                                       ELSE false END
                     FROM public.attachment a WHERE a.id = asked), false)
$$;

-- Newest documents that hold some words and that whoever asks may see. The operator @@ is not
-- leakproof, so under row rules no index would be used: hence this door.
CREATE OR REPLACE FUNCTION jz.search(asked tsquery, low bigint, before bigint, most int,
                                     walk boolean)
RETURNS TABLE (id bigint, case_id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_custom_plan AS $$
DECLARE near text[] := jz.reach('cases.read'); me uuid := jz.me();
        units uuid[] := jz.whole_units('cases.read'); meets boolean := jz.has_meeting_scopes();
        high bigint := coalesce(before, 9223372036854775807);
BEGIN
  IF NOT jz.may('cases.read') THEN RETURN; END IF;
  IF low IS NULL THEN
    RETURN QUERY WITH found AS MATERIALIZED (
        SELECT w.id FROM public.case_words w WHERE w.words @@ asked AND w.id < high)
      SELECT d.id, d.case_id FROM found f JOIN public.case_document d ON d.id = f.id
       WHERE {sees} ORDER BY d.id DESC LIMIT most;
  ELSIF walk THEN
    RETURN QUERY SELECT d.id, d.case_id
        FROM (SELECT w.id, w.words FROM public.case_words w
               WHERE w.id >= low AND w.id < high ORDER BY w.id DESC OFFSET 0) f
        JOIN public.case_document d ON d.id = f.id
       WHERE f.words @@ asked AND {sees} ORDER BY d.id DESC LIMIT most;
  ELSE
    RETURN QUERY SELECT d.id, d.case_id FROM public.case_words f
        JOIN public.case_document d ON d.id = f.id
       WHERE f.id >= low AND f.id < high AND f.words @@ asked AND {sees}
       ORDER BY d.id DESC LIMIT most;
  END IF;
END $$;

-- Writing the words of cases that whoever writes may see and work on; the table itself is open to nobody.
CREATE OR REPLACE FUNCTION jz.keep_words(asked bigint, told text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM public.case_document d
                  WHERE d.id = asked AND jz.may_read_case(d.case_id)) OR NOT jz.may({work}) THEN
    RAISE EXCEPTION 'not found' USING errcode = '42501';
  END IF;
  INSERT INTO public.case_words (id, words) VALUES (asked, told::tsvector)
    ON CONFLICT (id) DO UPDATE SET words = excluded.words;
END $$;

-- Two desks may take cases in in the same second: one after the other gives keys. A hardened
-- server lets nobody hold other locks of this kind, which migrations and backups go by.
CREATE OR REPLACE FUNCTION jz.take_turn() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NOT jz.may({work}) THEN RAISE EXCEPTION 'not yours' USING errcode = '42501'; END IF;
  PERFORM pg_advisory_xact_lock(hashtext('case_words'));
END $$;

-- Keys of documents that are taken, also by cases whoever asks may not see: two may come in in
-- the same moment. They tell when, and nothing else.
CREATE OR REPLACE FUNCTION jz.keys_taken(asked bigint[]) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT d.id FROM public.case_document d
   WHERE d.id = ANY (asked) AND jz.may('cases.register', 'cases.handle', 'exchange.import')
$$;

CREATE OR REPLACE FUNCTION jz.keys_from(low bigint, most int) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT d.id FROM public.case_document d
   WHERE d.id >= low AND jz.may('cases.register', 'cases.handle', 'exchange.import')
   ORDER BY d.id LIMIT most
$$;

-- How much somebody has open, for whoever closes their account: numbers only.
CREATE OR REPLACE FUNCTION jz.open_work(whose uuid)
RETURNS TABLE (cases bigint, first_contacts bigint, tasks bigint, duties bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT (SELECT count(*) FROM public.case_file c WHERE c.handler_id = whose
             AND c.state IN ({handling})),
         (SELECT count(*) FROM public.case_file c WHERE c.first_contact_id = whose
             AND c.state IN ({open})),
         (SELECT count(*) FROM public.case_task t WHERE t.person_id = whose AND t.state = 'open'),
         (SELECT count(*) FROM public.duty d WHERE d.person_id = whose)
   WHERE jz.keeps_person(whose)
$$;

-- The key so many documents before another, whoever may see them: where a window begins.
CREATE OR REPLACE FUNCTION jz.key_before(high bigint, skipped int) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT w.id FROM public.case_words w
   WHERE w.id < coalesce(high, 9223372036854775807) AND jz.may('cases.read')
   ORDER BY w.id DESC OFFSET skipped LIMIT 1
$$;
