"""Cameras and video stations: the register, and their pictures."""
