"""Regions, grids, their outlines and posts, and the gazetteer of places."""
