"""Red compounds on the desk."""
