"""Conferences held over the stations of the video network, and who took part."""
