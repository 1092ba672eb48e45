"""Briefings: papers whose every number is a named figure that can be asked."""
