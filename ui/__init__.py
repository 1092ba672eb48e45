"""What people see and touch; knows nothing of SQL."""
