-- Papers: what no rule of a single row can tell.

-- Whether a number is the next of its series: none is left out, and none taken beforehand.
CREATE OR REPLACE FUNCTION jz.is_next_number(asked text, told int) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT told = 1 + coalesce(max(s.number), 0) FROM public.paper_step s WHERE s.series = asked
$$;

-- Whether nobody drafted a paper anew since.
CREATE OR REPLACE FUNCTION jz.is_newest_paper(asked uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT NOT EXISTS (SELECT 1 FROM public.paper_issue p
                       JOIN public.paper_issue n USING (kind, region, period, subject)
                      WHERE p.id = asked AND n.version > p.version)
$$;

-- Whether a version is the next of a kind's template: none is left out, so none can be hidden.
CREATE OR REPLACE FUNCTION jz.is_next_template(asked text, told int) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT told = 1 + coalesce(max(t.version), 0) FROM public.paper_template t WHERE t.kind = asked
$$;

-- The same of the templates of notices, sheets and letters, of each street and of all of them.
CREATE OR REPLACE FUNCTION jz.is_next_form(asked text, street text, told int) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT told = 1 + coalesce(max(t.version), 0) FROM public.form_template t
   WHERE t.kind = asked AND t.region = street
$$;

-- What kind of paper one is: its copies are sent out by who keeps such papers.
CREATE OR REPLACE FUNCTION jz.kind_of_paper(asked uuid) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT p.kind FROM public.paper_issue p WHERE p.id = asked
$$;
