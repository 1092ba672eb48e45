-- Posts and activities: what no rule of a single row can tell.

-- Whether an activity has a free place besides those who sit at it already. Volatile, as the next
-- one: each row of a statement is to count those before it.
CREATE OR REPLACE FUNCTION jz.has_seat(asked uuid, but uuid) RETURNS boolean
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT coalesce((SELECT a.capacity > (SELECT count(*) FROM public.activity_sign_up s
                                         WHERE s.activity_id = a.id AND s.state = 'signed'
                                           AND s.id <> but)
                     FROM public.activity a WHERE a.id = asked), false)
$$;

-- Whether a post still lacks somebody besides those who took it.
CREATE OR REPLACE FUNCTION jz.lacks_hands(asked uuid, but uuid) RETURNS boolean
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT coalesce((SELECT p.wanted > (SELECT count(*) FROM public.post_claim c
                                       WHERE c.post_id = p.id AND c.given_back_on IS NULL
                                         AND c.id <> but)
                     FROM public.service_post p WHERE p.id = asked), false)
$$;

-- Whether nobody has been checked in at an activity yet.
CREATE OR REPLACE FUNCTION jz.nobody_came(asked uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT NOT EXISTS (SELECT 1 FROM public.activity_sign_up s
                      WHERE s.activity_id = asked AND s.checked_at IS NOT NULL)
$$;

-- Whether an activity was neither called off nor closed by its minutes before the statement that
-- asks: what was written down of it stays.
CREATE OR REPLACE FUNCTION jz.was_open_activity(asked uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM public.activity a
                  WHERE a.id = asked AND a.called_off_at IS NULL AND a.minutes_at IS NULL)
$$;

-- Whether a sign-up may be changed as somebody wants: as long as they were not checked in; and then
-- only to take that back, once whoever asks has said why and no points of it are left.
CREATE OR REPLACE FUNCTION jz.may_unsee(asked uuid, came timestamptz) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT NOT EXISTS (SELECT 1 FROM public.activity_sign_up s
                      WHERE s.id = asked AND s.checked_at IS NOT NULL)
      OR came IS NULL
         AND EXISTS (SELECT 1 FROM public.activity_take_back t
                       JOIN public.activity_sign_up s ON s.id = t.sign_up_id
                      WHERE s.id = asked AND s.checked_at = t.came_at AND t.person_id = jz.me())
         AND NOT EXISTS (SELECT 1 FROM public.points_record r
                           JOIN public.ledger_transfer g ON g.ref = r.id::text AND g.kind = 'given'
                          WHERE r.sign_up_id = asked
                            AND NOT EXISTS (SELECT 1 FROM public.ledger_transfer m
                                             WHERE m.reverses_id = g.id))
$$;
