"""The roster of members: read, found, moved, taken in from spreadsheets and given out again."""
