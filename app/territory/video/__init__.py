"""Video stations and cameras (综治视联网): where they stand, and who opened one."""
