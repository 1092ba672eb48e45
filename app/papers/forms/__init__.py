"""Templates of papers other than the briefings: read, checked, filled, kept."""
