"""Cases that are one matter: merging them, a family in the panel, likely ones beside the form."""
