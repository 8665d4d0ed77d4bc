"""What is not a book, and what is a part of something: a local journal with its articles, a set in three volumes, a recording,
a film and a paper of the archive. Titles and people are invented."""

from __future__ import annotations

from typing import Any

from mandrivna.catalogue.actions.records import add_record
from mandrivna.catalogue.models import Kind, Record
from mandrivna.config.demo.data import HUBS
from mandrivna.config.demo.gifts import COMMISSION, OWN, Boxes
from mandrivna.config.demo.stage import Stage
from mandrivna.core.models import Unit
from mandrivna.fund.actions.arrivals import shelve
from mandrivna.fund.actions.signing import sign_gift

GIVER = 0
"""The publisher: what comes from it has its price."""
PLACE, PUBLISHER, YEAR = "Старобільськ ; Черкаси", "Вигадане видавництво", 2025

JOURNAL: dict[str, Any] = {
    "title": "Крейдяний вітер", "subtitle": "краєзнавчий журнал", "year": 2019, "subjects": "Луганщина", "local": True,
}  # fmt: skip
ISSUES: tuple[tuple[str, tuple[tuple[str, str, str, str], ...]], ...] = (
    ("№ 3", (
        ("Крейдяна, Дарина", "Три млини над Айдаром", "С. 4–11", "Луганщина\nМлини"),
        ("Степовий, Юхим", "Як школа переїхала вдруге", "С. 12–19", "Луганщина\nПереселенці\nШкола"),
    )),
    ("№ 4", (
        ("Крейдяна, Дарина; Байрачний, Левко", "Пісні крейдяних хуторів", "С. 3–9", "Луганщина\nПісні"),
        ("Ковилова, Ганна", "Бібліотека у валізі: спогади читачки", "С. 20–26", "Луганщина\nПереселенці\nБібліотеки"),
    )),
)  # fmt: skip
"""Of each issue its articles: who, what, where, about what."""

SET: dict[str, Any] = {
    "title": "Степова сага", "subtitle": "роман у 3 т.", "authors": "Полинова, Марта", "year": 2024, "udc": "821.161.2-3",
    "pages": "3 т.",
}  # fmt: skip
VOLUMES = (("Т. 1", "Криниця", 2022, "312 с."), ("Т. 2", "Курган", 2023, "288 с."), ("Т. 3", "Повернення", 2024, "340 с."))

HEARD: dict[str, Any] = {
    "kind": Kind.AUDIO, "title": "Колискові нашого краю", "people": "Хор «Вигаданий степ»", "year": 2023, "local": True,
    "pages": "1 електрон. опт. диск (41 хв)", "subjects": "Луганщина\nПісні",
}  # fmt: skip
SEEN: dict[str, Any] = {
    "kind": Kind.VIDEO, "title": "Полиця їде далі", "subtitle": "документальний фільм", "year": 2024,
    "responsibility": "реж. Лука Придуманий", "pages": "1 відеодиск (52 хв)", "subjects": "Бібліотеки",
}  # fmt: skip
KEPT: dict[str, Any] = {
    "kind": Kind.ARCHIVE, "title": "Лист учительки Зореславської до громади про хату-читальню", "year": 1927, "local": True,
    "part": "ф. 0, оп. 1, спр. 27, арк. 3", "publisher": "Вигаданий архів громади", "subjects": "Луганщина\nБібліотеки",
    "url": "https://example.org/vyhadanyi-arkhiv/lyst/", "access": "Оцифровано, відкритий доступ",
}  # fmt: skip
"""An address of nobody's: see `online`."""

MADE = 1 + len(ISSUES) + sum(len(articles) for _number, articles in ISSUES) + 1 + len(VOLUMES) + 3
COPIES = len(ISSUES) + len(VOLUMES) + 2
"""Of the issues, the volumes and the two discs one each; the journal and the set are held by their parts."""


def describe(stage: Stage) -> None:
    """The clock of the story stands still meanwhile."""
    boxes: Boxes = stage.boxes
    said = {"place": PLACE, "publisher": PUBLISHER}

    def add(**about: Any) -> Record:
        return add_record(boxes.act(), unit=stage.units[OWN], **about)

    journal = add(kind=Kind.SERIAL, **said, **JOURNAL)
    issues = []
    for number, articles in ISSUES:
        issue = add(
            kind=Kind.ISSUE, host=journal, part=number, title=JOURNAL["title"], year=YEAR, pages="32 с.", local=True, **said
        )
        issues.append(issue)
        for authors, title, pages, subjects in articles:
            add(kind=Kind.ARTICLE, host=issue, part=pages, title=title, authors=authors, year=YEAR, subjects=subjects, local=True)
    whole = add(kind=Kind.BOOK, **said, **SET)
    volumes = [
        add(kind=Kind.VOLUME, host=whole, part=part, title=title, year=year, pages=pages, authors=SET["authors"], **said)
        for part, title, year, pages in VOLUMES
    ]
    discs = [add(**said, **about) for about in (HEARD, SEEN)]
    add(**KEPT)
    _take(stage, boxes, [*issues, *volumes], stage.shelves_of(HUBS[0])[0].unit)
    _take(stage, boxes, discs, stage.shelves_of(HUBS[1])[0].unit)
    _sign(stage, boxes)


def _take(stage: Stage, boxes: Boxes, records: list[Record], shelf: Unit) -> None:
    copies = [copy for record in records for copy in boxes.take(GIVER, record, 1)]
    boxes.label(copies)
    shelve(boxes.act(), shelf=shelf, copies=[str(copy.pk) for copy in copies])


def _sign(stage: Stage, boxes: Boxes) -> None:
    """This gift alone: another box stays open on the table."""
    gift = boxes.opened.pop(GIVER)
    sign_gift(boxes.act(stage.actors["director"]), gift=gift, commission=COMMISSION, signed_on=stage.today)
