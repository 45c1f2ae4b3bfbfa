"""Write down the questions that researchers ask first: for Datasette, notebooks and scripts alike.

A view is asked with conditions; a question stands as it is, and its answer can be printed. What
grows with the database is read from views, so that a download can have all of it.
"""

from pipeline.store.questions import changes, figures, moves, proofs, sources
from pipeline.store.questions.asking import SHOWN, Parameter, Question, answer
from pipeline.store.questions.figures import CANNOT_BE_TOLD, WORD_AND_FIGURES_PART
from pipeline.store.questions.moves import DAYS_TO_FIRST_MOVE, FIRST_THIRTY_DAYS, STANCES_TAKEN
from pipeline.store.questions.proofs import ONE_SOURCE

__all__ = [
    "CANNOT_BE_TOLD",
    "DAYS_TO_FIRST_MOVE",
    "FIRST_THIRTY_DAYS",
    "ONE_SOURCE",
    "QUESTIONS",
    "SHOWN",
    "STANCES_TAKEN",
    "WORD_AND_FIGURES_PART",
    "Parameter",
    "Question",
    "answer",
]

QUESTIONS = (
    *moves.QUESTIONS,
    *figures.QUESTIONS,
    *proofs.QUESTIONS,
    *changes.QUESTIONS,
    *sources.QUESTIONS,
)
