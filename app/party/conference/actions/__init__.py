"""What is written of the committee and the conference."""
