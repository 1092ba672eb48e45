"""What is read of the three lists."""
