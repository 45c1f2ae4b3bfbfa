"""Read the date expressions of a text."""
