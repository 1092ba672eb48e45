"""What is read of the hall."""
