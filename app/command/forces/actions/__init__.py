"""Units are kept, check in and drill; they are called, answer, are called on and released."""
