"""The desk window: rail, top bar, pages, sign-in, first run, search everything, Today."""
