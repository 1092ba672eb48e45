"""Patrol findings entered many at once: photos of a telephone, gathered into what was found."""
