"""The hall: windows, queue numbers (叫号), appointments. Nothing here says who anybody is."""
