"""Reads: frozen rows in keyset pages, named figures, and what a person may do next."""
