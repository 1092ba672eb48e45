-- Duty: what a swap lets those do who do not keep the roster.

-- Whether whoever asks was asked to take a shift, or gives one in return.
CREATE OR REPLACE FUNCTION jz.is_swapped(shift uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM public.duty_swap w
                  WHERE w.state = 'asked' AND w.to_id = jz.me()
                    AND shift IN (w.shift_id, w.other_shift_id))
$$;

-- Whether a shift may become what it is to become: in place and time it stays as it was; whoever
-- keeps the roster drops it, and by a swap it goes to the other one, and to nobody else.
CREATE OR REPLACE FUNCTION jz.may_change_shift(shift uuid, at text, own text, person uuid,
                                               begins timestamptz, ends timestamptz)
RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM public.duty_shift s
           WHERE s.id = shift AND s.region = at AND s.post = own AND s.starts_at = begins
             AND s.ends_at = ends
             AND ((s.person_id = person AND at LIKE ANY (jz.reach('workforce.duty')))
               OR EXISTS (SELECT 1 FROM public.duty_swap w
                    WHERE w.state = 'asked' AND w.to_id = jz.me()
                      AND ((w.shift_id = shift AND person = w.to_id AND s.person_id = w.from_id)
                        OR (w.other_shift_id = shift AND person = w.from_id
                            AND s.person_id = w.to_id)))))
$$;
