-- Login roles follow the accounts: whoever keeps accounts writes rows, the database does the rest.

CREATE OR REPLACE FUNCTION jz.is_verifier(told text) RETURNS boolean
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT coalesce(told ~
    '^SCRAM-SHA-256\$[0-9]{{4,7}}:[A-Za-z0-9+/]{{22}}==\$[A-Za-z0-9+/]{{43}}=:[A-Za-z0-9+/]{{43}}=$',
    false)
$$;

-- Makes, opens or shuts a login role and says which groups it is in; owned by the role that may
-- create roles, and called by nobody but the functions below. `had` are the groups it is in by
-- now, NULL where the role is to be looked for.
CREATE OR REPLACE FUNCTION jz_accounts.fit(login text, verifier text, is_open boolean,
                                           had text[], groups text[])
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF login !~ '^{login_start}[a-z0-9][a-z0-9._-]{{1,31}}$' OR NOT jz.is_verifier(verifier)
  THEN RAISE EXCEPTION 'no login or verifier' USING errcode = '22023'; END IF;
  BEGIN  -- else the verifier stands in the error's context and in the log
    EXECUTE format('%s ROLE %I %s CONNECTION LIMIT 8 PASSWORD %L',
      CASE WHEN EXISTS (SELECT 1 FROM pg_roles WHERE rolname = login) THEN 'ALTER'
           ELSE 'CREATE' END, login,
      CASE WHEN is_open THEN 'LOGIN' ELSE 'NOLOGIN' END, verifier);
  EXCEPTION WHEN OTHERS THEN
    RAISE EXCEPTION 'login role not written' USING errcode = sqlstate;
  END;
  EXECUTE format('ALTER ROLE %I RESET ALL', login);  -- what it set for itself, if only to break it
  PERFORM jz_accounts.reach(login);
  PERFORM jz_accounts.join(login, had, groups);
END $$;

CREATE OR REPLACE FUNCTION jz_accounts.join(login text, had text[], groups text[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE one text; is_in boolean;
BEGIN
  IF login !~ '^{login_start}[a-z0-9][a-z0-9._-]{{1,31}}$' THEN
    RAISE EXCEPTION 'no login' USING errcode = '22023'; END IF;
  FOREACH one IN ARRAY ARRAY[{groups}] LOOP
    is_in := CASE WHEN had IS NULL THEN pg_has_role(login, one, 'member') ELSE one = ANY (had) END;
    IF one = ANY (groups) AND NOT is_in THEN
      EXECUTE format('GRANT %I TO %I{membership}', one, login);
    ELSIF NOT one = ANY (groups) AND is_in THEN
      EXECUTE format('REVOKE %I FROM %I', one, login);
    END IF;
  END LOOP;
END $$;

-- Only who has the rights of a role may end what it opened or see when that began: the role that
-- made it has them, for the functions below and nothing else. They are given once and stay: what
-- is given within a transaction, whoever keeps that one open could keep everybody from.
CREATE OR REPLACE FUNCTION jz_accounts.reach(login text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF login !~ '^{login_start}[a-z0-9][a-z0-9._-]{{1,31}}$' THEN
    RAISE EXCEPTION 'no login' USING errcode = '22023'; END IF;
  IF NOT pg_has_role('{accounts}', login, 'usage') THEN
    EXECUTE format('GRANT %I TO {accounts}{membership}', login);
  END IF;
END $$;

-- Ends the other connections of a login to this database; who never got a login has none.
CREATE OR REPLACE FUNCTION jz_accounts.end_sessions(login text, before timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_roles r WHERE r.rolname = login) THEN RETURN; END IF;
  PERFORM jz_accounts.reach(login);
  PERFORM pg_stat_clear_snapshot();  -- of earlier in this transaction
  PERFORM pg_terminate_backend(s.pid) FROM pg_stat_activity s
    WHERE s.usename = login AND s.datname = current_database() AND s.pid <> pg_backend_pid()
      AND s.backend_start < before;
END $$;

-- Ends one of them, if it is that login's still.
CREATE OR REPLACE FUNCTION jz_accounts.end_session(login text, connection int) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM jz_accounts.reach(login);
  PERFORM pg_terminate_backend(s.pid) FROM pg_stat_activity s
    WHERE s.usename = login AND s.pid = connection AND s.datname = current_database();
END $$;

-- Whether the connection that asks began before a moment.
CREATE OR REPLACE FUNCTION jz_accounts.is_older(login text, moment timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM jz_accounts.reach(login);
  PERFORM pg_stat_clear_snapshot();
  RETURN coalesce((SELECT s.backend_start < moment FROM pg_stat_activity s
                    WHERE s.pid = pg_backend_pid()), true);
END $$;

-- Brings the login role of a person to what the accounts say.
CREATE OR REPLACE FUNCTION jz.fit_login(asked uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE p record; wanted text[]; f jz.fitted; mark text;
BEGIN
  SELECT '{login_start}' || q.login AS login, s.password_hash AS verifier,
         q.is_active AND (q.locked_until IS NULL OR q.locked_until <= now()) AS is_open
    INTO p FROM public.person q JOIN public.person_secret s ON s.person_id = q.id
   WHERE q.id = asked AND jz.is_verifier(s.password_hash);
  IF NOT FOUND THEN RETURN; END IF;
  SELECT coalesce(array_agg(DISTINCT r.grouped ORDER BY r.grouped), '{{}}') INTO wanted
    FROM public.role_grant g JOIN jz.role_group r ON r.role = g.role
   WHERE (g.until IS NULL OR g.until > clock_timestamp() + interval '1 second')  -- of a desk
     AND (g.person_id = asked OR g.person_id IN (SELECT d.person_id FROM public.deputy d
           WHERE d.deputy_id = asked AND d.until > now()));
  wanted := array_append(wanted, '{people}');
  mark := md5(p.verifier || p.is_open);
  SELECT * INTO f FROM jz.fitted t WHERE t.login = p.login;
  IF f.mark = mark AND f.groups = wanted THEN RETURN; END IF;
  LOCK TABLE jz.fitted IN SHARE ROW EXCLUSIVE MODE;  -- an advisory lock anybody could hold
  IF f.mark = mark THEN
    PERFORM jz_accounts.join(p.login, f.groups, wanted);
  ELSE
    PERFORM jz_accounts.fit(p.login, p.verifier, p.is_open, f.groups, wanted);
  END IF;
  INSERT INTO jz.fitted VALUES (p.login, mark, wanted)
    ON CONFLICT (login) DO UPDATE SET mark = excluded.mark, groups = excluded.groups;
END $$;

CREATE OR REPLACE FUNCTION jz.follow_accounts() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE told jsonb := to_jsonb(coalesce(new, old)); one text;
BEGIN
  FOREACH one IN ARRAY ARRAY[CASE WHEN tg_table_name = 'person' THEN told ->> 'id'
                                  ELSE told ->> 'person_id' END, told ->> 'deputy_id'] LOOP
    IF one IS NOT NULL THEN PERFORM jz.fit_login(one::uuid); END IF;
  END LOOP;
  IF tg_table_name = 'role_grant' THEN
    PERFORM jz.fit_login(d.deputy_id) FROM public.deputy d
      WHERE d.person_id = (told ->> 'person_id')::uuid AND d.until > now();
  END IF;
  RETURN NULL;
END $$;

-- A password chosen for somebody: only its verifier ever gets here. One that somebody else chose
-- must be changed at the first sign-in.
CREATE OR REPLACE FUNCTION jz.keep_secret(asked uuid, verifier text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NOT jz.is_verifier(verifier) THEN
    RAISE EXCEPTION 'no verifier' USING errcode = '22023';
  END IF;
  IF asked IS DISTINCT FROM jz.me() AND NOT jz.keeps_person(asked) THEN
    RAISE EXCEPTION 'not yours' USING errcode = '42501';
  END IF;
  INSERT INTO public.person_secret (person_id, password_hash, changed_at)
    VALUES (asked, verifier, now())
    ON CONFLICT (person_id) DO UPDATE
      SET password_hash = excluded.password_hash, changed_at = excluded.changed_at;
  IF asked IS DISTINCT FROM jz.me() AND NOT jz.is_service() THEN
    DELETE FROM public.factor_pass WHERE person_id = asked;
    UPDATE public.person SET must_change_password = true WHERE id = asked;
  END IF;
END $$;

-- At the end of a transaction that changed an account or what it may do: it stands in the
-- journal, in this very transaction, by who did it. Else an administrator could become somebody
-- by a new password, or let somebody in, and no trace would be left.
CREATE OR REPLACE FUNCTION jz.must_be_journaled() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE told jsonb := to_jsonb(coalesce(new, old));
        whom text := CASE tg_table_name WHEN 'person' THEN told ->> 'id'
                     WHEN 'shared_setting' THEN told ->> 'name'
                     WHEN 'maintenance_order' THEN 'database'
                     WHEN 'paper_template' THEN 'template/' || (told ->> 'kind')
                     WHEN 'form_template' THEN 'form/' || (told ->> 'kind') || '/'
                       || (told ->> 'region') ELSE told ->> 'person_id' END;
        by_itself text[] := ARRAY['last_sign_in_at', 'failed_count', 'version'];
        actions text[] := CASE tg_table_name
          WHEN 'person' THEN '{{accounts.create_person,accounts.update_person,accounts.lock_person,'
            'accounts.unlock_person,accounts.activate_person,accounts.deactivate_person,'
            'accounts.reset_password}}'
          WHEN 'person_secret' THEN '{{accounts.create_person,accounts.reset_password}}'
          WHEN 'role_grant' THEN '{{accounts.grant_role,accounts.end_grant}}'
          WHEN 'second_factor' THEN '{{accounts.second_factor_off}}'
          WHEN 'deputy' THEN '{{accounts.set_deputy,accounts.end_deputy}}'
          WHEN 'maintenance_order' THEN '{{administration.announce,administration.withdraw}}'
          WHEN 'paper_template' THEN '{{papers.template_saved}}'
          WHEN 'form_template' THEN '{{papers.form_saved}}'
          ELSE '{{settings.set}}' END;
BEGIN
  IF tg_table_name = 'person' AND tg_op = 'UPDATE' AND to_jsonb(old) - by_itself
     = to_jsonb(new) - by_itself THEN RETURN NULL; END IF;
  -- Whoever migrates is told by the table: after a restore the roles of another server may be gone.
  IF tg_table_name = 'maintenance_order' AND pg_has_role(session_user, (
       SELECT c.relowner FROM pg_class c WHERE c.oid = tg_relid), 'usage') THEN RETURN NULL; END IF;
  IF tg_table_name = 'second_factor' AND (told ->> 'confirmed_at' IS NULL OR (tg_op = 'UPDATE'
     AND to_jsonb(old) ->> 'confirmed_at' IS NOT NULL)) THEN RETURN NULL; END IF;
  IF NOT jz.is_service() AND NOT EXISTS (
       SELECT 1 FROM public.journal j
        WHERE j.subject = whom AND j.person_id = jz.myself() AND NOT jz.is_committed(j.xmin)
          AND (j.action = ANY (actions)
               OR (whom = jz.myself()::text AND tg_table_name IN ('person', 'person_secret')
                   AND j.action IN ('accounts.change_password', 'accounts.sign_in'))
               OR (whom = jz.myself()::text AND tg_table_name = 'second_factor'
                   AND j.action = 'accounts.second_factor_on'))) THEN
    RAISE EXCEPTION 'not in the journal' USING errcode = '42501';
  END IF;
  RETURN NULL;
END $$;

-- At the end of a transaction that took something away from somebody: a new password that another
-- chose, a shut account, an ended role. Else what they have open would stay as it began. A login
-- that is shut for a while, since others guessed at it, keeps what it has open.
CREATE OR REPLACE FUNCTION jz.end_old_sessions() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE told jsonb := to_jsonb(old); whom uuid; name text;
BEGIN
  whom := (CASE tg_table_name WHEN 'person' THEN told ->> 'id' WHEN 'deputy' THEN told ->> 'deputy_id'
                              ELSE told ->> 'person_id' END)::uuid;
  SELECT '{login_start}' || p.login INTO name FROM public.person p WHERE p.id = whom;
  IF FOUND AND NOT (tg_table_name = 'person_secret' AND whom IS NOT DISTINCT FROM jz.me()) THEN
    PERFORM jz_accounts.end_sessions(name, 'infinity');
  END IF;
  RETURN NULL;
END $$;

-- Whoever chose a new password ends what was opened by the one before.
CREATE OR REPLACE FUNCTION jz.end_my_older_sessions() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE since timestamptz;
BEGIN
  SELECT s.changed_at INTO since FROM public.person_secret s WHERE s.person_id = jz.me();
  IF NOT FOUND THEN RETURN; END IF;
  PERFORM jz_accounts.end_sessions(session_user::text, since);
END $$;

-- How the password of whoever asks is reckoned: the server tells it to everybody who signs in.
CREATE OR REPLACE FUNCTION jz.reckoned_by() RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT substring(s.password_hash FROM '^[^$]+[$][^$]+') FROM public.person_secret s
   WHERE s.person_id = jz.me()
$$;

-- A password somebody chooses for themself, by knowing the one that holds now: what an old one
-- opened, and whoever found a desk open, does not know it. A program of before shows no proof: its
-- connection must be younger than the password.
CREATE OR REPLACE FUNCTION jz.choose_password(verifier text, proof bytea DEFAULT NULL)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE held text; since timestamptz;
BEGIN
  SELECT s.password_hash, s.changed_at INTO held, since FROM public.person_secret s
   WHERE s.person_id = jz.me();
  IF NOT FOUND OR held = verifier THEN
    RAISE EXCEPTION 'no new password' USING errcode = '22023';
  END IF;
  IF (CASE WHEN proof IS NULL THEN jz_accounts.is_older(session_user::text, since + interval '5 seconds')
          ELSE split_part(split_part(held, '$', 3), ':', 1) <> encode(sha256(proof), 'base64') END)
  THEN RAISE EXCEPTION 'not by the password of now' USING errcode = '42501'; END IF;
  PERFORM jz.keep_secret(jz.me(), verifier);
  UPDATE public.person SET must_change_password = false WHERE id = jz.me();
END $$;

CREATE OR REPLACE FUNCTION jz.note_sign_in() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NOT jz.is_shut() THEN  -- else whoever signs in only reads
    UPDATE public.person SET last_sign_in_at = now(), failed_count = 0, locked_until = NULL
     WHERE id = jz.me();
  END IF;
END $$;
