"""Write a timeline to a file; one module a format, found by directory."""
