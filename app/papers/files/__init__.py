"""Papers as files one can go on working with: Word (editable text) and Excel (the numbers)."""
