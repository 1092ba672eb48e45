-- Posture, incidents and emergency units: what no rule of a single row can tell, and what of it
-- the wall is told.

-- The number the next order of a region has: nobody leaves one out or gives two of the same.
CREATE OR REPLACE FUNCTION jz.next_posture(asked text) RETURNS integer
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT coalesce(max(o.number), 0) + 1 FROM public.posture_order o WHERE o.region = asked
$$;

-- Whether units are still held by an incident: then it does not end.
CREATE OR REPLACE FUNCTION jz.holds_units(asked uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM public.unit_call c
                  WHERE c.incident_id = asked AND c.released_at IS NULL)
$$;

-- Whether what a unit is to say of its duty stays as it was before the statement that asks, or ends,
-- or is what whoever asks has just put down as a check-in: that one stays, with their name.
CREATE OR REPLACE FUNCTION jz.is_checked_in(asked uuid, since timestamptz, till timestamptz)
RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM public.emergency_unit u
                  WHERE u.id = asked AND u.checked_in_at IS NOT DISTINCT FROM since
                    AND (till IS NULL OR u.on_duty_until = till))
      OR EXISTS (SELECT 1 FROM public.unit_check_in c
                  WHERE c.unit_id = asked AND c.at = since AND c.until = till
                    AND c.person_id = jz.me() AND jz.is_now(c.at))
$$;

-- Whether what a call says of when something was is as before the statement that asks, or happens
-- now; what was answered is forgotten only where the unit is called anew.
CREATE OR REPLACE FUNCTION jz.is_call_told(asked uuid, called timestamptz, heard timestamptz,
                                           answered timestamptz, arrived timestamptz,
                                           released timestamptz)
RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM public.unit_call c
   WHERE c.id = asked
     AND (called = c.called_at OR jz.is_now(called)) AND (heard = c.heard_at OR jz.is_now(heard))
     AND (answered IS NOT DISTINCT FROM c.answered_at OR jz.is_now(coalesce(answered, called)))
     AND (arrived IS NOT DISTINCT FROM c.arrived_at OR jz.is_now(coalesce(arrived, called)))
     AND (released IS NOT DISTINCT FROM c.released_at OR jz.is_now(coalesce(released, called))))
$$;

-- Members of a unit, their telephones masked; names only for whoever keeps or calls units there.
CREATE OR REPLACE FUNCTION jz.unit_members(asked uuid)
RETURNS TABLE (id uuid, name text, duty text, phone text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT m.id,
         CASE WHEN u.region LIKE ANY (jz.reach('command.forces', 'command.act'))
              THEN m.name::text ELSE left(m.name, 1) || '**' END,
         m.duty::text,
         CASE WHEN m.phone ~ '^1[3-9][0-9]{{9}}$'
              THEN left(m.phone, 3) || '****' || right(m.phone, 4)
              WHEN m.phone = '' THEN '' ELSE '****' || right(m.phone, 2) END
    FROM public.unit_member m JOIN public.emergency_unit u ON u.id = m.unit_id
   WHERE m.unit_id = asked AND u.region LIKE ANY (jz.reach('command.read'))
   ORDER BY m.name
$$;

CREATE OR REPLACE FUNCTION jz.may_read_unit_phone(asked uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM public.unit_member m JOIN public.emergency_unit u ON u.id = m.unit_id
                  WHERE m.id = asked AND u.region LIKE ANY (jz.reach('command.read'))
                    AND u.region LIKE ANY (jz.reach('cases.read_personal')))
$$;

-- As jz.read_person: against a committed request of half a minute at most that the journal has.
CREATE OR REPLACE FUNCTION jz.read_unit_phone(request uuid) RETURNS TABLE (phone text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE asked uuid;
BEGIN
  SELECT r.member_id INTO asked FROM public.unit_member_reading r
   WHERE r.id = request AND r.person_id = jz.me() AND length(r.reason) >= 2
     AND r.at BETWEEN clock_timestamp() - interval '30 seconds'
                  AND clock_timestamp() + interval '5 seconds'
     AND jz.is_committed(r.xmin)
     AND EXISTS (SELECT 1 FROM public.journal j WHERE j.subject = r.member_id::text
                    AND j.at = r.at AND j.person_id = r.person_id
                    AND j.action = 'command.read_phone' AND jz.is_committed(j.xmin));
  IF NOT FOUND OR NOT jz.may_read_unit_phone(asked) THEN
    RAISE EXCEPTION 'no committed request' USING errcode = '42501';
  END IF;
  RETURN QUERY SELECT m.phone::text FROM public.unit_member m WHERE m.id = asked;
END $$;

-- The last order of each region looked at, and of those above it.
CREATE OR REPLACE FUNCTION jz.wall_posture()
RETURNS TABLE (level text, kind text, scene text, since timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT DISTINCT ON (o.region) o.level, o.kind, o.scene, o.ordered_at FROM public.posture_order o
   WHERE NOT o.is_rehearsal
     AND (o.region LIKE ANY (jz.reach('index.read'))
       OR EXISTS (SELECT 1 FROM unnest(jz.reach('index.read')) r WHERE starts_with(r, o.region)))
   ORDER BY o.region, o.number DESC
$$;

CREATE OR REPLACE FUNCTION jz.wall_duty()
RETURNS TABLE (post text, people bigint, until timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT s.post, count(*), min(s.ends_at) FROM public.duty_shift s
   WHERE s.dropped_at IS NULL AND s.starts_at <= now() AND s.ends_at > now()
     AND s.region LIKE ANY (jz.reach('index.read'))
   GROUP BY s.post
$$;

-- By a key that is the wall's alone: the incident's own is found in the journal and elsewhere.
-- An earlier version gave back fewer columns.
DROP FUNCTION IF EXISTS jz.wall_incidents();
CREATE OR REPLACE FUNCTION jz.wall_incidents()
RETURNS TABLE (id uuid, kind text, longitude float8, latitude float8, since timestamptz,
               tasks bigint, done bigint, rehearsal boolean, report_due timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT md5(i.id::text)::uuid, i.kind, round(i.longitude::numeric, {digits})::float8,
         round(i.latitude::numeric, {digits})::float8, i.started_at,
         count(t.id), count(t.id) FILTER (WHERE t.state = 'done'), i.is_rehearsal,
         i.report_due_at
    FROM public.incident i
    LEFT JOIN public.incident_task t ON t.incident_id = i.id AND t.state <> 'dropped'
   WHERE i.ended_at IS NULL AND i.region LIKE ANY (jz.reach('index.read'))
   GROUP BY i.id ORDER BY i.started_at
$$;

CREATE OR REPLACE FUNCTION jz.wall_units()
RETURNS TABLE (incident uuid, number integer, longitude float8, latitude float8, answer text,
               heard_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT md5(c.incident_id::text)::uuid, c.number, round(u.longitude::numeric, {digits})::float8,
         round(u.latitude::numeric, {digits})::float8, c.answer, c.heard_at
    FROM public.unit_call c JOIN public.emergency_unit u ON u.id = c.unit_id
    JOIN public.incident i ON i.id = c.incident_id
   WHERE c.released_at IS NULL AND i.ended_at IS NULL
     AND i.region LIKE ANY (jz.reach('index.read'))
   ORDER BY c.incident_id, c.number
$$;

-- What happened in the incidents that go on: what sort of thing and in which minute. Words, and
-- who wrote them, stay where they are.
CREATE OR REPLACE FUNCTION jz.wall_entries()
RETURNS TABLE (incident uuid, sort text, at timestamptz, times bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT md5(n.incident_id::text)::uuid, n.sort, n.minute, n.times
    FROM (SELECT e.incident_id, e.sort, date_trunc('minute', e.at) AS minute, count(*) AS times,
                 row_number() OVER (PARTITION BY e.incident_id
                                    ORDER BY date_trunc('minute', e.at) DESC, e.sort) AS nth
            FROM public.incident_entry e JOIN public.incident i ON i.id = e.incident_id
           WHERE i.ended_at IS NULL AND i.region LIKE ANY (jz.reach('index.read'))
           GROUP BY e.incident_id, e.sort, date_trunc('minute', e.at)) n
   WHERE n.nth <= {entries} ORDER BY n.minute DESC, n.sort
$$;
