"""Ground floor: what every slice of app stands on."""
