"""Read the date expressions of a text."""

from pipeline.dates.expressions import DateExpression, find_dates

__all__ = ["DateExpression", "find_dates"]
