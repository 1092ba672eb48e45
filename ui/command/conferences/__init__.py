"""The log of conferences over the video network."""
