"""The people who work here: duty, and what is to come of DOMAIN §11."""
