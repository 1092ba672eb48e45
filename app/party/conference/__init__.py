"""The extended committee (大工委、大党委) and the joint conference (联席会议): who sits, what is
met about, what was resolved and what came of it.
"""
