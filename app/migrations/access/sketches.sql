-- Whether somebody may draw this: others' maps draw it as it is, so what is no drawing would keep a
-- whole street from all that is drawn on it. So many of one's own and no more, also within one
-- statement: what is volatile sees the rows before.
CREATE OR REPLACE FUNCTION jz.is_drawing(sort text, drawn jsonb) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE spot jsonb; spots int;
BEGIN
  IF jsonb_typeof(drawn) IS DISTINCT FROM 'array' OR octet_length(drawn::text) > 64 * {points}
  THEN RETURN false; END IF;
  spots := jsonb_array_length(drawn);
  IF spots < (CASE sort WHEN 'line' THEN 2 WHEN 'area' THEN 3 ELSE 1 END)
     OR spots > (CASE WHEN sort IN ('line', 'area') THEN {points} ELSE 1 END)
  THEN RETURN false; END IF;
  FOR spot IN SELECT jsonb_array_elements(drawn) LOOP
    IF jsonb_typeof(spot) <> 'array' OR jsonb_array_length(spot) <> 2
       OR jsonb_typeof(spot -> 0) <> 'number' OR jsonb_typeof(spot -> 1) <> 'number'
       OR NOT (spot ->> 0)::numeric BETWEEN -180 AND 180
       OR NOT (spot ->> 1)::numeric BETWEEN -90 AND 90
    THEN RETURN false; END IF;
  END LOOP;
  RETURN (SELECT count(*) FROM public.map_sketch s WHERE s.owner_id = jz.me()) < {sketches};
END $$;
