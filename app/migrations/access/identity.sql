-- Who asks: always session_user, since everything else can be set by whoever holds a password.

CREATE OR REPLACE FUNCTION jz.is_service() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT pg_has_role(session_user, '{owner}', 'usage')
$$;

-- The person whose login role asks, whatever became of their account; NULL for other roles.
CREATE OR REPLACE FUNCTION jz.myself() RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT p.id FROM public.person p
   WHERE p.login = substr(session_user::text, length('{login_start}') + 1)
     AND starts_with(session_user::text, '{login_start}')
$$;

-- The same, while they may work.
CREATE OR REPLACE FUNCTION jz.knocking() RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT p.id FROM public.person p
   WHERE p.id = jz.myself()
     AND p.is_active AND (p.locked_until IS NULL OR p.locked_until < '9999-01-01+00')
$$;

CREATE OR REPLACE FUNCTION jz.my_name() RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT p.name FROM public.person p WHERE p.id = jz.myself()
$$;

-- The same, once they have given the code of their second factor, if they have one.
CREATE OR REPLACE FUNCTION jz.me() RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT k.id FROM jz.knocking() k (id) WHERE jz.is_proven(k.id)
$$;

-- Roles held now: own ones, and those of whom somebody stands in for (DOMAIN 2). None while a
-- password must be changed, or a code is to be given. Nobody inherits twice. A view, asked below
-- by functions that keep their plans: the rules of tables ask them many times in one statement.
CREATE OR REPLACE VIEW jz.holding AS
  SELECT g.role::text AS role, g.region::text AS region, g.unit_id
    FROM public.person me
    JOIN public.role_grant g ON g.person_id = me.id OR g.person_id IN (
         SELECT d.person_id FROM public.deputy d
          WHERE d.deputy_id = me.id AND d.since <= now() AND d.until > now())
    JOIN public.person p ON p.id = g.person_id
   WHERE me.id = (SELECT jz.me()) AND NOT me.must_change_password
     AND g.since <= now() AND (g.until IS NULL OR g.until > now())
     AND p.is_active AND (p.locked_until IS NULL OR p.locked_until < '9999-01-01+00');

CREATE OR REPLACE FUNCTION jz.held() RETURNS TABLE (role text, region text, unit_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT h.role, h.region, h.unit_id FROM jz.holding h
$$;

CREATE OR REPLACE FUNCTION jz.is_staff() RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN EXISTS (SELECT 1 FROM jz.holding h WHERE h.role NOT IN ('wall', 'kiosk'));
END $$;

CREATE OR REPLACE FUNCTION jz.is_own_staff() RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN EXISTS (SELECT 1 FROM jz.holding h
                  WHERE h.role NOT IN ('wall', 'kiosk', 'external_handler'));
END $$;

CREATE OR REPLACE FUNCTION jz.my_units() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT h.unit_id FROM jz.held() h WHERE h.unit_id IS NOT NULL
$$;

CREATE OR REPLACE FUNCTION jz.stands_in_for() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT d.person_id FROM public.deputy d
   WHERE d.deputy_id = jz.me() AND d.since <= now() AND d.until > now()
$$;

CREATE OR REPLACE FUNCTION jz.may(VARIADIC rights text[]) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  RETURN EXISTS (SELECT 1 FROM jz.holding h JOIN jz.role_right r ON r.role = h.role
                  WHERE r.named = ANY (rights));
END $$;

-- Patterns of the region codes any of these rights reaches by region alone.
CREATE OR REPLACE FUNCTION jz.reach(VARIADIC rights text[]) RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  RETURN (SELECT coalesce(array_agg(DISTINCT h.region || '%'), '{{}}')
    FROM jz.holding h JOIN jz.role_right r ON r.role = h.role
   WHERE r.named = ANY (rights) AND h.unit_id IS NULL);
END $$;

-- Patterns of "unit:region" any of these rights reaches through a unit.
CREATE OR REPLACE FUNCTION jz.unit_reach(VARIADIC rights text[]) RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  RETURN (SELECT coalesce(array_agg(DISTINCT h.unit_id || ':' || coalesce(h.region, '') || '%'),
                   '{{}}')
    FROM jz.holding h JOIN jz.role_right r ON r.role = h.role
   WHERE r.named = ANY (rights) AND h.unit_id IS NOT NULL);
END $$;

-- Units any of these rights reaches as a whole, not only where they meet a region.
CREATE OR REPLACE FUNCTION jz.whole_units(VARIADIC rights text[]) RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  RETURN (SELECT coalesce(array_agg(DISTINCT h.unit_id), '{{}}')
    FROM jz.holding h JOIN jz.role_right r ON r.role = h.role
   WHERE r.named = ANY (rights) AND h.unit_id IS NOT NULL AND h.region IS NULL);
END $$;

-- Whether any scope is where a unit and a region meet; few have such.
CREATE OR REPLACE FUNCTION jz.has_meeting_scopes() RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN EXISTS (SELECT 1 FROM jz.holding h WHERE h.unit_id IS NOT NULL AND h.region IS NOT NULL);
END $$;

-- Whether a right reaches every street centre, so that what all share may be changed by it.
CREATE OR REPLACE FUNCTION jz.reaches_all(VARIADIC rights text[]) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  WITH here AS (SELECT DISTINCT region, kind FROM public.unit WHERE is_active),
       centres AS (SELECT region FROM here WHERE kind = 'centre'
                    UNION ALL
                   SELECT left(region, 9) FROM here
                    WHERE NOT EXISTS (SELECT 1 FROM here WHERE kind = 'centre'))
  SELECT jz.reach(VARIADIC rights) <> '{{}}' AND NOT EXISTS (
         SELECT 1 FROM centres WHERE NOT region LIKE ANY (jz.reach(VARIADIC rights)))
$$;

-- Whether accounts of a unit, or of nobody's unit, are kept by whoever asks.
CREATE OR REPLACE FUNCTION jz.keeps_accounts_of(unit uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT jz.is_service() OR coalesce(
         (SELECT u.region LIKE ANY (jz.reach('accounts.manage'))
                 OR u.id || ':' || u.region LIKE ANY (jz.unit_reach('accounts.manage'))
            FROM public.unit u WHERE u.id = unit),
         unit IS NULL AND '%' = ANY (jz.reach('accounts.manage')))
$$;

-- Whether accounts are kept in all of a scope: a region, a unit, or where both meet.
CREATE OR REPLACE FUNCTION jz.keeps_scope(at text, unit uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT CASE WHEN at IS NULL THEN jz.keeps_accounts_of(unit)
              ELSE jz.is_service() OR at LIKE ANY (jz.reach('accounts.manage'))
                   OR coalesce(unit || ':' || at LIKE ANY (jz.unit_reach('accounts.manage')), false)
         END
$$;

-- Whoever holds roles that reach further than the asker's is out of the asker's hands: else a
-- new password would be a way to rights nobody gave.
CREATE OR REPLACE FUNCTION jz.keeps_person(asked uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT coalesce((SELECT jz.keeps_accounts_of(p.unit_id) FROM public.person p
                    WHERE p.id = asked), false)
     AND NOT EXISTS (SELECT 1 FROM public.role_grant g
          WHERE (g.until IS NULL OR g.until > now())
            AND (g.person_id = asked OR g.person_id IN (SELECT d.person_id FROM public.deputy d
                  WHERE d.deputy_id = asked AND d.until > now()))
            AND NOT jz.keeps_scope(g.region, g.unit_id))
$$;

-- Nobody gives themself the sight of personal data, be it through whom they stand in for.
CREATE OR REPLACE FUNCTION jz.may_grant(whom uuid, given text, at text, unit uuid)
RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT jz.keeps_person(whom) AND jz.keeps_scope(at, unit) AND (
         NOT EXISTS (SELECT 1 FROM jz.role_right r WHERE r.role = given
                        AND r.named IN ('cases.read_personal', 'cases.read_confidential',
                                        'party.read_personal'))
         OR (whom <> jz.me() AND NOT EXISTS (SELECT 1 FROM public.deputy d
              WHERE d.person_id = whom AND d.deputy_id = jz.me() AND d.until > now())))
$$;

-- Everybody names their own deputy; an administrator one for others, but not themself for
-- somebody who sees personal data.
CREATE OR REPLACE FUNCTION jz.may_lend(whom uuid, whose_deputy uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT whom = jz.me() OR (jz.keeps_person(whom) AND (whose_deputy <> jz.me()
         OR NOT EXISTS (SELECT 1 FROM public.role_grant g JOIN jz.role_right r ON r.role = g.role
              WHERE g.person_id = whom AND (g.until IS NULL OR g.until > now())
                AND r.named IN ('cases.read_personal', 'cases.read_confidential',
                                        'party.read_personal'))))
$$;

-- The key of the telephone hashes, for whoever takes cases in.
CREATE OR REPLACE FUNCTION jz.pepper() RETURNS bytea
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT CASE WHEN jz.may('cases.register', 'cases.read_personal', 'exchange.import',
                          'party.manage')
              THEN s.phone_pepper ELSE ''::bytea END
    FROM public.database_state s
$$;

-- What somebody writes down of themself is written when it happens.
CREATE OR REPLACE FUNCTION jz.is_now(at timestamptz) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT at BETWEEN now() - interval '10 minutes' AND now() + interval '10 minutes'
$$;
