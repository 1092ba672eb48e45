-- Who may go by a precedent: the whole district where somebody assigns or rules.

-- Patterns of the districts in which any of these rights is held by region.
CREATE OR REPLACE FUNCTION jz.districts(VARIADIC rights text[]) RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  RETURN (SELECT coalesce(array_agg(DISTINCT left(h.region, {district_digits}) || '%'), '{{}}')
    FROM jz.holding h JOIN jz.role_right r ON r.role = h.role
   WHERE r.named = ANY (rights) AND h.unit_id IS NULL);
END $$;
