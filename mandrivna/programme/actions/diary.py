"""A club's reading diary: a member writes for themselves, or somebody of the staff writes down what was said at the meeting."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mandrivna.catalogue.models import Record
from mandrivna.core.act import Act
from mandrivna.core.codec import Withheld
from mandrivna.core.door import verb
from mandrivna.core.permissions import Own
from mandrivna.core.problems import Blocker, Problem, refuse_if
from mandrivna.programme import rules
from mandrivna.programme.models import DiaryEntry, Member, MemberState

LONGEST_TITLE, LONGEST_WORDS = 300, 1000


@verb("programme.write_diary", may=rules.PEOPLE, at="member.circle.place")
def write_diary(
    act: Act, *, member: Member, title: str = "", words: Withheld | None = None, record: Record | None = None
) -> DiaryEntry:
    """For whoever has no card, or told it at the meeting."""
    return _write(act, member, title, words, record)


@verb("programme.write_own_diary", may=Own("member.reader_id"), at="member.circle.place")
def write_own_diary(
    act: Act, *, member: Member, title: str = "", words: Withheld | None = None, record: Record | None = None
) -> DiaryEntry:
    """The words are for the club: the journal of operations keeps none of them."""
    return _write(act, member, title, words, record)


def _write(act: Act, member: Member, title: str, words: str | None, record: Record | None) -> DiaryEntry:
    said = " ".join(title.split()) or (str(record) if record else "")
    refuse_if(_problems(member, said, words or ""))
    entry = DiaryEntry(uid=act.uid, circle_id=member.circle_id, member=member, record=record, title=said[:LONGEST_TITLE])
    entry.words, entry.on, entry.made_at = str(words or "").strip() or None, act.on, act.at
    entry.save(force_insert=True)
    return entry


def _problems(member: Member, title: str, words: str) -> list[Problem]:
    found: list[Problem] = []
    if not member.circle.is_club:
        found.append(Blocker(code="no_club", text=_("Читацький щоденник ведуть у клубі.")))
    if member.state != MemberState.IN:
        found.append(Blocker(code="not_inside", text=_("Писати в щоденник може той, хто в складі клубу.")))
    if not title:
        found.append(Blocker(code="no_title", text=_("Напишіть, що прочитано."), field="title"))
    for name, said, most in (("title", title, LONGEST_TITLE), ("words", words, LONGEST_WORDS)):
        if len(said) > most:
            found.append(Blocker(code="too_long", text=_("Задовго: можна до %(most)d знаків.") % {"most": most}, field=name))
    return found


@verb("programme.strike_diary", may=rules.PEOPLE, at="entry.circle.place")
def strike_diary(act: Act, *, entry: DiaryEntry) -> Member:
    """An entry that should not stand there goes, and nothing remembers its words."""
    return _strike(entry)


@verb("programme.strike_own_diary", may=Own("entry.member.reader_id"), at="entry.circle.place")
def strike_own_diary(act: Act, *, entry: DiaryEntry) -> Member:
    return _strike(entry)


def _strike(entry: DiaryEntry) -> Member:
    DiaryEntry.objects.filter(pk=entry.pk).delete()
    return entry.member
