"""What narrows, orders and groups a queue: pure values, and the shorthand people type for them."""
