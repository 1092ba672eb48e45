"""Rules by which the program acts on cases by itself: the list and the editor."""
