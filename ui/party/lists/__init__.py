"""The three lists at the desk: match board, project, what nobody offers."""
