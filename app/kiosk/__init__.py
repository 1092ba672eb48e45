"""The narrow door for residents: a machine in the hall takes messages and tells how a case stands.

A machine has an account of its own that can do these two things and nothing else: what it hands
in it cannot read again, and of a case it is told no word that somebody wrote.
"""
