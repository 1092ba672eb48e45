"""The hall at the desk: windows that call, the screen of the hall, reception."""
