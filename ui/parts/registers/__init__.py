"""Registers of party work: a table, beside it all there is to the chosen row."""
