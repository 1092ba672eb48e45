"""What is written of reserves, posted staff and secondments."""
