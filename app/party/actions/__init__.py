"""What changes organisations of the Party and their members."""
