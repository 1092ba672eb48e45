"""Use cases that write: each checks the right, applies the rules, leaves event and journal."""
