"""What readers of the demonstration looked for and did not find: the same book wanted by three, a question, an answer given."""

from __future__ import annotations

import datetime as dt
from typing import Any

from mandrivna.config.demo.data import HUBS, SHORT
from mandrivna.config.demo.stage import Stage
from mandrivna.core.act import Act
from mandrivna.core.actor import NOBODY, Actor
from mandrivna.core.codec import Withheld
from mandrivna.enquiries.actions.conversations import end_conversation, reply, say_own
from mandrivna.enquiries.actions.known import draft_known, publish_known
from mandrivna.enquiries.actions.letters import ask_librarian, take_letter
from mandrivna.enquiries.actions.log import log, strike_log
from mandrivna.enquiries.actions.quiet import count_quiet
from mandrivna.enquiries.actions.refusals import answer, ask, ask_own, record_refusal
from mandrivna.enquiries.actions.remarks import answer_remark, record_remark, remark
from mandrivna.enquiries.actions.wishes import wish
from mandrivna.enquiries.models import Conversation
from mandrivna.enquiries.states import Counted
from mandrivna.lending.actions.shelves import renew_shelf_code
from mandrivna.shared.ids import new_uid

SITE: tuple[tuple[int, dict[str, str]], ...] = (
    (9, {"words": "винниченко сонячна машина", "title": "Сонячна машина", "authors": "Винниченко"}),
    (6, {"title": "сонячна машина", "authors": "винниченко", "contact": "reader@example.org"}),
    (5, {"words": "малюємо котиків", "title": "Малюємо котиків крок за кроком", "note": "Для доньки, п’ять років."}),
    (2, {"title": "Англійська з нуля до розмови", "contact": "+380 00 000 00 00 (вигаданий)"}),
)
"""Days before today, and what was written."""

KNOWN = (
    (
        "Чи працюють полиці у вихідні?",
        "Полиця працює, коли відчинено хаб, де вона стоїть. Години кожної, і в суботу, — на її сторінці сайту.",
    ),
    ("Чи можна записатися без паспорта?", "Так. Досить імені або псевдоніма; паспортних даних ми не зберігаємо."),
    ("Куди повернути книжку, якщо я переїхав?", "На будь-яку нашу полицю або поштою: скажіть нам, і ми підкажемо, як зручніше."),
    ("Чи можна попросити книжку, якої немає?", "Так: «Попросити книжку» в каталозі. Щойно вона з’явиться, скажемо."),
)

LOGGED: tuple[tuple[int, str, dict[str, Any]], ...] = (
    (34, "reference", {"sort": "thematic", "number": 6, "topic": "історія Луганщини", "channel": "phone"}),
    (33, "consultation", {"sort": "education", "number": 12, "minutes": 180, "topic": "безпечний інтернет"}),
    (27, "consultation", {"sort": "e_pensions", "topic": "субсидія онлайн", "minutes": 25}),
    (20, "consultation", {"sort": "legal", "specialist": "legal_aid", "number": 4, "topic": "пошкоджене житло", "minutes": 90}),
    (13, "reference", {"sort": "factual", "number": 3, "topic": "телефони й години прийому лікарень"}),
    (12, "resource", {"number": 5, "topic": "електронні підручники"}),
    (6, "session", {"number": 4}),
    (6, "consultation", {"sort": "education", "number": 8, "channel": "online", "topic": "медіаграмотність"}),
    (1, "consultation", {"sort": "e_jobs", "topic": "резюме", "minutes": 40}),
    (1, "reference", {"sort": "address", "number": 2, "channel": "phone"}),
    (0, "reference", {"sort": "clarifying", "channel": "mail"}),
    (0, "consultation", {"sort": "methodical", "channel": "chat", "topic": "мандрівна полиця", "minutes": 15}),
)
"""Days before today and what the desk logged; the numbers are invented."""


def leave(stage: Stage) -> None:
    """The clock of the story stands still meanwhile: its ticks are the story's dice."""
    root, hub = stage.units[SHORT], stage.units[HUBS[0].name]

    def act(days: int, actor: Actor, channel: str) -> Act:
        return Act(actor=actor, at=stage.now - dt.timedelta(days=days), uid=new_uid(), channel=channel)

    for days, said in SITE:
        about: dict[str, Any] = dict(said)
        ask(act(days, NOBODY, "self"), place=root, **about)
    needing = stage.guests[1]
    own = act(3, Actor(reader=needing.uid), "bot")
    ask_own(own, reader=needing.load(), place=root, about="topic", words="догляд за літніми батьками вдома")
    desk = stage.actors[HUBS[0].name]
    wanted = record_refusal(act(4, desk, "desk"), place=hub, title="Сонячна машина", authors="Винниченко")
    note = "Будь-яке видання українською."
    wish(
        act(3, stage.actors["director"], "desk"),
        refusal=wanted,
        title="Сонячна машина",
        authors="Винниченко В.",
        note=note,
        quantity=2,
    )
    last_year = Act(actor=desk, at=dt.datetime.combine(stage.calendar.pilot_end, dt.time(15), stage.now.tzinfo), uid=new_uid())
    record_refusal(last_year, place=hub, title="Абетка для дорослих")
    met = record_refusal(act(12, desk, "desk"), place=hub, title="Атлас зоряного неба")
    answer(act(3, stage.actors["director"], "desk"), refusal=met, place=root, state="closed", answer="Принесли в дарунок, видано")
    _remarks(stage, act)
    _known(stage, act)
    _log(stage, act)
    _talk(stage, act)
    for shelf in stage.shelves:
        renew_shelf_code(act(1, stage.actors["director"], "desk"), place=shelf.unit)


def _known(stage: Stage, act: Any) -> None:
    """Two answers everybody reads, one that waits for a second pair of eyes."""
    root, director, methodist = stage.units[SHORT], stage.actors["director"], stage.actors["methodist"]
    for number, (question, words) in enumerate(KNOWN):
        known = draft_known(
            act(10, director, "desk"), place=root, question=question, answer=words, topic="Користування бібліотекою"
        )
        if number < len(KNOWN) - 1:
            publish_known(act(9, methodist, "desk"), known=known)


def _remarks(stage: Stage, act: Any) -> None:
    """One complaint answered, a suggestion that waits."""
    root, hub, director = stage.units[SHORT], stage.units[HUBS[0].name], stage.actors["director"]
    said = record_remark(
        act(20, stage.actors[HUBS[0].name], "desk"), place=hub, what="complaint", text="Прийшли о другій, а кімнату зачинено."
    )
    answered = "Вибачилися; на дверях і на сайті тепер правильні години."
    answer_remark(act(15, director, "desk"), remark=said, state="answered", answer=answered)
    remark(act(5, NOBODY, "self"), place=root, what="suggestion", text="Добре б полицю з книжками англійською для підлітків.")


def _log(stage: Stage, act: Any) -> None:
    """A month of the desk's log with a mistake put right, and the one number of the month before for those under occupation."""
    hub, desk, director = stage.units[HUBS[0].name], stage.actors[HUBS[0].name], stage.actors["director"]
    for days, served, said in LOGGED:
        entry = act(days, desk, "desk")
        log(entry, place=hub, served=served, on=entry.on, **said)
    twice = act(0, desk, "desk")
    strike_log(act(0, desk, "desk"), line=log(twice, place=hub, served="reference", sort="clarifying", on=twice.on, channel="mail"))
    last = act(0, director, "desk")
    month = (last.on.replace(day=1) - dt.timedelta(days=1)).replace(day=1)
    count_quiet(last, institution=stage.units[SHORT], month=month, number=7)


def _talk(stage: Stage, act: Any) -> None:
    """One question answered and counted, one that waits."""
    root, director = stage.units[SHORT], stage.actors["director"]
    asking, waiting = stage.guests[0], stage.guests[1]
    said = say_own(
        act(3, Actor(reader=asking.uid), "bot"),
        reader=asking.load(),
        text="Чи є щось українською про історію Луганщини для школяра?",
    )
    talk = Conversation.objects.get(pk=said.conversation_id)
    reply(
        act(2, director, "desk"), conversation=talk, place=root, text="Є добірка «Голоси сходу»: вона на головній сторінці сайту."
    )
    end_conversation(
        act(1, director, "desk"),
        conversation=talk,
        place=root,
        served=Counted.REFERENCE,
        sort="thematic",
        topic="історія Луганщини",
        minutes=10,
    )
    take_letter(
        act(1, NOBODY, "mail"), place=root, address=Withheld("student@example.org"), subject=Withheld("Книжки для курсової"),
        text=Withheld("Добрий день! Пишу роботу про переселені бібліотеки. Чи є у вас щось надруковане про це після 2014 року?"),
    )  # fmt: skip
    asked = ask_librarian(act(2, NOBODY, "self"), place=root, text=Withheld("Чи можна прийти на вашу зустріч з дитиною на візку?"))
    reply(act(1, director, "desk"), conversation=asked, place=root, text="Так, вхід без сходинок. Допоможемо, якщо треба.")
    say_own(act(0, Actor(reader=waiting.uid), "self"), reader=waiting.load(), text="Чи буде полиця працювати в суботу?")
