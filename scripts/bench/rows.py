"""Rows for the index alone, with a fixed seed: Ukrainian words in all their forms, frequencies like those of a language."""

from __future__ import annotations

import datetime as dt
import itertools
import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

import pymorphy3

from mandrivna.catalogue.holdings import Holding
from mandrivna.catalogue.search.documents import Row
from mandrivna.shared.text.sounds import sound

LEXEMES, SURNAMES, SUBJECTS, PLACES = 60_000, 25_000, 4_000, 40
GIVEN = "Олена Тарас Іван Марія Ганна Петро Ольга Богдан Леся Юрій Оксана Микола Ірина Степан Наталія Андрій Софія Павло".split()  # noqa: SIM905
DAY = dt.date(2020, 1, 1)


@dataclass(frozen=True)
class Words:
    lexemes: list[list[str]]
    people: list[str]
    subjects: list[str]

    @property
    def common(self) -> list[str]:
        """The most frequent dictionary forms, the heaviest questions there are."""
        return [forms[0] for forms in self.lexemes[:100]]


def vocabulary(seed: int) -> Words:
    chance = random.Random(seed)  # noqa: S311 - the same rows each time
    morph = pymorphy3.MorphAnalyzer(lang="uk")
    every = [key for key, _about in itertools.islice(morph.dictionary.words.iteritems(""), 0, None, 37)]
    chance.shuffle(every)
    lexemes: list[list[str]] = []
    for key in every:
        parse = morph.parse(key)[0]
        if parse.tag.POS in ("NOUN", "ADJF", "VERB") and len(parse.normal_form) > 2 and key[0] != "'":
            lexemes.append(list(dict.fromkeys([parse.normal_form, *(form.word for form in parse.lexeme)])))
        if len(lexemes) == LEXEMES:
            break
    surnames = [forms[0].capitalize() + chance.choice(("енко", "ук", "ський", "")) for forms in lexemes[-SURNAMES:]]
    people = [f"{surname} {chance.choice(GIVEN)}" for surname in surnames]
    subjects = [" ".join(chance.choice(lexemes[:8_000])[0] for _ in range(chance.randint(1, 3))) for _ in range(SUBJECTS)]
    return Words(lexemes, people, subjects)


def _like_a_language(items: int) -> list[float]:
    return list(itertools.accumulate(1 / (rank + 8) for rank in range(items)))


def rows(count: int, words: Words, seed: int) -> Iterator[tuple[Row, Holding]]:
    chance = random.Random(seed)  # noqa: S311 - the same rows each time
    many, fewer, few = (_like_a_language(len(of)) for of in (words.lexemes, words.people, words.subjects))
    for _number in range(count):
        said = [chance.choice(forms) for forms in chance.choices(words.lexemes, cum_weights=many, k=chance.randint(3, 9))]
        foreign = chance.random()
        if foreign < 0.15:
            said = [sound(word) or word for word in said]
        here = chance.choices((0, 1, 2), (50, 40, 10))[0]
        places = tuple(sorted({chance.randrange(1, PLACES) for _ in range(here)}))
        yield (
            Row(
                uid=str(uuid.UUID(int=chance.getrandbits(128), version=4)),
                title=" ".join(said).capitalize(),
                authors="; ".join(chance.choices(words.people, cum_weights=fewer, k=chance.choice((1, 1, 1, 2)))),
                subjects="; ".join(chance.choices(words.subjects, cum_weights=few, k=chance.randint(1, 3))),
                publisher=f"Видавництво {chance.randrange(300)}",
                year=int(chance.triangular(1950, 2026, 2015)),
                language="eng" if foreign < 0.15 else "rus" if foreign < 0.25 else "ukr",
                kind=chance.choices(("book", "article", "serial", "eresource"), (80, 12, 5, 3))[0],
                udc=f"{chance.randrange(100)}",
                isbn=f"978{chance.randrange(10**10):010d}" if chance.random() < 0.5 else "",
                created_on=DAY + dt.timedelta(days=chance.randrange(2000)),
            ),
            Holding(here=len(places), places=places, owners=(1,), held=places or (chance.randrange(1, PLACES),), arrived=DAY),
        )
