"""What is read of service items."""
