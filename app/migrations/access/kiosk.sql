-- What the machines in a hall may see: how one case stands, whether something of the kind was
-- reported nearby, and what every resident knows of their street. No title, text, name, telephone
-- or exact place of a report leaves by these doors.

-- Where a machine stands: patterns of region codes.
CREATE OR REPLACE FUNCTION jz.kiosk_reach() RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT coalesce(array_agg(DISTINCT h.region || '%'), '{{}}') FROM jz.held() h
   WHERE h.role = 'kiosk' AND h.unit_id IS NULL AND h.region <> ''
$$;

-- Whether a place belongs to this minute, the one before or the next: each place is taken once,
-- so that nobody asks more often than there are places, however many ask at once.
CREATE OR REPLACE FUNCTION jz.is_slot_of_now(slot bigint, a_minute int) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT slot / a_minute - floor(extract(epoch FROM now()) / 60)::bigint BETWEEN -1 AND 1
$$;

-- Whether a committed request of this machine asks just this, not long ago: one that was rolled
-- back would not count.
CREATE OR REPLACE FUNCTION jz.is_asked(asking uuid, told text, beside text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM public.kiosk_asking a
   WHERE a.id = asking AND a.person_id = jz.me() AND a.code = told
     AND a.guess = encode(sha256(convert_to(a.id || told || beside, 'UTF8')), 'hex')
     AND a.at BETWEEN clock_timestamp() - interval '{counts} seconds'
                  AND clock_timestamp() + interval '5 seconds'
     AND jz.is_committed(a.xmin))
$$;

-- Which case a request finds: none for a wrong code, wrong digits, a case of elsewhere, and where
-- it was guessed at too often, alike. The code of the receipt, which nobody guesses, speaks for
-- itself; a number, which many know, takes the last digits of the telephone that was left.
CREATE OR REPLACE FUNCTION jz.kiosk_case(asking uuid, told text, last4 text) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT c.id FROM public.case_file c
   WHERE (c.receipt_code = told OR c.number = told)
     AND jz.is_asked(asking, told, last4) AND c.desk_region LIKE ANY (jz.kiosk_reach())
     AND CASE WHEN last4 = '' THEN c.receipt_code = told
              ELSE coalesce((SELECT p.phone_last4 FROM public.case_person p
                              WHERE p.case_id = c.id ORDER BY p.id LIMIT 1), '') = last4 END
     AND (SELECT count(*) FROM public.kiosk_asking b
           WHERE b.code IN (c.receipt_code, c.number) AND b.at > now() - interval '1 day') <= {guesses}
$$;

-- How that case stands; of what the centre wrote only what it wrote for whoever reported it.
CREATE OR REPLACE FUNCTION jz.kiosk_progress(asking uuid, told text, last4 text)
RETURNS TABLE (state text, received_at timestamptz, due_at timestamptz, finished_at timestamptz,
               closed_at timestamptz, number text, category text, unit text, is_rated boolean,
               wants_call boolean, reply text, replied_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT c.state, c.received_at, c.handle_due_at, c.finished_at, c.closed_at, c.number, k.name,
         u.name, c.is_satisfied IS NOT NULL, c.wants_call_back, r.text, r.at
    FROM public.case_file c
    LEFT JOIN public.category k ON k.code = c.category_code
    LEFT JOIN public.unit u ON u.id = c.handling_unit_id
    LEFT JOIN LATERAL (SELECT w.text, w.at FROM public.kiosk_reply w
                        WHERE w.case_id = c.id ORDER BY w.at DESC, w.id DESC LIMIT 1) r ON true
   WHERE c.id = jz.kiosk_case(asking, told, last4)
$$;

-- Its steps, without a word of what was noted at them.
CREATE OR REPLACE FUNCTION jz.kiosk_steps(asking uuid, told text, last4 text)
RETURNS TABLE (ordinal int, kind text, at timestamptz, unit text, undoes jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT e.ordinal, e.kind, e.at, e.unit_name,
         CASE WHEN e.kind IN ('reversed', 'unmerged')
              THEN coalesce(e.facts -> 'event', e.facts -> 'events') END
    FROM public.case_event e WHERE e.case_id = jz.kiosk_case(asking, told, last4)
   ORDER BY e.ordinal
$$;

-- Whether something of a kind was reported near a place lately and is still open: how far it is
-- and on which day it came, and nothing by which it could be found. Only of what lies in the open
-- (the classes of GB/T 30428): where a quarrel is would say whose it is.
CREATE OR REPLACE FUNCTION jz.kiosk_near(asking uuid, spot text)
RETURNS TABLE (state text, day timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT c.state, date_trunc('day', c.received_at, 'Asia/Shanghai')
    FROM public.case_file c JOIN public.category k ON k.code = c.category_code,
         LATERAL (SELECT split_part(spot, '|', 2)::float8 AS x, split_part(spot, '|', 3)::float8 AS y) p
   WHERE jz.is_asked(asking, '{near}', spot) AND c.category_code = split_part(spot, '|', 1)
     AND c.category_code ~ '^[CE]' AND c.state IN ({open}) AND NOT c.is_confidential
     AND c.received_at > now() - interval '{near_hours} hours'
     AND c.desk_region LIKE ANY (jz.kiosk_reach())
     AND abs(c.latitude - p.y) * 111320 <= k.duplicate_radius_m
     AND abs(c.longitude - p.x) * 111320 * cos(radians(p.y)) <= k.duplicate_radius_m
   ORDER BY c.received_at DESC LIMIT 1
$$;

-- What every resident knows of the street a machine stands in.
CREATE OR REPLACE FUNCTION jz.kiosk_regions()
RETURNS TABLE (code text, name text, tier text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT r.code, r.name, r.tier FROM public.region r
   WHERE r.code LIKE ANY (jz.kiosk_reach()) AND r.retired_at IS NULL ORDER BY r.code
$$;
CREATE OR REPLACE FUNCTION jz.kiosk_outlines()
RETURNS TABLE (code text, name text, kind text, wkb bytea, x float8, y float8)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT o.code, r.name, r.kind, o.wkb, o.centre_longitude, o.centre_latitude
    FROM public.outline o JOIN public.region r ON r.code = o.code
   WHERE o.code LIKE ANY (jz.kiosk_reach()) AND r.tier = 'grid' AND r.retired_at IS NULL
   ORDER BY o.code
$$;
CREATE OR REPLACE FUNCTION jz.kiosk_lines()
RETURNS TABLE (id uuid, kind text, name text, wkb bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT l.id, l.kind, l.name, l.wkb FROM public.map_line l
   WHERE l.region_code LIKE ANY (jz.kiosk_reach()) ORDER BY l.name, l.id
$$;

-- Names of places as they were entered or imported: what the gazetteer learned from reports stays.
CREATE OR REPLACE FUNCTION jz.kiosk_places()
RETURNS TABLE (name text, kind text, region text, x float8, y float8, initials text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT p.name, p.kind, p.region_code, p.longitude, p.latitude, p.initials FROM public.place p
   WHERE p.region_code LIKE ANY (jz.kiosk_reach()) AND p.source <> 'learned'
     AND p.former_name_of IS NULL ORDER BY p.pinyin, p.id
$$;
CREATE OR REPLACE FUNCTION jz.kiosk_kinds()
RETURNS TABLE (code text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT k.code FROM public.category k WHERE k.is_active AND k.parent_code IS NOT NULL ORDER BY 1
$$;

-- What a machine shows, and how its staff's code is reckoned. The hash of the code stays here: it is
-- short, and whoever has the account of a machine by a driver would try all there are at home.
CREATE OR REPLACE FUNCTION jz.kiosk_shows(street text)
RETURNS TABLE (body jsonb, reckoned_by text, version int, changed_name text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT l.body, coalesce(substring(l.staff_secret FROM '^SCRAM-SHA-256[$][^$]+'), ''), l.version,
         l.changed_name
    FROM public.kiosk_look l WHERE l.region = street AND l.region LIKE ANY (jz.kiosk_reach())
$$;

-- Whether a committed request proves that somebody knows the code of a machine's staff; so many
-- times an hour and no more, whatever becomes of the answers.
CREATE OR REPLACE FUNCTION jz.kiosk_may_leave(asking uuid, street text, proof text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM public.kiosk_look l
   WHERE l.region = street AND l.region LIKE ANY (jz.kiosk_reach())
     AND jz.is_asked(asking, '{leave}', proof)
     AND split_part(split_part(l.staff_secret, '$', 3), ':', 1)
         = encode(sha256(decode(proof, 'hex')), 'base64')
     AND (SELECT count(*) FROM public.kiosk_asking b
           WHERE b.code = '{leave}' AND b.person_id = jz.me()
             AND b.at > now() - interval '1 hour') <= {leavings})
$$;
