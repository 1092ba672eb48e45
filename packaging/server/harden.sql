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
-- after too many of them; it is told which login, how often and when last, and no line of the log.
CREATE SCHEMA IF NOT EXISTS jz_watch;
CREATE OR REPLACE FUNCTION jz_watch.failed_sign_ins(since timestamptz)
RETURNS TABLE (login text, failures bigint, last_at timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE file text := pg_current_logfile('jsonlog');
        most CONSTANT bigint := 4 * 1024 * 1024;  -- of the newest lines
        start CONSTANT text := 'jz_' || (SELECT role_tag FROM public.database_state) || '_';
        line text; told jsonb; at timestamptz; logins text[] := '{}'; moments timestamptz[] := '{}';
BEGIN
  IF file IS NULL THEN  -- there is no such log: one row says so
    RETURN NEXT;
    RETURN;
  END IF;
  -- bytes, each as a sign: the first line may begin within a character
  FOR line IN SELECT piece FROM string_to_table(convert_from(pg_read_binary_file(file,
                greatest(0, (pg_stat_file(file)).size - most), most), 'LATIN1'), E'\n') AS piece
               WHERE piece LIKE '%"28P01"%' LOOP
    BEGIN
      told := line::jsonb;
    EXCEPTION WHEN OTHERS THEN
      CONTINUE;
    END;
    IF told ->> 'state_code' = '28P01' AND told ->> 'dbname' = current_database()
       AND starts_with(told ->> 'user', start)
    THEN
      -- not by the zone it names: China's own is called CST, which is read as Chicago's
      at := left(told ->> 'timestamp', 23)::timestamp AT TIME ZONE current_setting('log_timezone');
      CONTINUE WHEN at < since;
      logins := logins || substr(told ->> 'user', length(start) + 1);
      moments := moments || at;
    END IF;
  END LOOP;
  RETURN QUERY SELECT f.one, count(*), max(f.at) FROM unnest(logins, moments) AS f (one, at)
    GROUP BY f.one;
END $$;
REVOKE ALL ON FUNCTION jz_watch.failed_sign_ins(timestamptz) FROM PUBLIC;
DO $$
DECLARE owner CONSTANT text := 'jz_' || (SELECT role_tag FROM database_state) || '__owner';
BEGIN
  EXECUTE format('GRANT USAGE ON SCHEMA jz_watch TO %I', owner);
  EXECUTE format('GRANT EXECUTE ON FUNCTION jz_watch.failed_sign_ins(timestamptz) TO %I', owner);
END $$;
