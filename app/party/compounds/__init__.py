"""Red compounds: branch, committee and property company together; what they decide; stations."""
