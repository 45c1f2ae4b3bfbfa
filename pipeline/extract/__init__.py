"""Read claims out of a document: who takes which stance, when, and which words prove it."""

from pipeline.extract.reader import Reader

__all__ = ["Reader"]
