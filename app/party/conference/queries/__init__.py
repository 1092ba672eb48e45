"""What is read of the committee and the conference."""
