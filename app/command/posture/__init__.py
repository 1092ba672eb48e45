"""Posture (平时、战时): one recorded order at a time, of which the past depends on its own."""
