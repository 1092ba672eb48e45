"""Papers that the keeper draws by itself at set times, into a folder."""
