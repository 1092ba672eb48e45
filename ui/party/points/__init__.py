"""Points of members at the desk: who stands where, what waits, the rules."""
