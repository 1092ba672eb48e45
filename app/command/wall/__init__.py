"""What the wall of screens shows: figures and points, scenes, and who drives them from a desk."""
