"""Redrawing the grids of a street on the map: a draft, its tools, its list of changes."""
