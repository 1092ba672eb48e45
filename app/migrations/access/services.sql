-- Services: what a machine in the hall and the hall's own desks reach past the rules of rows. Of
-- whoever takes a number or books a time nothing is kept that says who they are.

-- Whether somebody gives numbers at a place: the machine that stands there, or who serves there.
CREATE OR REPLACE FUNCTION jz.gives_numbers(place text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT place LIKE ANY (jz.kiosk_reach()) OR place LIKE ANY (jz.reach('services.serve'))
$$;

CREATE OR REPLACE FUNCTION jz.is_machine() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM jz.held() h WHERE h.role = 'kiosk')
     AND NOT EXISTS (SELECT 1 FROM jz.held() h WHERE h.role <> 'kiosk')
$$;

CREATE OR REPLACE FUNCTION jz.today() RETURNS date
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT (now() AT TIME ZONE 'Asia/Shanghai')::date
$$;

-- The items that are published for where a machine stands.
CREATE OR REPLACE FUNCTION jz.kiosk_guide()
RETURNS TABLE (id uuid, code text, region text, pinyin text, initials text, body jsonb,
               published_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT i.id, i.code::text, i.region::text, i.pinyin::text, i.initials::text, v.body,
         i.published_at
    FROM public.service_item i
    JOIN public.service_item_version v ON v.item_id = i.id AND v.ordinal = i.published
   WHERE EXISTS (SELECT 1 FROM jz.held() h
                  WHERE h.role = 'kiosk' AND h.region <> '' AND starts_with(h.region, i.region))
$$;

-- The work calendar in force, for whoever may not read all of them.
CREATE OR REPLACE FUNCTION jz.work_calendar()
RETURNS TABLE (number int, published_at timestamptz, body text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT c.number, c.published_at, c.body FROM public.calendar_version c
   WHERE jz.me() IS NOT NULL ORDER BY c.number DESC LIMIT 1
$$;

-- The kinds of number given where a machine stands, and how many wait: no number, no moment.
CREATE OR REPLACE FUNCTION jz.kiosk_queues()
RETURNS TABLE (queue_id uuid, hall_id uuid, hall text, place text, early_min int, days_ahead int,
               letter text, name text, categories jsonb, usual_min int, daily_most int,
               slot_min int, given bigint, waiting bigint, windows bigint, served_s float8[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT q.id, h.id, h.name::text, h.place::text, h.early_min, h.days_ahead, q.letter::text,
         q.name::text, q.categories, q.usual_min, q.daily_most, q.slot_min,
         count(t.id), count(t.id) FILTER (WHERE t.state = 'waiting'),
         (SELECT count(*) FROM public.service_window w
           WHERE w.hall_id = h.id AND w.is_open AND strpos(w.letters, q.letter) > 0
             AND (w.opened_at AT TIME ZONE 'Asia/Shanghai')::date = jz.today()),
         coalesce(array_agg(extract(epoch FROM t.ended_at - t.called_at)::float8
                            ORDER BY t.ended_at) FILTER (WHERE t.state = 'served'), '{{}}')
    FROM public.service_queue q
    JOIN public.service_hall h ON h.id = q.hall_id AND h.is_active
    LEFT JOIN public.service_ticket t ON t.queue_id = q.id AND t.day = jz.today()
   WHERE q.is_active AND h.region LIKE ANY (jz.kiosk_reach())
   GROUP BY q.id, h.id
$$;

CREATE OR REPLACE FUNCTION jz.queue_rules(asked uuid)
RETURNS TABLE (early_min int, daily_most int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT h.early_min, q.daily_most FROM public.service_queue q
    JOIN public.service_hall h ON h.id = q.hall_id
   WHERE q.id = asked AND q.is_active AND h.is_active AND jz.gives_numbers(h.region)
$$;

-- The working hours of a day by the calendar in force, as the program reads them: what was decided
-- for the day, else the published year, else the weekday; its own hours, else those of the season.
CREATE OR REPLACE FUNCTION jz.open_spans(asked date)
RETURNS TABLE (opens timestamptz, closes timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  WITH c AS (SELECT v.body::jsonb AS b FROM public.calendar_version v ORDER BY v.number DESC LIMIT 1),
  own AS (SELECT e FROM c, jsonb_array_elements(b -> 'overrides') e WHERE e ->> 'day' = asked::text),
  told AS (SELECT coalesce((SELECT e ->> 'kind' FROM own), (SELECT e ->> 1 FROM c,
      jsonb_array_elements(b -> 'national' -> to_char(asked, 'YYYY')) e WHERE e ->> 0 = asked::text),
      CASE WHEN extract(isodow FROM asked) > 5 THEN 'weekend' ELSE 'workday' END) AS kind),
  season AS (SELECT s -> 'hours' AS h FROM c, jsonb_array_elements(b -> 'seasons') s
     WHERE CASE WHEN s ->> 'first' <= s ->> 'last'
                THEN to_char(asked, 'MM-DD') BETWEEN s ->> 'first' AND s ->> 'last'
                ELSE to_char(asked, 'MM-DD') NOT BETWEEN s ->> 'last' AND s ->> 'first'
                  OR to_char(asked, 'MM-DD') IN (s ->> 'first', s ->> 'last') END),
  hours AS (SELECT coalesce((SELECT nullif(e -> 'hours', 'null') FROM own),
     CASE WHEN kind IN ('workday', 'makeup_workday') THEN (SELECT h FROM season) END, '[]') AS h
      FROM told)
  SELECT (asked + split_part(span, '-', 1)::time) AT TIME ZONE 'Asia/Shanghai',
         (asked + split_part(span, '-', 2)::time) AT TIME ZONE 'Asia/Shanghai'
    FROM hours, jsonb_array_elements_text(h) span
$$;

-- Refuse a machine that gives numbers faster than residents come, or while its hall is closed.
CREATE OR REPLACE FUNCTION jz.check_machine(hall uuid) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF (SELECT count(*) FROM public.service_ticket t WHERE t.taken_by = jz.me()
         AND t.taken_at > now() - interval '1 minute') >= {taken} THEN
    RAISE EXCEPTION 'too often' USING errcode = 'JZ002';
  END IF;
  IF NOT EXISTS (SELECT 1 FROM jz.open_spans(jz.today()) s, public.service_hall h
      WHERE h.id = hall AND clock_timestamp() < s.closes
        AND clock_timestamp() >= s.opens - h.early_min * interval '1 minute') THEN
    RAISE EXCEPTION 'closed' USING errcode = 'JZ004';
  END IF;
END $$;

-- The next number of a queue. The queue is held, so that each is given once; a machine gives so
-- many a minute, and prefers nobody. Who booked and comes late or too early waits like all others.
CREATE OR REPLACE FUNCTION jz.take_number(asked uuid, wished text, booking uuid)
RETURNS TABLE (id uuid, letter text, serial int, region text)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE q public.service_queue; n int; machine boolean := jz.is_machine();
        kind text := CASE WHEN booking IS NOT NULL AND wished = 'booked' THEN wished
                          WHEN machine OR wished <> 'preferred' THEN 'ordinary' ELSE wished END;
        given uuid := gen_random_uuid(); begins timestamptz;
BEGIN
  SELECT * INTO q FROM public.service_queue s
   WHERE s.id = asked AND s.is_active AND jz.gives_numbers(s.region) FOR UPDATE;
  IF NOT FOUND THEN RETURN; END IF;
  IF machine THEN PERFORM jz.check_machine(q.hall_id); END IF;
  IF booking IS NOT NULL THEN
    UPDATE public.service_appointment a SET state = 'arrived', version = a.version + 1
     WHERE a.id = booking AND a.queue_id = asked AND a.state = 'booked' AND a.day = jz.today()
    RETURNING ((a.day + a.minute * interval '1 minute') AT TIME ZONE 'Asia/Shanghai') INTO begins;
    IF NOT FOUND THEN RETURN; END IF;
    IF kind = 'booked' AND NOT (SELECT now() BETWEEN begins - h.booked_early_min * interval '1 min'
           AND begins + h.late_min * interval '1 min' FROM public.service_hall h WHERE h.id = q.hall_id)
    THEN kind := 'ordinary'; END IF;
  END IF;
  SELECT coalesce(max(t.serial), 0) + 1 INTO n FROM public.service_ticket t
   WHERE t.queue_id = asked AND t.day = jz.today();
  IF booking IS NULL AND n > q.daily_most THEN
    RAISE EXCEPTION 'no more today' USING errcode = 'JZ003';
  END IF;
  INSERT INTO public.service_ticket
    (id, hall_id, queue_id, region, day, serial, letter, state, priority, rank, order_at,
     taken_at, taken_by, calls, first_name, brought, note, version)
    VALUES (given, q.hall_id, q.id, q.region, jz.today(), n, q.letter, 'waiting', kind,
            CASE kind WHEN 'ordinary' THEN 0 ELSE 1 END, now(), now(), jz.me(), 0, '', '[]', '', 1);
  UPDATE public.service_appointment a SET ticket_id = given WHERE a.id = booking;
  RETURN QUERY SELECT given, q.letter::text, n, q.region::text;
END $$;

-- A number a machine has just given, and how many are called before it.
CREATE OR REPLACE FUNCTION jz.kiosk_ticket(asked uuid)
RETURNS TABLE (letter text, serial int, taken_at timestamptz, ahead bigint, queue_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT t.letter::text, t.serial, t.taken_at,
         (SELECT count(*) FROM public.service_ticket b
           WHERE b.queue_id = t.queue_id AND b.day = t.day AND b.state = 'waiting'
             AND b.for_window_id IS NULL
             AND (-b.rank, b.order_at, b.serial) < (-t.rank, t.order_at, t.serial)), t.queue_id
    FROM public.service_ticket t
   WHERE t.id = asked AND t.taken_by = jz.me() AND t.taken_at > now() - interval '10 minutes'
$$;

-- Whether somebody sits at a window.
CREATE OR REPLACE FUNCTION jz.sits_at(asked uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM public.service_window w
                  WHERE w.id = asked AND w.is_open AND w.clerk_id = jz.me())
$$;

-- Whether a number may stand where it is to stand among those that wait: as before the statement
-- that asks; first, where whoever asks sends it on from their window now; and where it came from,
-- once it was called and nobody came.
CREATE OR REPLACE FUNCTION jz.may_stand(asked uuid, becomes text, wished int, since timestamptz)
RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM public.service_ticket t WHERE t.id = asked AND CASE
    WHEN t.rank = wished AND t.order_at = since THEN true
    WHEN becomes = 'waiting' THEN t.state = 'called' AND jz.sits_at(t.window_id)
         AND wished = {handed} AND jz.is_now(since)
    WHEN becomes = 'skipped' THEN t.order_at = since
         AND wished = CASE t.priority WHEN 'ordinary' THEN 0 ELSE 1 END
    ELSE false END)
$$;

-- Whether who called a number first stays as before the statement that asks, or is whoever asks where
-- nobody did: the first one stays answerable.
CREATE OR REPLACE FUNCTION jz.is_first(asked uuid, who uuid, called text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM public.service_ticket t WHERE t.id = asked
     AND ((t.first_id IS NOT DISTINCT FROM who AND t.first_name = called)
       OR (t.first_id IS NULL AND t.first_name = '' AND who = jz.me() AND called = jz.my_name())))
$$;

-- Whether a number was called and done with when it says: as before the statement that asks, or now.
CREATE OR REPLACE FUNCTION jz.is_time_of(asked uuid, called timestamptz, ended timestamptz)
RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM public.service_ticket t WHERE t.id = asked
     AND (t.called_at IS NOT DISTINCT FROM called OR jz.is_now(called))
     AND (ended IS NULL OR t.ended_at IS NOT DISTINCT FROM ended OR jz.is_now(ended)))
$$;

-- How a queue takes bookings.
CREATE OR REPLACE FUNCTION jz.booking_rules(asked uuid)
RETURNS TABLE (region text, slot_min int, slot_capacity int, days_ahead int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT h.region::text, q.slot_min, q.slot_capacity, h.days_ahead FROM public.service_queue q
    JOIN public.service_hall h ON h.id = q.hall_id
   WHERE q.id = asked AND q.is_active AND h.is_active AND jz.gives_numbers(h.region)
$$;

-- How many are booked when, from today on.
CREATE OR REPLACE FUNCTION jz.booked_slots(asked uuid)
RETURNS TABLE (day date, minute int, taken bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT a.day, a.minute, count(a.seat) FROM public.service_appointment a
   WHERE a.queue_id = asked AND a.day >= jz.today() AND jz.gives_numbers(a.region)
   GROUP BY a.day, a.minute
$$;

-- Whether a time lies ahead, near enough, and wholly within the hours of its day.
CREATE OR REPLACE FUNCTION jz.is_slot(hall uuid, wanted date, at_minute int, minutes int)
RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT EXISTS (
    SELECT 1 FROM jz.open_spans(wanted) s, public.service_hall h,
           LATERAL (SELECT (wanted + at_minute * interval '1 minute') AT TIME ZONE 'Asia/Shanghai')
             AS b(begins)
     WHERE h.id = hall AND wanted <= jz.today() + h.days_ahead AND b.begins > clock_timestamp()
       AND b.begins >= s.opens AND b.begins + minutes * interval '1 minute' <= s.closes)
$$;

-- Book a place of a time. The queue is held, so that the last place is given once.
CREATE OR REPLACE FUNCTION jz.book_time(asked uuid, wanted date, at_minute int, digits text,
                                        code text)
RETURNS TABLE (id uuid, told text)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE q public.service_queue; place int; given uuid := gen_random_uuid();
BEGIN
  SELECT * INTO q FROM public.service_queue s
   WHERE s.id = asked AND s.is_active AND s.slot_min > 0 AND jz.gives_numbers(s.region) FOR UPDATE;
  IF NOT FOUND OR digits !~ '^[0-9]{{4}}$' OR book_time.code !~ '^[0-9]{{6}}$'
     OR wanted NOT BETWEEN jz.today() AND jz.today() + 60 OR at_minute NOT BETWEEN 0 AND 1439
     OR jz.is_machine() AND NOT jz.is_slot(q.hall_id, wanted, at_minute, q.slot_min)
  THEN RETURN; END IF;
  IF jz.is_machine() AND (SELECT count(*) FROM public.service_appointment a
      WHERE a.booked_by = jz.me() AND a.booked_at > now() - interval '1 minute') >= {booked} THEN
    RAISE EXCEPTION 'too often' USING errcode = 'JZ002';
  END IF;
  SELECT min(s) INTO place FROM generate_series(1, q.slot_capacity) s
   WHERE s NOT IN (SELECT a.seat FROM public.service_appointment a
     WHERE a.queue_id = asked AND a.day = wanted AND a.minute = at_minute AND a.seat IS NOT NULL);
  IF place IS NULL THEN RETURN; END IF;
  INSERT INTO public.service_appointment (id, hall_id, queue_id, region, day, minute, seat, code,
      phone_last4, state, booked_at, booked_by, version)
    VALUES (given, q.hall_id, q.id, q.region, wanted, at_minute, place, book_time.code, digits,
            'booked', now(), jz.me(), 1);
  RETURN QUERY SELECT given, book_time.code;
END $$;

-- What is booked for today or later by a code and four digits, or nothing: never whose it is, nor
-- which of them was wrong. A machine waits after a wrong one, as below.
CREATE OR REPLACE FUNCTION jz.booked_by_code(told text, digits text)
RETURNS TABLE (queue text, hall text, place text, day date, minute int)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY SELECT q.name::text, h.name::text, h.place::text, a.day, a.minute
    FROM public.service_appointment a JOIN public.service_queue q ON q.id = a.queue_id
    JOIN public.service_hall h ON h.id = a.hall_id
   WHERE a.code = told AND a.phone_last4 = digits AND a.day >= jz.today() AND a.state = 'booked'
     AND jz.gives_numbers(a.region) ORDER BY a.day, a.minute LIMIT 1;
  IF NOT FOUND AND jz.is_machine() THEN PERFORM pg_sleep(0.5); END IF;
END $$;

-- Give that time back; its place is free again.
CREATE OR REPLACE FUNCTION jz.cancel_booking(told text, digits text)
RETURNS TABLE (id uuid, region text)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY UPDATE public.service_appointment a
     SET state = 'cancelled', seat = NULL, version = a.version + 1
   WHERE a.id = (SELECT b.id FROM public.service_appointment b
                  WHERE b.code = told AND b.phone_last4 = digits AND b.day >= jz.today()
                    AND b.state = 'booked' AND jz.gives_numbers(b.region)
                  ORDER BY b.day, b.minute LIMIT 1)
  RETURNING a.id, a.region::text;
  IF NOT FOUND AND jz.is_machine() THEN PERFORM pg_sleep(0.5); END IF;
END $$;

-- The booking of today for a code and four digits; nothing for a wrong code, wrong digits, another
-- day and another place alike. A machine waits after a wrong one: whoever tries code after code by
-- its account gets through some in a second, of ten thousand million.
CREATE OR REPLACE FUNCTION jz.find_booking(told text, digits text)
RETURNS TABLE (id uuid, queue_id uuid, region text, minute int, state text, early_min int,
               late_min int)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY SELECT a.id, a.queue_id, a.region::text, a.minute, a.state::text, h.booked_early_min,
         h.late_min
    FROM public.service_appointment a JOIN public.service_hall h ON h.id = a.hall_id
   WHERE a.code = told AND a.phone_last4 = digits AND a.day = jz.today()
     AND jz.gives_numbers(a.region);
  IF NOT FOUND AND jz.is_machine() THEN PERFORM pg_sleep(0.5); END IF;
END $$;
