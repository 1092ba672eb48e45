"""What several pages embed: pickers, the light map, the attachment strip, the address field."""
