"""Make up sentences in eight languages: nobody's text, with the letters and word lengths of each.

Part of a sentence are real words, of the TOML file beside this one, and part are words that no
dictionary has, made of syllables, as a newspaper is half made of names.
"""

import random
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

WORDS: dict[str, Any] = tomllib.loads(
    Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
)
LANGUAGES = ("en", *WORDS["words"], "zh-Hant", "zh-Hans")
POOL = 1500  # sentences of a language that a page draws from; a page has some hundred of them


@dataclass(frozen=True, slots=True)
class Speech:
    """What can be said in one language: sentences of a paragraph, and headlines without a stop."""

    language: str
    sentences: tuple[str, ...]
    headlines: tuple[str, ...]
    names: tuple[str, ...]

    def paragraph(self, chance: random.Random, *, sentences: int) -> str:
        """Say so many sentences, drawn anew."""
        between = "" if self.language.startswith("zh") else " "
        return between.join(chance.choices(self.sentences, k=sentences))


def speech_of(language: str) -> Speech:
    """Make up what a language can say: always the same."""
    chance = random.Random(f"words of {language}")
    names = tuple(name_in(language, chance) for _ in range(300))
    say = {"en": _english, "zh-Hant": _chinese, "zh-Hans": _chinese}.get(language, _other)
    sentences = tuple(say(language, chance, names) for _ in range(POOL))
    headlines = tuple(
        sentence.rstrip(".。").replace(",", "")[: chance.randrange(45, 90)].rsplit(" ", 1)[0]
        for sentence in sentences
    )
    return Speech(language, sentences, headlines, names)


def name_in(language: str, chance: random.Random) -> str:
    """Make up a name that nobody has."""
    if language.startswith("zh"):
        return "".join(chance.choices(_characters(language), k=2))
    syllables = WORDS["syllables"].get(language, WORDS["syllables"]["latin"]).split()
    return "".join(chance.choices(syllables, k=chance.choice((2, 2, 3)))).capitalize()


def _english(language: str, chance: random.Random, names: tuple[str, ...]) -> str:
    words = WORDS[language]
    nouns, verbs = words["nouns"].split(), words["verbs"].split()
    adjectives = words["adjectives"].split()
    parts = [
        chance.choice(("The", "A", "Every", "Another", f"{chance.choice(names)}'s")),
        chance.choice(adjectives),
        chance.choice(nouns),
        chance.choice(verbs),
        f"the {chance.choice(nouns)} {chance.choice(words['links'])}",
        chance.choice(nouns),
    ]
    if chance.random() < 0.6:
        parts[-1] += ","
        parts += [
            chance.choice(("while", "and", "though", "as", "but")),
            f"{chance.choice(names)} {chance.choice(names)}",
            chance.choice(verbs),
            f"{chance.choice(adjectives)} {chance.choice(nouns)}s",
            f"in {chance.randrange(1960, 2021)}",
        ]
    if chance.random() < 0.2:
        parts.insert(0, "“I know,” " + f"{chance.choice(names)} answered;")
    return " ".join(parts) + "."


def _chinese(language: str, chance: random.Random, names: tuple[str, ...]) -> str:
    characters = _characters(language)
    clauses = (
        "".join(chance.choices(characters, k=chance.randrange(6, 14)))
        for _ in range(chance.choice((2, 2, 3)))
    )
    return "，".join(clauses) + "。"


def _other(language: str, chance: random.Random, names: tuple[str, ...]) -> str:
    known = WORDS["words"][language].split()
    words = [
        chance.choice(names).lower() if chance.random() < 0.35 else chance.choice(known)
        for _ in range(chance.randrange(9, 24))
    ]
    words[len(words) // 2] += ","
    words[0] = words[0].capitalize()
    return " ".join(words) + "."


def _characters(language: str) -> str:
    return "".join(WORDS["characters"][language].split())
