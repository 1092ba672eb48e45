"""What is done about report-ins."""
