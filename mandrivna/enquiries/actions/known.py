"""An answer for everybody is drafted by whoever answers, read by a second person, and then published."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mandrivna.core.act import Act
from mandrivna.core.door import verb
from mandrivna.core.models import Unit
from mandrivna.core.problems import Blocker, Problem, refuse_if
from mandrivna.core.service import institution_of
from mandrivna.enquiries import rules
from mandrivna.enquiries.models import Known
from mandrivna.enquiries.states import KnownState

KNOWN_LENGTHS = {"question": 300, "answer": 3000, "topic": 120}


@verb("enquiries.draft_known", may=rules.ANSWER, at="place")
def draft_known(act: Act, *, place: Unit, question: str, answer: str, topic: str = "") -> Known:
    """In the librarian's own words: nothing of whoever asked belongs here."""
    refuse_if(_words_problems(question, answer, topic))
    row = Known(uid=act.uid, institution=institution_of(place), drafted_by_id=act.actor.staff_id, drafted_on=act.on)
    _put(row, question, answer, topic)
    row.save(force_insert=True)
    return row


@verb("enquiries.amend_known", may=rules.ANSWER, at="known.institution")
def amend_known(act: Act, *, known: Known, question: str, answer: str, topic: str = "") -> Known:
    """Other words want another look: it leaves the site until then."""
    refuse_if(_words_problems(question, answer, topic))
    locked = Known.objects.select_for_update().get(pk=known.pk)
    _put(locked, question, answer, topic)
    locked.state, locked.drafted_by_id, locked.drafted_on, locked.published_on = KnownState.DRAFT, act.actor.staff_id, act.on, None
    locked.save()
    return locked


@verb("enquiries.publish_known", may=rules.PUBLISH, at="known.institution")
def publish_known(act: Act, *, known: Known) -> Known:
    """By somebody else than who wrote it."""
    locked = Known.objects.select_for_update().get(pk=known.pk)
    problems: list[Problem] = []
    if locked.state != KnownState.DRAFT:
        problems.append(Blocker(code="not_a_draft", text=_("Ця відповідь на перевірку не чекає.")))
    if locked.drafted_by_id is not None and locked.drafted_by_id == act.actor.staff_id:
        problems.append(Blocker(code="own_draft", text=_("Перевірити має інша людина, не та, що написала.")))
    refuse_if(problems)
    locked.state, locked.published_on = KnownState.PUBLISHED, act.on
    locked.save(update_fields=["state", "published_on"])
    return locked


@verb("enquiries.withdraw_known", may=rules.PUBLISH, at="known.institution")
def withdraw_known(act: Act, *, known: Known) -> Known:
    """Off the site, or out of what waits; amended, it waits for a look again."""
    locked = Known.objects.select_for_update().get(pk=known.pk)
    if locked.state == KnownState.WITHDRAWN:
        refuse_if([Blocker(code="withdrawn_already", text=_("Цю відповідь уже прибрано."))])
    locked.state, locked.published_on = KnownState.WITHDRAWN, None
    locked.save(update_fields=["state", "published_on"])
    return locked


def _put(row: Known, question: str, answer: str, topic: str) -> None:
    row.question, row.answer, row.topic = " ".join(question.split()), answer.strip(), " ".join(topic.split())


def _words_problems(question: str, answer: str, topic: str) -> list[Problem]:
    found: list[Problem] = []
    for name, words in (("question", question), ("answer", answer), ("topic", topic)):
        if name != "topic" and not words.strip():
            found.append(Blocker(code="nothing_said", text=_("Напишіть запитання й відповідь."), field=name))
        if len(words) > KNOWN_LENGTHS[name]:
            text = _("Задовго: можна до %(most)d знаків.") % {"most": KNOWN_LENGTHS[name]}
            found.append(Blocker(code="too_long", text=text, field=name))
    return found
