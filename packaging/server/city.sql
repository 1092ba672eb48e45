-- On the city's server, once, as a superuser, in a database that `main.py init` made and that
-- follows others: nobody writes there but what arrives.

-- Codes of receipts and numbers of other offices are unique within a street only; here two that
-- are alike would stop what arrives.
ALTER TABLE case_file DROP CONSTRAINT IF EXISTS uq_case_file_receipt_code;
ALTER TABLE case_file DROP CONSTRAINT IF EXISTS uq_case_file_source_external_number;

-- Desks are told of what arrives as of what a colleague saves.
CREATE OR REPLACE FUNCTION public.jiezhi_arrived() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  INSERT INTO public.change_feed (origin, topic, key, region, at)
    VALUES ('', 'case', new.id::text, new.region, clock_timestamp());
  PERFORM jz.hint();
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER jiezhi_arrived AFTER INSERT OR UPDATE ON case_file
  FOR EACH ROW EXECUTE FUNCTION public.jiezhi_arrived();
ALTER TABLE case_file ENABLE ALWAYS TRIGGER jiezhi_arrived;

-- Nobody saves anything here. What arrives is let through: it is applied as a replica, for which
-- the triggers that refuse are not called.
INSERT INTO maintenance_order (id, note, begins_at, stops_writing, author, desk, announced_at,
                               migrating_by)
  VALUES (1, '汇总库，只供查看', now(), true, '', '', now(), '')
  ON CONFLICT (id) DO UPDATE SET note = excluded.note, begins_at = excluded.begins_at,
                                 stops_writing = true, announced_at = excluded.announced_at;
