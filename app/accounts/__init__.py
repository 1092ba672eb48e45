"""Who signs in: people, units, roles, rights, scopes, deputies."""
