"""Reads of organisations and members: frozen rows, nothing of SQL outside."""
