"""Incidents (突发事件): plan, tasks, figures, reports, and a timeline nobody edits."""
