"""Reach the outside world: links, captures, figures. Knows nothing of stances."""
