-- Once per database, as a superuser, and again after an update: what every role may call by default and nobody here needs.
-- Large objects are a store nobody asks for, advisory locks a way to keep others waiting.
DO $$
DECLARE f regprocedure;
BEGIN
  FOR f IN SELECT oid FROM pg_proc
            WHERE pronamespace = 'pg_catalog'::regnamespace
              AND (proname ~ '^lo_|^pg_(try_)?advisory_' OR proname IN ('lowrite', 'loread')) LOOP
    EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', f);
    IF f::text LIKE '%advisory%' THEN  -- the service takes one while it migrates or proves a backup
      EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO %I', f,
                     'jz_' || (SELECT role_tag FROM database_state) || '__owner');
    END IF;
  END LOOP;
  EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
END $$;
CREATE EXTENSION IF NOT EXISTS pg_stat_statements;

-- Whoever runs the system sees since when others are connected and what takes long: the role that
-- owns the functions they ask by may look, and the functions show it to nobody else. The service
-- account, which is its member, may look as well.
DO $$
BEGIN
  EXECUTE format('GRANT pg_read_all_stats TO %I',
                 'jz_' || (SELECT role_tag FROM database_state) || '__owner');
END $$;

-- Who types wrong passwords is told by the server's log alone. The keeper shuts a login for a while
-- after too many of them; it is told which login, from which address, in which minute and how
-- often, and no line of the log.
CREATE SCHEMA IF NOT EXISTS jz_watch;
DROP FUNCTION IF EXISTS jz_watch.failed_sign_ins(timestamptz);  -- of an earlier version
CREATE TABLE IF NOT EXISTS jz_watch.place (file text NOT NULL, byte bigint NOT NULL);
CREATE TABLE IF NOT EXISTS jz_watch.wrong (login text, address text, minute timestamptz,
  failures bigint NOT NULL, PRIMARY KEY (login, address, minute));
REVOKE ALL ON jz_watch.place, jz_watch.wrong FROM PUBLIC;

-- Counts the lines of one piece. A login that nobody has is counted as '': else whoever tries names
-- at random would fill the table.
CREATE OR REPLACE FUNCTION jz_watch.count_lines(piece text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE start CONSTANT text := 'jz_' || (SELECT role_tag FROM public.database_state) || '_';
        zone CONSTANT text := current_setting('log_timezone');
        line text; told jsonb; names text[] := '{}'; places text[] := '{}'; moments timestamptz[] := '{}';
BEGIN
  FOR line IN SELECT l FROM string_to_table(piece, E'\n') AS l WHERE l LIKE '%"28P01"%' LOOP
    BEGIN
      told := line::jsonb;
      CONTINUE WHEN told ->> 'state_code' <> '28P01' OR told ->> 'dbname' <> current_database()
        OR NOT starts_with(told ->> 'user', start) OR told ->> 'user' = start;  -- a desk that knocks
      -- not by the zone it names: China's own is called CST, which is read as Chicago's
      moments := moments || left(told ->> 'timestamp', 16)::timestamp AT TIME ZONE zone;
      names := names || (told ->> 'user');
      places := places || coalesce(told ->> 'remote_host', '');
    EXCEPTION WHEN OTHERS THEN
      CONTINUE;  -- half a line, or one of another form
    END;
  END LOOP;
  INSERT INTO jz_watch.wrong AS w
  SELECT coalesce(substr(r.rolname, length(start) + 1), ''), f.place, f.at, count(*)
    FROM unnest(names, places, moments) AS f (named, place, at)
    LEFT JOIN pg_roles r ON r.rolname = f.named GROUP BY 1, 2, 3
  ON CONFLICT (login, address, minute) DO UPDATE SET failures = w.failures + excluded.failures;
END $$;

-- Reads on from where it stopped, file by file and piece by piece, so that whoever floods the log
-- hides nothing; at most so many bytes at once. Says how many are left, NULL where no such log is
-- kept.
CREATE OR REPLACE FUNCTION jz_watch.read_log(most bigint DEFAULT 268435456) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE newest CONSTANT text := pg_current_logfile('jsonlog');
        step CONSTANT bigint := 4 * 1024 * 1024;
        here jz_watch.place; size bigint; piece text; taken bigint;
BEGIN
  IF newest IS NULL THEN RETURN NULL; END IF;
  LOCK TABLE jz_watch.place IN SHARE ROW EXCLUSIVE MODE;  -- one at a time
  SELECT * INTO here FROM jz_watch.place;
  IF NOT FOUND THEN
    here := (newest, greatest(0, (pg_stat_file(newest)).size - step));
    INSERT INTO jz_watch.place VALUES (here.file, here.byte);
  END IF;
  LOOP
    size := (pg_stat_file(here.file, true)).size;  -- NULL where it is gone
    IF size < here.byte THEN here.byte := 0; END IF;  -- it was begun anew
    IF size IS NULL OR here.byte >= size THEN
      EXIT WHEN here.file = newest;
      here := (newest, 0);
      CONTINUE;
    END IF;
    EXIT WHEN most <= 0;
    taken := least(step, size - here.byte);
    BEGIN  -- bytes, each as a sign: a piece may begin and end within a character
      piece := convert_from(pg_read_binary_file(here.file, here.byte, taken), 'LATIN1');
      taken := length(piece);
      IF right(piece, 1) <> E'\n' AND strpos(piece, E'\n') > 0 THEN
        taken := taken - strpos(reverse(piece), E'\n') + 1;  -- the last line comes with the next
      ELSIF right(piece, 1) <> E'\n' AND taken < step AND here.file = newest THEN
        EXIT;  -- it is being written
      END IF;
      PERFORM jz_watch.count_lines(left(piece, taken::int));
    EXCEPTION WHEN character_not_in_repertoire THEN  -- zeros after a power cut
      NULL;
    END;
    here.byte := here.byte + taken;
    most := most - taken;
  END LOOP;
  UPDATE jz_watch.place SET file = here.file, byte = here.byte;
  DELETE FROM jz_watch.wrong WHERE minute < now() - interval '1 day';
  RETURN greatest(0, size - here.byte);
END $$;

CREATE OR REPLACE FUNCTION jz_watch.wrong_passwords(since timestamptz)
RETURNS TABLE (login text, address text, minute timestamptz, failures bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT w.login, w.address, w.minute, w.failures FROM jz_watch.wrong w WHERE w.minute >= since
$$;
REVOKE ALL ON FUNCTION jz_watch.count_lines(text), jz_watch.read_log(bigint),
  jz_watch.wrong_passwords(timestamptz) FROM PUBLIC;
DO $$
DECLARE owner CONSTANT text := 'jz_' || (SELECT role_tag FROM database_state) || '__owner';
BEGIN
  EXECUTE format('GRANT USAGE ON SCHEMA jz_watch TO %I', owner);
  EXECUTE format('GRANT EXECUTE ON FUNCTION jz_watch.read_log(bigint),'
                 ' jz_watch.wrong_passwords(timestamptz) TO %I', owner);
END $$;
