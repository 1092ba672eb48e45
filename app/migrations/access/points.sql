-- What of points only the database itself can hold: whose accounts a transfer is between, and by
-- what it came about. Volatile, so that each row of a statement counts those before it.

-- Lets nobody else count on what an account holds until this is committed; whoever counts points
-- may ask for it.
CREATE OR REPLACE FUNCTION jz.hold_account(account uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF jz.is_service() OR jz.may('party.points', 'party.confirm_report_in') THEN
    PERFORM pg_advisory_xact_lock(
      ('x' || left(replace(account::text, '-', ''), 16))::bit(64)::bigint);
  END IF;
END $$;

-- Whether a member is whoever asks: by the account they are tied to, else by the name.
CREATE OR REPLACE FUNCTION jz.is_own_member(asked uuid, called text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT CASE WHEN EXISTS (SELECT 1 FROM public.party_member_account a
                            WHERE a.person_id = jz.me() AND a.member_id = asked) THEN true
              ELSE called = jz.my_name() AND NOT EXISTS (
                SELECT 1 FROM public.party_member_account a
                  JOIN public.party_member m ON m.id = a.member_id
                 WHERE a.person_id = jz.me() AND m.name = called) END
$$;

-- How many points one time earns a member by a rule on a day: what its caps leave of them.
CREATE OR REPLACE FUNCTION jz.points_left(member uuid, place text, rule text, on_day date) RETURNS int
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT least(v.points, v.cap_day - had.a_day, v.cap_month - had.a_month, v.cap_year - had.a_year)
    FROM (SELECT * FROM public.points_rule_version v WHERE v.street = place AND v.code = rule
           ORDER BY v.number DESC LIMIT 1) v,
         (SELECT coalesce(sum(t.amount) FILTER (WHERE r.day = on_day), 0)::int AS a_day,
                 coalesce(sum(t.amount) FILTER (
                   WHERE extract(month FROM r.day) = extract(month FROM on_day)), 0)::int AS a_month,
                 coalesce(sum(t.amount), 0)::int AS a_year
            FROM public.points_record r
            JOIN public.ledger_transfer t ON t.ref = r.id::text AND t.kind = 'given'
           WHERE r.member_id = member AND r.code = rule
             AND extract(year FROM r.day) = extract(year FROM on_day)
             AND NOT EXISTS (SELECT 1 FROM public.ledger_transfer m
                              WHERE m.reverses_id = t.id)) had
$$;

-- Whether a record earns a member so many points: nobody decided on it, its rule says as many, and
-- whoever asks may confirm it.
CREATE OR REPLACE FUNCTION jz.earns(record text, member uuid, so_much int, on_day date)
RETURNS boolean
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT EXISTS (
    SELECT 1 FROM public.points_record r
      JOIN LATERAL (SELECT v.confirmer FROM public.points_rule_version v
                     WHERE v.street = left(r.region, 9) AND v.code = r.code
                     ORDER BY v.number DESC LIMIT 1) v ON true
     WHERE r.id::text = record AND r.member_id = member AND r.day = on_day
       AND so_much <= jz.points_left(member, left(r.region, 9), r.code, on_day)
       AND (v.confirmer = 'recorder' OR r.person_id IS DISTINCT FROM jz.me())
       AND (r.sign_up_id IS NULL OR EXISTS (SELECT 1 FROM public.activity_sign_up s
                                             WHERE s.id = r.sign_up_id AND s.checked_at = r.came_at))
       AND NOT EXISTS (SELECT 1 FROM public.points_decision d WHERE d.record_id = r.id)
       AND NOT EXISTS (SELECT 1 FROM public.ledger_transfer t
                        WHERE t.ref = record AND t.kind = 'given'))
$$;

-- Whether whoever asks may write a transfer: between a member's account and one of the house, never
-- their own, given by a record nobody decided on and no more than its rule says, spent no more than
-- there is. Two that ask of one account at once wait for one another; a frozen view would still not
-- see what the other wrote.
CREATE OR REPLACE FUNCTION jz.may_post(sort text, source uuid, target uuid, so_much int, on_day date,
                                       record text, at text)
RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM jz.hold_account(h.id)
    FROM public.ledger_account h WHERE h.id IN (source, target) AND h.kind = 'holder';
  RETURN current_setting('transaction_isolation') = 'read committed' AND EXISTS (
    SELECT 1 FROM public.ledger_account h
      JOIN public.party_member m ON m.id = h.holder_id
      JOIN public.ledger_account w ON w.id IN (source, target) AND w.kind <> 'holder'
     WHERE h.id IN (source, target) AND h.kind = 'holder' AND m.region = at
       AND NOT jz.is_own_member(m.id, m.name) AND (sort = 'reversed' OR w.region = left(at, 9))
       AND CASE sort
           WHEN 'given' THEN h.id = target AND w.kind = 'issued'
                AND jz.earns(record, m.id, so_much, on_day)
           WHEN 'spent' THEN h.id = source AND w.kind = 'spent'
                AND at LIKE ANY (jz.reach('party.points'))
                AND so_much <= (SELECT coalesce(sum(CASE WHEN t.to_id = h.id THEN t.amount
                                                         ELSE -t.amount END), 0)
                                  FROM public.ledger_transfer t WHERE h.id IN (t.to_id, t.from_id))
           ELSE at LIKE ANY (jz.reach('party.points')) END);
END $$;
