"""What is written of posts and activities."""
