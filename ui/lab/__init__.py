"""Pictures and figures: the only code that opens every page."""
