"""What is done with rounds."""
