-- The roster of members: files that come in, personal values that are put down, members who move.

-- Whether an import is of the caller, was committed, and is of today: only against one are numbers
-- compared, since with the key of the hashes a number can be guessed.
CREATE OR REPLACE FUNCTION jz.is_my_import(asked uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM public.party_import i
    WHERE i.id = asked AND i.person_id = jz.me() AND i.at > now() - interval '1 day'
      AND jz.is_committed(i.xmin)
      AND EXISTS (SELECT 1 FROM public.journal j WHERE j.subject = asked::text
                     AND j.action = 'party.file_looked_at' AND j.person_id = jz.me()))
$$;

CREATE OR REPLACE FUNCTION jz.roster_numbers(asked uuid, keys text[])
RETURNS TABLE (document_key text, member_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT p.document_key::text, p.member_id
    FROM public.party_member_person p JOIN public.party_member m ON m.id = p.member_id
   WHERE p.document_key = ANY (keys) AND m.left_on IS NULL AND jz.is_my_import(asked)
     AND m.region LIKE ANY (jz.reach('party.manage'))
     AND m.region LIKE ANY (jz.reach('party.read_personal'))
$$;

-- What stands of members already, so that a file fills only what is empty.
CREATE OR REPLACE FUNCTION jz.roster_holds(asked uuid, members uuid[])
RETURNS TABLE (member_id uuid, has_number boolean, phone_last4 text, has_address boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT p.member_id, p.document_number <> '', p.phone_last4::text, p.address <> ''
    FROM public.party_member_person p JOIN public.party_member m ON m.id = p.member_id
   WHERE p.member_id = ANY (members) AND jz.is_my_import(asked)
     AND m.region LIKE ANY (jz.reach('party.manage'))
     AND m.region LIKE ANY (jz.reach('party.read_personal'))
$$;

-- Puts personal values of a member down: those told, or of these only those that stand empty.
CREATE OR REPLACE FUNCTION jz.put_member(asked uuid, told jsonb, only_empty boolean)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM public.party_member m WHERE m.id = asked AND m.left_on IS NULL
                    AND m.region LIKE ANY (jz.reach('party.manage'))) THEN
    RAISE EXCEPTION 'no member of yours' USING errcode = '42501';
  END IF;
  UPDATE public.party_member_person p
     SET document_kind = told ->> 'document_kind', document_number = told ->> 'document_number',
         document_key = told ->> 'document_key', document_last4 = told ->> 'document_last4'
   WHERE p.member_id = asked AND told ? 'document_number'
     AND (p.document_number = '' OR NOT only_empty);
  UPDATE public.party_member_person p
     SET phone = told ->> 'phone', phone_key = told ->> 'phone_key',
         phone_last4 = told ->> 'phone_last4'
   WHERE p.member_id = asked AND told ? 'phone' AND (p.phone = '' OR NOT only_empty);
  UPDATE public.party_member_person p SET address = told ->> 'address'
   WHERE p.member_id = asked AND told ? 'address' AND (p.address = '' OR NOT only_empty);
END $$;

-- At the end of a transaction that wrote over personal values of a member, or tied them to an
-- account: it stands in the journal, in this very transaction, by who did it; of a file by the file.
CREATE OR REPLACE FUNCTION jz.member_must_be_journaled() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE whom uuid := (to_jsonb(coalesce(new, old)) ->> 'member_id')::uuid;
BEGIN
  IF NOT jz.is_service() AND NOT EXISTS (
       SELECT 1 FROM public.journal j
        WHERE j.subject = whom::text AND j.person_id = jz.myself() AND NOT jz.is_committed(j.xmin)
          AND j.action = ANY (CASE tg_table_name WHEN 'party_member_account'
              THEN '{{party.account_tied,party.account_untied}}'::text[]
              ELSE '{{party.member_changed,party.member_added}}' END))
     AND NOT (tg_table_name = 'party_member_person' AND EXISTS (
       SELECT 1 FROM public.party_import_row r
         JOIN public.journal j ON j.subject = r.import_id::text
        WHERE r.member_id = whom AND j.person_id = jz.myself() AND NOT jz.is_committed(j.xmin)
          AND j.action IN ('party.members_imported', 'party.import_undone'))) THEN
    RAISE EXCEPTION 'not in the journal' USING errcode = '42501';
  END IF;
  RETURN NULL;
END $$;

-- Who of the rosters one keeps has the number that a member of them has.
CREATE OR REPLACE FUNCTION jz.number_taken(asked uuid) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT m.name FROM public.party_member_person own
    JOIN public.party_member mine ON mine.id = own.member_id
    JOIN public.party_member_person p ON p.document_key = own.document_key
    JOIN public.party_member m ON m.id = p.member_id
   WHERE own.member_id = asked AND p.member_id <> asked AND m.left_on IS NULL
     AND mine.region LIKE ANY (jz.reach('party.manage'))
     AND m.region LIKE ANY (jz.reach('party.manage')) LIMIT 1
$$;

-- Takes back what a file told of persons: all of those it brought and who were taken back, and
-- what it filled in of others.
CREATE OR REPLACE FUNCTION jz.clear_imported(asked uuid) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  WITH r AS (
    SELECT r.member_id AS id, CASE WHEN r.is_new THEN 'document,phone,address'
                                   ELSE r.filled END AS what
      FROM public.party_import i JOIN public.party_import_row r ON r.import_id = i.id
      JOIN public.party_member m ON m.id = r.member_id
     WHERE i.id = asked AND i.state <> 'undone' AND i.region LIKE ANY (jz.reach('party.manage'))
       AND m.region LIKE ANY (jz.reach('party.manage'))
       AND CASE WHEN r.is_new THEN m.left_reason = 'mistake' ELSE r.filled <> '' AND m.version = r.member_version END)
  UPDATE public.party_member_person p
     SET document_kind = CASE WHEN r.what LIKE '%document%' THEN NULL ELSE document_kind END,
         document_number = CASE WHEN r.what LIKE '%document%' THEN '' ELSE document_number END,
         document_key = CASE WHEN r.what LIKE '%document%' THEN NULL ELSE document_key END,
         document_last4 = CASE WHEN r.what LIKE '%document%' THEN '' ELSE document_last4 END,
         phone = CASE WHEN r.what LIKE '%phone%' THEN '' ELSE phone END,
         phone_key = CASE WHEN r.what LIKE '%phone%' THEN NULL ELSE phone_key END,
         phone_last4 = CASE WHEN r.what LIKE '%phone%' THEN '' ELSE phone_last4 END,
         address = CASE WHEN r.what LIKE '%address%' THEN '' ELSE address END
    FROM r WHERE p.member_id = r.id
$$;

-- Organisations members can go to: names are no secret among those who keep rosters.
CREATE OR REPLACE FUNCTION jz.organisations_named(typed text)
RETURNS TABLE (id uuid, name text, region text, place text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT o.id, o.name::text, o.region::text, coalesce(r.name, '')::text
    FROM public.party_organisation o LEFT JOIN public.region r ON r.code = left(o.region, 12)
   WHERE o.dissolved_on IS NULL AND jz.may('party.manage')
     AND (strpos(o.name, typed) > 0 OR starts_with(o.initials, lower(typed)))
   ORDER BY o.region, o.pinyin, o.id LIMIT 40
$$;

-- One of them by its key, also where it does not stand any more.
CREATE OR REPLACE FUNCTION jz.organisation_of(asked uuid)
RETURNS TABLE (id uuid, name text, region text, dissolved_on date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT o.id, o.name::text, o.region::text, o.dissolved_on
    FROM public.party_organisation o WHERE o.id = asked AND jz.may('party.manage')
$$;

CREATE OR REPLACE FUNCTION jz.stands_so(asked uuid, called text, at text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM public.party_organisation o WHERE o.id = asked
                    AND o.name = called AND o.region = at AND o.dissolved_on IS NULL)
$$;

-- Whether both sides of a transfer that is open said yes, and the organisation it leads to stands.
CREATE OR REPLACE FUNCTION jz.is_agreed(asked uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT count(*) = 2 FROM public.party_transfer t
    JOIN public.party_transfer_word w ON w.transfer_id = t.id AND w.is_yes
    JOIN public.party_organisation o ON o.id = t.to_id AND o.dissolved_on IS NULL
   WHERE t.id = asked AND t.state = 'open'
$$;

-- Moves a member whose transfer both sides agreed to; a row that leaves one's own scope cannot be
-- updated by its policy.
CREATE OR REPLACE FUNCTION jz.move_member(asked uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NOT jz.is_agreed(asked) OR NOT EXISTS (
       SELECT 1 FROM public.party_transfer_word w
        WHERE w.transfer_id = asked AND w.person_id = jz.me() AND jz.is_now(w.at)) THEN
    RAISE EXCEPTION 'not agreed' USING errcode = '42501';
  END IF;
  UPDATE public.party_member m
     SET organisation_id = t.to_id, region = t.to_region, version = m.version + 1
    FROM public.party_transfer t
   WHERE t.id = asked AND m.id = t.member_id AND m.organisation_id = t.from_id
     AND m.left_on IS NULL;
END $$;

-- Whether a transfer may end as a row says it did.
CREATE OR REPLACE FUNCTION jz.ended_so(asked uuid, ended text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT CASE ended
    WHEN 'done' THEN EXISTS (SELECT 1 FROM public.party_transfer t
         JOIN public.party_member m ON m.id = t.member_id AND m.organisation_id = t.to_id
        WHERE t.id = asked)
    WHEN 'refused' THEN EXISTS (SELECT 1 FROM public.party_transfer_word w
        WHERE w.transfer_id = asked AND NOT w.is_yes)
    WHEN 'withdrawn' THEN EXISTS (SELECT 1 FROM public.party_transfer t
        WHERE t.id = asked AND t.from_region LIKE ANY (jz.reach('party.manage')))
    ELSE false END
$$;
