"""Emergency units (最小应急单元): who there is, who is on duty, who is called to what."""
