"""What is read of posts and activities."""
