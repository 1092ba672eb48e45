"""Keeping the program healthy: backup and restore, checks."""
