"""Sketches: what people draw on the map for themselves, or for their street."""
