"""Sketches on the map: the layer, the tool that draws them, the form that words them."""
