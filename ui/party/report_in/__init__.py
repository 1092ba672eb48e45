"""双报到 on the desk: who reported in, calls to posts, figures, signed files."""
