"""What `benchmark` measures, one module a bound."""
