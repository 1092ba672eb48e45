-- Organisations and members of the Party: what no rule of a single row can tell.

-- Whether an organisation of a level and region may stand under another that stands still; what
-- stands below is on a lower level, so that no way of moving leads back.
CREATE OR REPLACE FUNCTION jz.may_stand_under(above uuid, own_level text, own_region text)
RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  WITH l AS (SELECT ARRAY['street', 'community', 'grid', 'building', 'household'] AS levels)
  SELECT CASE WHEN above IS NULL THEN own_level = 'street'
              ELSE EXISTS (SELECT 1 FROM public.party_organisation o, l
                            WHERE o.id = above AND o.dissolved_on IS NULL
                              AND starts_with(own_region, o.region)
                              AND array_position(l.levels, o.level::text)
                                < array_position(l.levels, own_level)) END
$$;

-- Whether a version follows what was put down of an organisation, and its day has come.
CREATE OR REPLACE FUNCTION jz.follows_course(asked uuid, place integer, day date) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT place = 1 + coalesce(max(v.ordinal), 0) AND day >= coalesce(max(v.valid_from), day)
         AND coalesce(bool_and(v.step <> 'dissolved'), true)
         AND day <= (now() AT TIME ZONE 'Asia/Shanghai')::date
    FROM public.party_organisation_version v WHERE v.organisation_id = asked
$$;

-- Whether an organisation is as its last version says; it is dissolved when nothing is under it.
CREATE OR REPLACE FUNCTION jz.is_last_version(asked uuid, called text, above uuid, ended date)
RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT coalesce((SELECT v.name = called AND v.parent_id IS NOT DISTINCT FROM above
                          AND ended IS NOT DISTINCT FROM
                              CASE WHEN v.step = 'dissolved' THEN v.valid_from END
                     FROM public.party_organisation_version v WHERE v.organisation_id = asked
                    ORDER BY v.ordinal DESC LIMIT 1), false)
     AND (ended IS NULL OR NOT EXISTS (
          SELECT 1 FROM public.party_organisation b
           WHERE b.parent_id = asked AND b.dissolved_on IS NULL
           UNION ALL
          SELECT 1 FROM public.party_member m
           WHERE m.organisation_id = asked AND m.left_on IS NULL))
$$;

CREATE OR REPLACE FUNCTION jz.may_read_member(asked uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM public.party_member m WHERE m.id = asked
     AND (m.region LIKE ANY (jz.reach('party.read'))
          OR coalesce(m.grid_code LIKE ANY (jz.reach('party.read')), false)))
$$;

CREATE OR REPLACE FUNCTION jz.may_read_member_personal(asked uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM public.party_member m WHERE m.id = asked
     AND m.region LIKE ANY (jz.reach('party.read_personal')))
$$;

CREATE OR REPLACE FUNCTION jz.masked_member(asked uuid)
RETURNS TABLE (phone text, document_number text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT CASE WHEN p.phone ~ '^1[3-9][0-9]{{9}}$'
              THEN left(p.phone, 3) || '****' || right(p.phone, 4)
              WHEN p.phone = '' THEN '' ELSE '****' || right(p.phone, 2) END,
         CASE WHEN p.document_number = '' THEN ''
              ELSE '****' || right(p.document_number, 4) END
    FROM public.party_member_person p
   WHERE p.member_id = asked AND jz.may_read_member(asked)
$$;

-- As jz.read_person: against a committed request of half a minute at most that the journal has.
CREATE OR REPLACE FUNCTION jz.read_member(request uuid)
RETURNS TABLE (phone text, document_kind text, document_number text, address text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE asked uuid;
BEGIN
  SELECT r.member_id INTO asked FROM public.party_member_reading r
   WHERE r.id = request AND r.person_id = jz.me() AND length(r.reason) >= 2
     AND r.at BETWEEN clock_timestamp() - interval '30 seconds'
                  AND clock_timestamp() + interval '5 seconds'
     AND jz.is_committed(r.xmin)
     AND EXISTS (SELECT 1 FROM public.journal j WHERE j.subject = r.member_id::text
                    AND j.at = r.at AND j.person_id = r.person_id
                    AND j.action = 'party.read_personal' AND jz.is_committed(j.xmin));
  IF NOT FOUND OR NOT jz.may_read_member_personal(asked) THEN
    RAISE EXCEPTION 'no committed request' USING errcode = '42501';
  END IF;
  RETURN QUERY SELECT p.phone::text, p.document_kind::text, p.document_number::text,
      p.address::text
    FROM public.party_member_person p WHERE p.member_id = asked;
END $$;

-- Whether a member in reach of whoever asks is called so.
CREATE OR REPLACE FUNCTION jz.is_member_called(asked uuid, called text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT jz.may_read_member(asked) AND EXISTS (
         SELECT 1 FROM public.party_member m
          WHERE m.id = asked AND m.name = called AND m.left_on IS NULL)
$$;
