"""What changes in the hall."""
