"""Hold one small file or more of each report format: real headers, rows as each module says."""
