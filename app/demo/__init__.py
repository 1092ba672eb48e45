"""A believable street to look at and to measure on; everything in it is made up."""
