"""Party building (DOMAIN §8): organisations in a tree, their grids, posts and members."""
