"""Drafts for newspapers: whole sentences of what is known, figures after the event, and nothing that is not known."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import docx
import pytest

from mandrivna.core.actions.profile import edit_profile
from mandrivna.core.actions.units import edit_unit
from mandrivna.core.places import shown_on
from mandrivna.core.profile import profile_of
from mandrivna.programme.actions.after import add_link
from mandrivna.programme.actions.counting import count_event
from mandrivna.programme.actions.feedback import give_feedback, quote_feedback
from mandrivna.programme.actions.signups import admit_event
from mandrivna.programme.models import Event
from mandrivna.programme.press import ANNOUNCEMENT, RELEASE, Said, paper
from mandrivna.programme.queries import as_announced
from mandrivna.shared.printing import docx as word
from mandrivna.shared.printing.document import Heading, Text
from tests.factories.library import Library, library
from tests.programme.test_events import came, event

pytestmark = pytest.mark.django_db


@pytest.fixture
def lib() -> Library:
    found = library()
    edit_unit(found.act(), unit=found.hub, about={"actual_address": "м. Черкаси, вул. Показова, 1"})
    return found


def lines(lib: Library, kind: str, one: Event, address: str = "https://a.example/1") -> list[str]:
    said = Said("Наукова бібліотека", profile_of(lib.root), lib.today, address)
    made = paper(kind, as_announced(one, shown_on(lib.today)), said)
    return [block.text for block in made.blocks if isinstance(block, Text | Heading)]


def on(one: Event, day: str, **about: Any) -> Event:
    one.on = dt.date.fromisoformat(day)
    for name, value in about.items():
        setattr(one, name, value)
    return one


def test_an_announcement_says_when_where_and_for_whom(lib):
    one = on(event(lib, about="Слухаємо.\n\nПитаємо.", where="зала"), "2026-12-12", starts="16:00")
    assert lines(lib, ANNOUNCEMENT, one) == [
        "12 грудня 2026 року, у суботу, о 16:00 Наукова бібліотека запрошує на подію: зустріч із письменником «ЛітРозмови».",
        "Слухаємо.", "Питаємо.", "Головне", "Коли: 12 грудня 2026 року, у суботу, о 16:00.",
        "Де: Хаб 1, зала, м. Черкаси, вул. Показова, 1.", "Для кого: усі охочі.", "Вхід вільний.",
        "Подробиці й зміни: https://a.example/1",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("day", "starts", "told"),
    [
        ("2026-12-11", "11:00", "11 грудня 2026 року, у п’ятницю, об 11:00"),
        ("2026-12-08", "09:30", "8 грудня 2026 року, у вівторок, о 9:30"),
        ("2026-12-06", "", "6 грудня 2026 року, у неділю"),
    ],
)
def test_the_hour_is_said_as_people_say_it(lib, day, starts, told):
    assert lines(lib, ANNOUNCEMENT, on(event(lib), day, starts=starts))[0].startswith(told)


def test_an_exhibition_and_an_online_event_are_told_as_they_are(lib):
    shown = on(event(lib, form="exhibition", title="Виставка «Стежки»"), "2026-12-03", until=dt.date(2026, 12, 20))
    told = lines(lib, ANNOUNCEMENT, shown)
    assert told[0] == "Від 3 грудня до 20 грудня 2026 року Наукова бібліотека запрошує на подію: Виставка «Стежки»."
    shown.opening_on = dt.date(2026, 12, 4)
    told = lines(lib, ANNOUNCEMENT, shown)
    assert [line for line in told if "Відкриття" in line] == ["Відкриття: 4 грудня 2026 року, у п’ятницю, о 16:00."]
    online = on(event(lib, format="online", audiences=[]), "2026-12-12")
    assert "Де: онлайн, посилання на сторінці події." in lines(lib, ANNOUNCEMENT, online)
    assert not any(line.startswith("Для кого") for line in lines(lib, ANNOUNCEMENT, online, address=""))
    assert not any("Подробиці" in line for line in lines(lib, ANNOUNCEMENT, online, address=""))


def test_a_release_has_figures_quotes_and_where_to_watch(lib):
    one = event(lib, format="hybrid", link="https://video.example.org/live")
    count_event(lib.act(), event=one, counts=[came(20), came(11, way="online")], report="Говорили довго.")
    one.refresh_from_db()
    kept = give_feedback(lib.act(), event=one, mark="great", liked=[], words="Приїдьте ще", may_quote=True)
    give_feedback(lib.act(), event=one, mark="great", liked=[], words="Пані Олена чудова", may_quote=False)
    quote_feedback(lib.act(), feedback=kept, quote="Приїдьте ще")
    add_link(lib.act(), event=one, where=one.place, kind="recording", title="Запис", url="https://video.example.org/a")
    add_link(lib.act(), event=one, where=one.place, kind="written", title="Для своїх", url="https://b.example", on_site=False)
    told = lines(lib, RELEASE, one)
    assert told[0].endswith("відбулася подія: зустріч із письменником «ЛітРозмови». Організатор — Наукова бібліотека.")
    assert told[2:] == [
        "На місці було 20, онлайн долучилося 11.", "Говорили довго.", "Що кажуть ті, хто був", "«Приїдьте ще»",
        "Дивитися й читати", "Запис: https://video.example.org/a",
    ]  # fmt: skip
    assert "31" in told[1]


def test_what_is_not_known_is_left_to_be_written(lib):
    one = count_event(lib.act(), event=event(lib), counts=[])
    told = lines(lib, RELEASE, one)
    assert [line for line in told if "Додайте" in line] != []
    assert not any("Участь" in line for line in told)


def test_the_file_opens_in_a_word_processor(lib):
    edit_profile(lib.act(), unit=lib.root, about={"phone": "050 000 00 00", "about": "Бібліотека в дорозі."})
    one = event(lib, subtitle="Про дім")
    said = Said("Наукова бібліотека", profile_of(lib.root), lib.today)
    made = docx.Document(io.BytesIO(word.write(paper(ANNOUNCEMENT, as_announced(one, shown_on(lib.today)), said))))
    texts = [paragraph.text for paragraph in made.paragraphs]
    assert {"«ЛітРозмови»", "Про дім", "Бібліотека в дорозі.", "Для преси: 050 000 00 00"} <= set(texts)
    assert made.core_properties.language == "uk-UA"


def test_an_event_with_a_list_says_that_one_signs_up(lib):
    one = event(lib)
    admit_event(lib.act(), event=one, about={"places": 10, "age_from": 55})
    one.refresh_from_db()
    assert "Вхід вільний, за записом. Вік: 55+." in lines(lib, ANNOUNCEMENT, one)
