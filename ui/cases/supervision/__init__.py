"""督办: sheets by what is to be done about them, and the figures of a month."""
