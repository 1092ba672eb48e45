"""Dual report-in (双报到): units report to communities, serving members to where they live."""
