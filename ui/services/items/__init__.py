"""Service items at the desk: the list, the form with its preview, the targets."""
