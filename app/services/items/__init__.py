"""Service items (事项): what to bring, where, by when, by what right; edited, published, found."""
