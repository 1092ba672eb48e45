"""Rounds (巡查): planned on foot, by camera and by drone, done, and what they covered."""
