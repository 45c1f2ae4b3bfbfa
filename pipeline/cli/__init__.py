"""Run Stanceline from the command line; the only place that prints and exits."""
