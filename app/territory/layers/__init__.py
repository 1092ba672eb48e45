"""Large layers of areas made ready for drawing: packed numbers, levels of detail, borders.

A province has 127,000 grids of 37 corners. Nothing here holds an object a grid: coordinates,
borders and codes lie in arrays that are mapped from a file when the map is opened again.
"""
