"""What is read of agreements and posts."""
