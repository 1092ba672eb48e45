-- Whoever keeps everybody waiting. Timeouts of a session are the session's own to lift, and whoever
-- may remove rows of a table may lock all of it. So the service looks, again and again, which
-- transactions of people hold a whole table, keep others waiting, or write for very long, and ends
-- those that do so for longer than the program ever does. Everybody sees locks and whose they are.

CREATE OR REPLACE VIEW jz.holding_up AS
  WITH theirs AS (
    SELECT s.pid, s.usename::text AS login, v.virtualtransaction AS moment
      FROM pg_stat_activity s JOIN pg_locks v ON v.pid = s.pid AND v.locktype = 'virtualxid'
     WHERE s.datname = current_database() AND v.granted
       AND s.usename::text ~ '^{login_start}[a-z0-9]')
  SELECT t.pid, t.login, t.moment, 'table' AS kind FROM theirs t JOIN pg_locks l ON l.pid = t.pid
   WHERE l.granted AND l.locktype = 'relation'
     AND l.mode IN ('ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')
   UNION
  SELECT t.pid, t.login, t.moment, 'others' FROM theirs t
   WHERE t.pid IN (SELECT unnest(pg_blocking_pids(w.pid)) FROM pg_locks w
                    WHERE NOT w.granted AND w.waitstart < clock_timestamp() - interval '3 seconds')
     -- who stands in the queue before others waits for the same one
     AND NOT EXISTS (SELECT 1 FROM pg_locks q WHERE q.pid = t.pid AND NOT q.granted)
   UNION
  SELECT t.pid, t.login, t.moment, 'writes' FROM theirs t JOIN pg_locks l ON l.pid = t.pid
   WHERE l.granted AND l.locktype = 'transactionid' AND l.mode = 'ExclusiveLock';

-- Ends what holds others up since longer than so many seconds, and says whose and how. What was
-- seen is remembered until that transaction is over.
CREATE OR REPLACE FUNCTION jz.end_hold_ups(tables int, others int, writes int)
RETURNS TABLE (who text, what text, held_s int)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE one record;
BEGIN
  IF NOT jz.is_service() THEN RAISE EXCEPTION 'not yours' USING errcode = '42501'; END IF;
  DELETE FROM jz.held_up h WHERE NOT EXISTS (
    SELECT 1 FROM pg_locks l WHERE l.pid = h.pid AND l.virtualtransaction = h.moment);
  INSERT INTO jz.held_up SELECT v.pid, v.moment, v.kind, clock_timestamp() FROM jz.holding_up v
    ON CONFLICT DO NOTHING;
  FOR one IN SELECT v.pid, v.login, v.kind,
                    extract(epoch FROM clock_timestamp() - h.since)::int AS seconds
               FROM jz.holding_up v JOIN jz.held_up h USING (pid, moment, kind)
              WHERE h.since <= clock_timestamp() - make_interval(secs =>
                    CASE v.kind WHEN 'table' THEN tables WHEN 'others' THEN others ELSE writes END)
              ORDER BY v.pid, v.kind LOOP
    PERFORM jz_accounts.end_session(one.login, one.pid);
    who := substr(one.login, length('{login_start}') + 1);
    what := one.kind;
    held_s := one.seconds;
    RETURN NEXT;
  END LOOP;
END $$;
