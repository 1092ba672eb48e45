"""Posts members take, and activities from the plan to the minutes (DOMAIN §8)."""
