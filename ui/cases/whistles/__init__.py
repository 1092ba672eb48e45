"""Whistles on the desk: drafting one, what each summoned unit does, the page that lists them."""
