"""Plans are kept, incidents opened and ended, and all that happens within them put down."""
