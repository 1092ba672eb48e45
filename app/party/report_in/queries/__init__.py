"""What is read of report-ins."""
