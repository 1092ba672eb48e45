-- On each street's (or district's) server, once, as a superuser, in its database: what a city
-- database may follow. Cases and what became of them, and nobody's name or telephone: those stay
-- where they were told. The role jiezhi_city was made before (see README.md): it passes the row
-- rules, since a copy is of all rows, and so it reads these tables and no others.
DO $$
DECLARE told text := 'case_file, case_event, case_place';
BEGIN
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO jiezhi_city', current_database());
  GRANT USAGE ON SCHEMA public TO jiezhi_city;
  EXECUTE format('GRANT SELECT ON %s TO jiezhi_city', told);
  DROP PUBLICATION IF EXISTS jiezhi_city;
  EXECUTE format('CREATE PUBLICATION jiezhi_city FOR TABLE %s', told);
END $$;
