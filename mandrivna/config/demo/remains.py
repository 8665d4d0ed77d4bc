"""What remains of the demonstration's events: photographs, a recording, a paper, and what people said."""

from __future__ import annotations

import base64
import datetime as dt
import random
from pathlib import Path
from typing import Any

from mandrivna.config.demo.stage import Stage
from mandrivna.core.act import Act
from mandrivna.core.actor import NOBODY, Actor
from mandrivna.core.codec import Withheld
from mandrivna.programme.actions.after import add_file, add_link, add_photo
from mandrivna.programme.actions.feedback import give_feedback, quote_feedback
from mandrivna.programme.after import photographed
from mandrivna.programme.models import Event
from mandrivna.programme.states import State
from mandrivna.shared.ids import new_uid
from mandrivna.shared.printing import pdf
from mandrivna.shared.printing.document import Document, Text

FOLDER = Path(__file__).resolve().parent / "photos"
PHOTOS = {
    "kolo.webp": "Шість порожніх стільців колом біля книжкових полиць",
    "vechir.webp": "Та сама зала ввечері, за вікном темно",
}
"""Drawn by `scripts.demo_photos`."""
WORDS = (
    ("Уперше за рік говорила про книжки вголос. Приїдьте ще!", True, "Уперше за рік говорила про книжки вголос."),
    ("Пані з третього ряду читала так, що хотілося плакати.", False, ""),
    ("Було б добре починати на годину пізніше.", True, ""),
)


def remain(stage: Stage) -> None:
    """Of the latest meeting of the first series; the others wait for somebody to write."""
    today = stage.calendar.today
    rows = Event.objects.filter(series__title="Розмови біля полиці", state=State.HELD, on__lte=today).order_by("-on")
    for event in rows.select_related("unit", "place")[:1]:
        _kept(stage, event)
        _said(stage, event)


def _at(stage: Stage, day: dt.date, hour: int, actor: Actor) -> Act:
    moment = dt.datetime.combine(day, dt.time(hour), stage.now.tzinfo)
    return Act(actor=actor, at=moment, uid=new_uid(), channel="self" if actor is NOBODY else "desk")


def _kept(stage: Stage, event: Event) -> None:
    promoter = stage.actors["promoter"]
    of: dict[str, Any] = {"event": event, "where": event.unit}
    for name, alt in PHOTOS.items():
        made: dict[str, Any] = photographed((FOLDER / name).read_bytes())
        add_photo(_at(stage, event.on, 20, promoter), **of, **made, alt=alt, seen="nobody", on_site=True)
    recording: dict[str, Any] = {"kind": "recording", "title": "Запис розмови", "url": "https://video.example.org/rozmovy-zapys"}
    add_link(_at(stage, event.on, 21, promoter), **of, **recording)
    listed = Document(language="uk", title="Що ми читали вголос", blocks=[Text(text="Степова сага. Оповідання про воду.")])
    file = Withheld(base64.b64encode(pdf.write(listed)).decode())
    add_file(_at(stage, event.on, 21, promoter), **of, title="Що ми читали вголос", file=file)


def _said(stage: Stage, event: Event) -> None:
    dice = random.Random("відгуки")  # noqa: S311 - a story, not a secret
    day = min(event.on + dt.timedelta(days=1), stage.calendar.today)
    for number in range(12):
        words, may, quote = WORDS[number] if number < len(WORDS) else ("", False, "")
        liked = dice.sample(["theme", "guest", "people", "use", "place"], dice.randint(1, 3))
        mark, again = dice.choice(["great", "great", "great", "good", "good", "so"]), dice.choice(["yes", "yes", "maybe"])
        said = give_feedback(
            _at(stage, day, 9, NOBODY), event=event, mark=mark, liked=liked, again=again, words=Withheld(words), may_quote=may
        )  # fmt: skip
        if quote:
            quote_feedback(_at(stage, day, 10, stage.actors["director"]), feedback=said, quote=quote)
