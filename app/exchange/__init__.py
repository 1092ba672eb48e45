"""Files in and out: divisions, geometry, cases, tables."""
