"""Letters and minutes that are reviewed, signed and sent out as briefings are."""
