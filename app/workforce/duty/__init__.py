"""Duty (值班): shifts without overlap, swaps by both consents, hand-over notes."""
