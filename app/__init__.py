"""What a street governance centre does; knows nothing of Qt."""
