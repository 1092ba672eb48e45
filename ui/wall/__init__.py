"""The wall of screens: scenes of tiles, each with the age of its data, read from five metres."""
