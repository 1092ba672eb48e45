"""Very many desks at one server: how soon they hear of each other, and what they cost it."""
