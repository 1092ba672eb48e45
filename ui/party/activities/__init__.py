"""Posts and activities on the desk: the month, who signs up, who came."""
