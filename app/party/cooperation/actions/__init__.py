"""What is written of agreements and posts."""
