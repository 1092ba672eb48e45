"""What `benchmark` measures with windows, one module a bound."""
