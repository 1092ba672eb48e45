-- What rules ask of a case that no desk reads.

-- Whether whoever reported a case had reported another one before; nothing else of them is told,
-- nothing to who may not learn of either who reported it, else it would answer for any number,
-- and nothing where the number is a hotline's (`app.cases.personal.names_a_caller`).
CREATE OR REPLACE FUNCTION jz.has_called_before(asked uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT EXISTS (
    SELECT 1 FROM public.case_person p
      JOIN public.case_file c ON c.id = p.case_id
      JOIN public.case_person o ON o.phone_key = p.phone_key AND o.case_id <> p.case_id
      JOIN public.case_file f ON f.id = o.case_id AND f.received_at < c.received_at
     WHERE p.case_id = asked AND jz.may_read_personal(asked)
       AND jz.may_read_personal(o.case_id)
       AND p.phone !~ '^((400|800)-?[0-9]{{3}}-?[0-9]{{4}}|1[0-9]{{2,4}}|9[0-9]{{4,5}})$')
$$;
