"""How one arranges the queue: the filter field, the builder, chips, saved views."""
