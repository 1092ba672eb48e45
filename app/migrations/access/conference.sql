-- Committee and conference: what no rule of a single row can tell.

-- How many of those who sit have to come, as the office has set it, in per cent.
CREATE OR REPLACE FUNCTION jz.quorum_percent() RETURNS integer
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT coalesce((SELECT s.value::text::integer FROM public.shared_setting s
                    WHERE s.name = 'conference_quorum_percent' AND s.valid_from <= now()
                    ORDER BY s.version DESC LIMIT 1), 50)
$$;

-- Whether all who sit on the day of a meeting are put down, and enough of them came.
CREATE OR REPLACE FUNCTION jz.has_quorum(asked uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  WITH m AS (SELECT c.*, (c.starts_at AT TIME ZONE 'Asia/Shanghai')::date AS day
               FROM public.conference_meeting c WHERE c.id = asked),
       p AS (SELECT count(*) AS put, count(*) FILTER (WHERE a.answer IN ('present', 'deputy'))
                    AS came
               FROM public.conference_presence a WHERE a.meeting_id = asked),
       s AS (SELECT count(*) AS seats FROM public.conference_seat t, m
              WHERE t.region = m.region AND t.body = m.body AND t.since <= m.day
                AND coalesce(t.until, m.day) >= m.day AND coalesce(t.ended_on, m.day) >= m.day)
  SELECT p.put = s.seats AND p.came > 0 AND p.came * 100 >= m.quorum_percent * s.seats
    FROM m, p, s
$$;

-- Whether a meeting was held before the statement that asks.
CREATE OR REPLACE FUNCTION jz.was_held(asked uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM public.conference_meeting m
                  WHERE m.id = asked AND m.state = 'held')
$$;

-- Whether somebody has a seat in the body that meets, and the meeting is still to be opened by
-- whoever asks.
CREATE OR REPLACE FUNCTION jz.may_mark(asked uuid, seat uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM public.conference_meeting m, public.conference_seat t
    WHERE m.id = asked AND t.id = seat AND t.region = m.region AND t.body = m.body
      AND m.state = 'called' AND m.region LIKE ANY (jz.reach('party.manage')))
$$;

-- The cases that were put before the body of a region: number and question, nothing more of them.
CREATE OR REPLACE FUNCTION jz.tabled_cases(asked text)
RETURNS TABLE (case_id uuid, number text, reason text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT c.id, coalesce(c.number, '')::text, c.pause_reason::text FROM public.case_file c
   WHERE c.pause = 'tabled' AND starts_with(c.region, asked)
     AND asked LIKE ANY (jz.reach('party.manage'))
   ORDER BY c.number
$$;

-- Whether a case was put before the body of a region that whoever asks keeps. A case has a column
-- of the name of the parameter: it is named by its function.
CREATE OR REPLACE FUNCTION jz.is_tabled(asked uuid, place text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM public.case_file c
    WHERE c.id = asked AND c.pause = 'tabled' AND starts_with(c.region, is_tabled.place)
      AND is_tabled.place LIKE ANY (jz.reach('party.manage')))
$$;

-- Whether a matter of a compound of a region has a stage to come.
CREATE OR REPLACE FUNCTION jz.is_matter_open(asked uuid, place text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM public.compound_matter m
    JOIN public.place p ON p.id = m.place_id
    JOIN public.compound_stage s ON s.matter_id = m.id AND s.done_on IS NULL
   WHERE m.id = asked AND starts_with(p.region_code, place)
     AND place LIKE ANY (jz.reach('party.manage')))
$$;

-- What meetings made of matters whose compound lies where whoever asks reaches: the result, not
-- the rest of the meeting.
CREATE OR REPLACE FUNCTION jz.spoken_of(matters uuid[])
RETURNS TABLE (matter_id uuid, meeting_id uuid, title text, region text, starts_at timestamptz,
               meeting_state text, item_state text, result text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT i.matter_id, m.id, m.title::text, m.region::text, m.starts_at, m.state::text,
         i.state::text, i.result::text
    FROM public.conference_item i
    JOIN public.conference_meeting m ON m.id = i.meeting_id
    JOIN public.compound_matter c ON c.id = i.matter_id
    JOIN public.place p ON p.id = c.place_id
   WHERE i.matter_id = ANY (matters) AND i.state IN ('open', 'concluded')
     AND p.region_code LIKE ANY (jz.reach('party.read'))
   ORDER BY m.starts_at DESC, i.id
$$;

-- Whether somebody stands for a unit: by their scope, or as one who works in the community.
CREATE OR REPLACE FUNCTION jz.stands_for(asked uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM jz.my_units() u WHERE u = asked)
      OR EXISTS (SELECT 1 FROM public.unit u WHERE u.id = asked AND u.kind = 'community'
                    AND u.region LIKE ANY (jz.reach('cases.handle')))
$$;
