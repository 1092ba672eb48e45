"""Three lists: what units offer, what communities need, and the projects that come of both."""
