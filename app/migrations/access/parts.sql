-- What of a whistle and of a supervision sheet each side writes.

-- Who holds one of the rights changes all, everybody else their own columns, and only to what they
-- may say: that a unit came, and when, decides whether it came in time, so nobody says it later.
CREATE OR REPLACE FUNCTION jz.keep_to_own_part() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE was jsonb := to_jsonb(old); told jsonb := to_jsonb(new); changed text[];
BEGIN
  -- The service is told by the table: after a restore the roles of another server may be gone.
  IF pg_has_role(session_user, (SELECT c.relowner FROM pg_class c WHERE c.oid = tg_relid), 'usage')
    THEN RETURN new; END IF;
  IF jz.may(VARIADIC tg_argv[0]::text[]) THEN RETURN new; END IF;
  SELECT coalesce(array_agg(t.key), '{{}}') INTO changed FROM jsonb_each(told) t
   WHERE t.value IS DISTINCT FROM was -> t.key;
  IF NOT changed <@ tg_argv[1]::text[]
     OR ('state' = ANY (changed) AND told ->> 'state' NOT IN ('done', 'replied'))
     OR ('release_state' = ANY (changed) AND told ->> 'release_state' IS DISTINCT FROM 'asked')
     OR ('appeared_at' = ANY (changed) AND NOT jz.is_told_in_time(was, told))
     OR (tg_table_name = 'whistle_unit' AND NOT changed <@ '{{left_at,version}}'
         AND NOT jz.is_of_summoned(was))
  THEN RAISE EXCEPTION 'not your part' USING errcode = '42501'; END IF;
  RETURN new;
END $$;

-- Whether a unit says for the first time that it came, and about when it did; saying takes some
-- seconds itself.
CREATE OR REPLACE FUNCTION jz.is_told_in_time(was jsonb, told jsonb) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT was ->> 'appeared_at' IS NULL
     AND coalesce((told ->> 'appeared_at')::timestamptz
         BETWEEN now() - interval '{told_min} minutes 30 seconds' AND now() + interval '10 minutes',
         false)
$$;

-- Whether whoever asks is of a summoned unit, or works in the grid of the case where a community is.
CREATE OR REPLACE FUNCTION jz.is_of_summoned(row_of jsonb) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM jz.my_units() u WHERE u = (row_of ->> 'unit_id')::uuid)
      OR EXISTS (SELECT 1 FROM public.unit u, public.case_file c
                  WHERE u.id = (row_of ->> 'unit_id')::uuid AND u.kind = 'community'
                    AND c.id = (row_of ->> 'case_id')::uuid
                    AND c.region LIKE ANY (jz.reach('cases.handle')))
$$;
