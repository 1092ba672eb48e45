-- The second factor (RFC 6238): whoever turned it on has no rights in a session that does not
-- show a pass, and a pass is had for a code. A code is offered and committed before it is looked
-- at, since a try that can be rolled back is none.

-- SHA-1 as authenticators use it (FIPS 180-4); the server itself has only its successors.
CREATE OR REPLACE FUNCTION jz.sha1(told bytea) RETURNS bytea
LANGUAGE plpgsql IMMUTABLE STRICT SET search_path = pg_catalog, pg_temp AS $$
DECLARE whole bytea := told || '\x80'::bytea
          || decode(repeat('00', (119 - length(told) % 64) % 64), 'hex')
          || int8send(8 * length(told)::bigint);
        w bigint[]; x bigint; f bigint; k bigint; t bigint;
        a bigint; b bigint; c bigint; d bigint; e bigint; m bigint := 4294967295;
        h bigint[] := ARRAY[1732584193, 4023233417, 2562383102, 271733878, 3285377520];
BEGIN
  FOR block IN 0 .. length(whole) / 64 - 1 LOOP
    FOR i IN 0 .. 15 LOOP
      w[i] := ('x' || encode(substr(whole, block * 64 + i * 4 + 1, 4), 'hex'))::bit(32)::bigint & m;
    END LOOP;
    FOR i IN 16 .. 79 LOOP
      x := w[i - 3] # w[i - 8] # w[i - 14] # w[i - 16];
      w[i] := ((x << 1) | (x >> 31)) & m;
    END LOOP;
    a := h[1]; b := h[2]; c := h[3]; d := h[4]; e := h[5];
    FOR i IN 0 .. 79 LOOP
      IF i < 20 THEN f := (b & c) | ((~b) & d); k := 1518500249;
      ELSIF i < 40 THEN f := b # c # d; k := 1859775393;
      ELSIF i < 60 THEN f := (b & c) | (b & d) | (c & d); k := 2400959708;
      ELSE f := b # c # d; k := 3395469782;
      END IF;
      t := ((((a << 5) | (a >> 27)) & m) + f + e + k + w[i]) & m;
      e := d; d := c; c := ((b << 30) | (b >> 2)) & m; b := a; a := t;
    END LOOP;
    h := ARRAY[(h[1] + a) & m, (h[2] + b) & m, (h[3] + c) & m, (h[4] + d) & m, (h[5] + e) & m];
  END LOOP;
  RETURN decode((SELECT string_agg(lpad(to_hex(each), 8, '0'), '' ORDER BY at)
                   FROM unnest(h) WITH ORDINALITY AS words (each, at)), 'hex');
END $$;

CREATE OR REPLACE FUNCTION jz.hmac_sha1(secret bytea, told bytea) RETURNS bytea
LANGUAGE plpgsql IMMUTABLE STRICT SET search_path = pg_catalog, pg_temp AS $$
DECLARE k bytea := CASE WHEN length(secret) > 64 THEN jz.sha1(secret) ELSE secret END;
        inner_pad bytea := decode(repeat('36', 64), 'hex');
        outer_pad bytea := decode(repeat('5c', 64), 'hex');
BEGIN
  FOR i IN 0 .. length(k) - 1 LOOP
    inner_pad := set_byte(inner_pad, i, get_byte(k, i) # 54);
    outer_pad := set_byte(outer_pad, i, get_byte(k, i) # 92);
  END LOOP;
  RETURN jz.sha1(outer_pad || jz.sha1(inner_pad || told));
END $$;

-- The code of a step of time (RFC 4226, 5.3): six digits.
CREATE OR REPLACE FUNCTION jz.code_of(secret bytea, step bigint) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT SET search_path = pg_catalog, pg_temp AS $$
DECLARE mac bytea := jz.hmac_sha1(secret, int8send(step));
        at int := get_byte(mac, 19) & 15;
BEGIN
  RETURN lpad(((('x' || encode(substr(mac, at + 1, 4), 'hex'))::bit(32)::bigint & 2147483647)
               % 1000000)::text, 6, '0');
END $$;

-- Whether somebody has no second factor, or this session shows a pass that was given for a code.
CREATE OR REPLACE FUNCTION jz.is_proven(whom uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT NOT EXISTS (SELECT 1 FROM public.second_factor f
                      WHERE f.person_id = whom AND f.confirmed_at IS NOT NULL)
      OR EXISTS (SELECT 1 FROM public.factor_pass p
                  WHERE p.person_id = whom AND p.until > now() AND p.hash = encode(sha256(
                        convert_to(current_setting('jz.pass', true), 'UTF8')), 'hex'))
$$;

CREATE OR REPLACE FUNCTION jz.needs_code() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT NOT jz.is_proven(jz.knocking())
$$;

CREATE OR REPLACE FUNCTION jz.has_factor(whom uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM public.second_factor f
                  WHERE f.person_id = whom AND f.confirmed_at IS NOT NULL)
     AND (whom = jz.knocking() OR jz.keeps_person(whom))
$$;

-- A new secret; it counts for nothing until a code of it was given. One that counts is not
-- replaced: it is turned off first, which takes a session that is proven.
CREATE OR REPLACE FUNCTION jz.begin_factor(key bytea) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF jz.knocking() IS NULL OR length(key) <> 20 THEN
    RAISE EXCEPTION 'no secret' USING errcode = '22023';
  END IF;
  INSERT INTO public.second_factor AS f
      (person_id, secret, last_step, tries, offered, offered_for)
    VALUES (jz.knocking(), key, 0, 0, '', '')
    ON CONFLICT (person_id) DO UPDATE SET secret = excluded.secret, last_step = 0, offered = ''
      WHERE f.confirmed_at IS NULL;
  IF NOT FOUND THEN RAISE EXCEPTION 'turn it off first' USING errcode = '42501'; END IF;
END $$;

-- Note a code to be looked at once this is committed, and the hash of what is to be had for it: a
-- code belongs to who offered it, not to whoever asks first. Returns how many seconds to wait where
-- too many were wrong, and notes nothing then. Only a right code ends the count.
CREATE OR REPLACE FUNCTION jz.offer_code(code text, hashed text) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE f public.second_factor; at timestamptz := clock_timestamp(); rest int;
BEGIN
  SELECT * INTO f FROM public.second_factor WHERE person_id = jz.knocking() FOR UPDATE;
  IF NOT FOUND OR code !~ '^[0-9]{{6}}$' OR hashed !~ '^[0-9a-f]{{64}}$' THEN
    RAISE EXCEPTION 'no code' USING errcode = '22023';
  END IF;
  IF f.tries > 0 AND f.tries % {factor_tries} = 0 THEN
    rest := least({factor_wait} * 2 ^ least(f.tries / {factor_tries} - 1, 10), {factor_longest})
            - extract(epoch FROM at - f.tried_at);
    IF rest > 0 THEN RETURN rest; END IF;
  END IF;
  UPDATE public.second_factor
     SET offered = code, offered_for = hashed, tried_at = at, tries = tries + 1
   WHERE person_id = f.person_id;
  RETURN 0;
END $$;

-- Look at the code that was offered for this pass: right when it was offered, and never used
-- before, it is worth that pass. Whether it was right.
CREATE OR REPLACE FUNCTION jz.prove_factor(hashed text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE f public.second_factor; mark xid; found bigint; step bigint; hours int;
BEGIN
  SELECT xmin INTO mark FROM public.second_factor WHERE person_id = jz.knocking() FOR UPDATE;
  SELECT * INTO f FROM public.second_factor WHERE person_id = jz.knocking();
  IF f.person_id IS NULL OR f.offered = '' OR f.offered_for IS DISTINCT FROM hashed
     OR jz.is_committed(mark) IS NOT TRUE OR f.tried_at < clock_timestamp() - interval '1 minute'
  THEN RETURN false; END IF;
  step := floor(extract(epoch FROM f.tried_at) / 30);
  SELECT max(s) INTO found FROM generate_series(step - 1, step + 1) s
   WHERE s > f.last_step AND jz.code_of(f.secret, s) = f.offered;
  IF found IS NULL THEN RETURN false; END IF;
  UPDATE public.second_factor
     SET confirmed_at = coalesce(confirmed_at, now()), last_step = found, tries = 0, offered = ''
   WHERE person_id = f.person_id;
  DELETE FROM public.factor_pass WHERE person_id = f.person_id AND until < now();
  SELECT (s.value #>> '{{}}')::int INTO hours FROM public.shared_setting s
   WHERE s.name = 'second_factor_hours' AND s.valid_from <= now()
   ORDER BY s.valid_from DESC, s.version DESC LIMIT 1;
  INSERT INTO public.factor_pass (hash, person_id, until)
    VALUES (hashed, f.person_id, now() + make_interval(
            hours => least(greatest(coalesce(hours, {factor_hours}), 1), 24)));
  RETURN true;
END $$;

-- Turn it off: one's own just after giving a code, since a pass can be stolen, or that of somebody
-- whose phone is lost.
CREATE OR REPLACE FUNCTION jz.drop_factor(whom uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NOT coalesce(jz.keeps_person(whom), false) AND NOT EXISTS (
       SELECT 1 FROM public.second_factor f WHERE f.person_id = whom AND whom = jz.me()
          AND f.last_step >= floor(extract(epoch FROM clock_timestamp()) / 30) - {factor_fresh}) THEN
    RAISE EXCEPTION 'not yours' USING errcode = '42501';
  END IF;
  DELETE FROM public.factor_pass WHERE person_id = whom;
  DELETE FROM public.second_factor WHERE person_id = whom;
END $$;
