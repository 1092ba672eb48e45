-- What whoever runs the system may see of the server, and how desks are kept from writing while
-- it is maintained. Of others' sessions the owner of these functions sees who and which program
-- only, unless a superuser made it a member of pg_read_all_stats (packaging/server/harden.sql).

CREATE OR REPLACE FUNCTION jz.may_operate() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT jz.is_service() OR jz.reaches_all('administration.operations')
$$;

CREATE OR REPLACE FUNCTION jz.is_shut() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM public.maintenance_order m
                  WHERE (m.stops_writing AND m.begins_at <= clock_timestamp())
                     OR m.migrating_until > clock_timestamp())
$$;

-- Before every statement that writes, of a desk or of psql alike. The question stands here once
-- more, since its plan is kept from one statement to the next, which that of a function is not.
-- Whoever may open the database again is let through, and whoever the table belongs to: told by
-- the table, since after a restore the roles of another server may be missing here. Two tables
-- have no such trigger, so that people sign in to read: the journal, which takes only what its
-- writer did just now, and which program stands on a desk.
CREATE OR REPLACE FUNCTION jz.refuse_when_shut() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM public.maintenance_order m
              WHERE (m.stops_writing AND m.begins_at <= clock_timestamp())
                 OR m.migrating_until > clock_timestamp()) THEN
    IF pg_has_role(session_user, (SELECT c.relowner FROM pg_class c WHERE c.oid = tg_relid),
                   'usage') THEN RETURN NULL; END IF;
    IF jz.reaches_all('administration.operations') THEN RETURN NULL; END IF;
    RAISE EXCEPTION '{closed}' USING errcode = '55P03';
  END IF;
  RETURN NULL;
END $$;

-- Whether others' sessions and statements are seen whole, and whether the server counts them.
CREATE OR REPLACE FUNCTION jz.sight() RETURNS TABLE (sees_all boolean, counts boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT pg_has_role(current_user, 'pg_read_all_stats', 'usage'),
         EXISTS (SELECT 1 FROM pg_extension WHERE extname = 'pg_stat_statements')
   WHERE jz.may_operate()
$$;

CREATE OR REPLACE FUNCTION jz.connections()
RETURNS TABLE (role text, program text, address text, connections int, since timestamptz,
               changed timestamptz, busy int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT * FROM ({connections}) c WHERE jz.may_operate()
$$;

CREATE OR REPLACE FUNCTION jz.running(longer interval)
RETURNS TABLE (role text, program text, since timestamptz, waits boolean, statement text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT * FROM ({running}) r WHERE jz.may_operate()
$$;

-- The statements that took longest on average; none where the server does not count them, or
-- counts them and was started without.
CREATE OR REPLACE FUNCTION jz.slow_statements()
RETURNS TABLE (calls bigint, mean_ms double precision, worst_ms double precision, statement text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE place text;
BEGIN
  SELECT quote_ident(n.nspname) INTO place FROM pg_extension e
    JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'pg_stat_statements';
  IF place IS NULL OR NOT jz.may_operate() THEN RETURN; END IF;
  RETURN QUERY EXECUTE format($q${counted}$q$, place);
EXCEPTION WHEN object_not_in_prerequisite_state THEN RETURN;
END $$;

-- The last backup and what of the journal is not sealed yet; administrators do not read the rest.
CREATE OR REPLACE FUNCTION jz.housekeeping()
RETURNS TABLE (backup_at timestamptz, backup_by text, backup_desk text, backup_facts jsonb,
               unsealed bigint, sealed_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT b.at, b.person_name, b.desk, b.facts,
         (SELECT count(*) FROM (SELECT 1 FROM public.journal j
           WHERE j.serial > coalesce(s.last_serial, 0) LIMIT {most_unsealed}) u), s.at
    FROM (SELECT 1) one
    LEFT JOIN LATERAL (SELECT j.at, j.person_name, j.desk, j.facts FROM public.journal j
           WHERE j.subject = 'backup' AND j.action = 'administration.backup'
           ORDER BY j.at DESC LIMIT 1) b ON true
    LEFT JOIN LATERAL (SELECT k.last_serial, k.at FROM public.journal_seal k
           ORDER BY k.number DESC LIMIT 1) s ON true
   WHERE jz.may_operate()
$$;
