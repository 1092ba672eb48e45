"""What is written to the three lists."""
