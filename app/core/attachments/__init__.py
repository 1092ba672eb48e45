"""Files that belong to a record: photos, scans, recordings."""
