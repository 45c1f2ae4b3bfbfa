"""Compare the versions of a watched page: what a company says there, since when, until when."""
