"""大工委 at the desk: meetings, resolutions, members."""
