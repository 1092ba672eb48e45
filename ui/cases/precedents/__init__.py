"""The book of precedents: searched by kind, place and words; retired with a reason."""
