"""What changes service items."""
