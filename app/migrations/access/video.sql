-- Cameras: where a stream is had shows people to whoever has it, so it leaves by these doors alone,
-- each time against a line of the journal that is committed and not older than half a minute.

CREATE OR REPLACE FUNCTION jz.is_video_told(asked text, done text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM public.journal j
                  WHERE j.subject = asked AND j.person_id = jz.me() AND j.action = done
                    AND j.at BETWEEN clock_timestamp() - interval '30 seconds'
                                 AND clock_timestamp() + interval '5 seconds'
                    AND jz.is_committed(j.xmin))
$$;

-- Which stations have a picture: no address.
CREATE OR REPLACE FUNCTION jz.video_pictures() RETURNS TABLE (id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT v.id FROM public.video_station v
   WHERE v.address <> ''
     AND v.region LIKE ANY ((SELECT jz.reach('territory.watch', 'territory.video'))::text[])
$$;

-- The address of one, for whoever opens its picture or changes it.
CREATE OR REPLACE FUNCTION jz.video_address(asked uuid) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE told text;
BEGIN
  SELECT v.address INTO told FROM public.video_station v
   WHERE v.id = asked
     AND ((v.region LIKE ANY (jz.reach('territory.watch')) AND v.state <> 'gone'
           AND jz.is_video_told(asked::text, 'video.opened'))
       OR (v.region LIKE ANY (jz.reach('territory.video'))
           AND jz.is_video_told(asked::text, 'video.address_read')));
  IF NOT FOUND THEN RAISE EXCEPTION 'not in the journal' USING errcode = '42501'; END IF;
  RETURN told;
END $$;

-- Those of an area, for whoever takes the register out as a file.
CREATE OR REPLACE FUNCTION jz.video_addresses(place text) RETURNS TABLE (id uuid, address text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
BEGIN
  IF NOT jz.is_video_told(place, 'video.exported') THEN
    RAISE EXCEPTION 'not in the journal' USING errcode = '42501';
  END IF;
  RETURN QUERY SELECT v.id, v.address::text FROM public.video_station v
   WHERE v.address <> '' AND starts_with(v.region, place)
     AND v.region LIKE ANY ((SELECT jz.reach('territory.video'))::text[])
     AND v.region LIKE ANY ((SELECT jz.reach('exchange.export'))::text[]);
END $$;
