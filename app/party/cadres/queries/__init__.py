"""What is read of reserves, posted staff and secondments."""
