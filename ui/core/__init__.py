"""Ground floor of the desk: theme, jobs, tables, notices."""
