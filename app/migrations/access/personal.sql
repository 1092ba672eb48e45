-- Personal values: masked for whoever sees the case, whole only against a committed request.

CREATE OR REPLACE FUNCTION jz.may_read_personal(asked uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  WITH c AS (SELECT f.region, f.desk_region, f.is_confidential,
                    coalesce(f.handling_unit_id::text, '') AS unit
               FROM public.case_file f WHERE f.id = asked AND jz.may_read_case(f.id))
  SELECT coalesce((SELECT bool_and(coalesce(c.region LIKE ANY (jz.reach(w.named))
             OR c.desk_region LIKE ANY (jz.reach(w.named))
             OR c.unit || ':' || c.region LIKE ANY (jz.unit_reach(w.named))
             OR c.unit || ':' || c.desk_region LIKE ANY (jz.unit_reach(w.named)), false))
    FROM c, (VALUES ('cases.read_personal', false), ('cases.read_confidential', true))
              AS w (named, only_confidential)
   WHERE c.is_confidential OR NOT w.only_confidential), false)
$$;

CREATE OR REPLACE FUNCTION jz.masked_person(asked uuid) RETURNS TABLE (name text, phone text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT CASE WHEN p.name = '' THEN '' ELSE left(p.name, 1) || '**' END,
         CASE WHEN p.phone ~ '^1[3-9][0-9]{{9}}$'
              THEN left(p.phone, 3) || '****' || right(p.phone, 4)
              WHEN p.phone = '' THEN '' ELSE '****' || right(p.phone, 2) END
    FROM public.case_person p
   WHERE p.case_id = asked AND jz.may_read_case(asked) ORDER BY p.id LIMIT 1
$$;

-- Whether a row stood before this transaction; its own rows, also those of a released savepoint,
-- are "in progress" until it ends.
CREATE OR REPLACE FUNCTION jz.is_committed(mark xid) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  WITH n AS (SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint AS next),
       m AS (SELECT (next >> 32 << 32) + mark::text::bigint AS near, next FROM n)
  SELECT pg_xact_status(CASE WHEN near - next > 2147483648 THEN near - 4294967296
                             ELSE near END::text::xid8) = 'committed' FROM m
$$;

-- One step that notes and reads would be undone by ROLLBACK: the request must be committed, be
-- of this person, at most 30 seconds old, and stand in the journal too.
CREATE OR REPLACE FUNCTION jz.read_person(request uuid)
RETURNS TABLE (name text, phone text, document_kind text, document_number text, address text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE asked uuid;
BEGIN
  SELECT r.case_id INTO asked FROM public.personal_reading r
   WHERE r.id = request AND r.person_id = jz.me() AND length(r.reason) >= 2
     AND r.at BETWEEN clock_timestamp() - interval '30 seconds'
                  AND clock_timestamp() + interval '5 seconds'
     AND jz.is_committed(r.xmin)
     AND EXISTS (SELECT 1 FROM public.journal j WHERE j.subject = r.case_id::text
                    AND j.at = r.at AND j.person_id = r.person_id
                    AND j.action = 'cases.read_personal' AND jz.is_committed(j.xmin));
  IF NOT FOUND OR NOT jz.may_read_personal(asked) THEN
    RAISE EXCEPTION 'no committed request' USING errcode = '42501';
  END IF;
  RETURN QUERY SELECT p.name::text, p.phone::text, p.document_kind::text,
      p.document_number::text, p.address::text
    FROM public.case_person p WHERE p.case_id = asked ORDER BY p.id LIMIT 1;
END $$;

-- HMAC-SHA-256 (RFC 2104), as `app.cases.personal.salted`: no extension is needed for it.
CREATE OR REPLACE FUNCTION jz.hmac(secret bytea, told bytea) RETURNS bytea
LANGUAGE plpgsql IMMUTABLE STRICT SET search_path = pg_catalog, pg_temp AS $$
DECLARE k bytea := CASE WHEN length(secret) > 64 THEN sha256(secret) ELSE secret END;
        inner_pad bytea := decode(repeat('36', 64), 'hex');
        outer_pad bytea := decode(repeat('5c', 64), 'hex');
BEGIN
  FOR i IN 0 .. length(k) - 1 LOOP
    inner_pad := set_byte(inner_pad, i, get_byte(k, i) # 54);
    outer_pad := set_byte(outer_pad, i, get_byte(k, i) # 92);
  END LOOP;
  RETURN sha256(outer_pad || sha256(inner_pad || told));
END $$;

-- What the journal keeps of the number of a case's reporter; '' for a hotline, which is many
-- people's (`app.cases.personal.names_a_caller`); no row without a number.
CREATE OR REPLACE FUNCTION jz.reporter_hash(asked uuid) RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT CASE WHEN p.phone ~ '^((400|800)-?[0-9]{{3}}-?[0-9]{{4}}|1[0-9]{{2,4}}|9[0-9]{{4,5}})$'
              THEN '' ELSE encode(jz.hmac(p.salt, convert_to(p.phone, 'UTF8')), 'hex') END
    FROM public.case_person p
   WHERE p.case_id = asked AND p.phone_key IS NOT NULL AND jz.may_read_personal(asked)
   ORDER BY p.id LIMIT 1
$$;

-- The journal row of a request to look a number up: committed, of this person, half a minute old
-- at most.
CREATE OR REPLACE FUNCTION jz.looked_up(request uuid) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT j.facts ->> 'reporter' FROM public.journal j
   WHERE j.subject = request::text AND j.action = 'cases.looked_up_caller'
     AND j.person_id = jz.me() AND jz.is_committed(j.xmin)
     AND j.at BETWEEN clock_timestamp() - interval '30 seconds'
                  AND clock_timestamp() + interval '5 seconds'
$$;

-- Whether somebody is written down as the reporter of a case: nobody is put in front of them.
CREATE OR REPLACE FUNCTION jz.has_reporter(asked uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM public.case_person p
                  WHERE p.case_id = asked AND jz.may_read_case(asked))
$$;

CREATE OR REPLACE FUNCTION jz.cases_of_key(wanted text) RETURNS TABLE (case_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT p.case_id FROM public.case_person p
   WHERE p.phone_key = wanted AND jz.may_read_personal(p.case_id)
$$;

-- Cases of the number a committed request was made for. Nothing that compares numbers answers
-- without such a request: with the key of the hashes, which desks have, a masked number is ten
-- thousand guesses from a whole one.
CREATE OR REPLACE FUNCTION jz.cases_of_number(request uuid) RETURNS TABLE (case_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT k.case_id FROM public.caller_reading r, jz.cases_of_key(r.phone_key) k
   WHERE r.id = request AND r.person_id = jz.me() AND jz.is_committed(r.xmin)
     AND encode(jz.hmac(r.salt, convert_to(r.phone_key, 'UTF8')), 'hex') = jz.looked_up(request)
$$;

-- The same for whoever reported a case, whose number the asker does not know.
CREATE OR REPLACE FUNCTION jz.cases_of_reporter(request uuid, asked uuid)
RETURNS TABLE (case_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT k.case_id
    FROM (SELECT p.phone_key FROM public.case_person p, jz.reporter_hash(asked) h
           WHERE p.case_id = asked AND p.phone_key IS NOT NULL
             AND h <> '' AND h = jz.looked_up(request)
             AND p.phone_key = (  -- of this very number, whoever wrote it
                 SELECT encode(jz.hmac(s.phone_pepper, convert_to(
                          regexp_replace(p.phone, '\D', '', 'g'), 'UTF8')), 'hex')
                   FROM public.database_state s)
           ORDER BY p.id LIMIT 1) r, jz.cases_of_key(r.phone_key) k
$$;
