"""What people do with many rows of the queue at once."""
