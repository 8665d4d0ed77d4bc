from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from mandrivna.enquiries.models import Conversation, LogLine, QuietCount, Refusal, Remark
from mandrivna.enquiries.states import About, Counted, Remarked, RemarkState, Served, State
from mandrivna.ledger.api import SOURCES, FactSource, Line, kind

ASKED = ("form", "channel", "mode", "audience")
REFERENCE = kind("enquiries.reference", _("Довідки"), _("довідка"), facets=ASKED)
CONSULTATION = kind("enquiries.consultation", _("Консультації"), _("консультація"), facets=ASKED)
SESSION = kind("enquiries.session", _("Сеанси за комп’ютерами з інтернетом"), _("сеанс"), facets=("channel", "mode", "audience"))
RESOURCE = kind(
    "enquiries.resource", _("Вільні ресурси інтернету для користувача"), _("ресурс"), facets=("channel", "mode", "audience")
)
QUIET = kind("enquiries.quiet_consultation", _("Консультації мешканців окупованих територій"), _("консультація"))
REFUSAL = kind("enquiries.refusal", _("Відмови (незадоволені запити)"), _("відмова"), facets=("channel",))
MET = kind("enquiries.met", _("Незадоволені запити, на які книжка знайшлася"), _("запит"))
COMPLAINT = kind("enquiries.complaint", _("Скарги"), _("скарга"), facets=("channel",))
SUGGESTION = kind("enquiries.suggestion", _("Пропозиції"), _("пропозиція"), facets=("channel",))


def lines(refusal: Refusal) -> list[Line]:
    """A refusal stays one when the book is found later, and when the reader asks for it no longer. A question about a title, what
    was no request at all, and what its reader took back on the same day are none."""
    taken_back = refusal.state == State.WITHDRAWN and refusal.closed_on == refusal.on
    if refusal.about == About.QUESTION or refusal.state == State.MISTAKEN or taken_back:
        return []
    found = [Line(kind=REFUSAL, unit=refusal.place_id, on=refusal.on, channel=refusal.channel)]
    if refusal.met_on:
        found.append(Line(kind=MET, unit=refusal.place_id, on=refusal.met_on))
    return found


def _refusals() -> Any:
    return Refusal.objects.defer("note", "contact")


SOURCES.add("enquiries.Refusal", FactSource("enquiries.Refusal", _("Незадоволений запит"), _refusals, lines, str))


def remark_lines(remark: Remark) -> list[Line]:
    """What was neither a complaint nor a suggestion counts as neither."""
    if remark.state == RemarkState.MISTAKEN:
        return []
    counted = COMPLAINT if remark.what == Remarked.COMPLAINT else SUGGESTION
    return [Line(kind=counted, unit=remark.place_id, on=remark.on, channel=remark.channel)]


SOURCES.add(
    "enquiries.Remark",
    FactSource(
        "enquiries.Remark",
        _("Скарга чи пропозиція"),
        lambda: Remark.objects.defer("text", "contact", "answer"),
        remark_lines,
        str,
    ),
)


KIND_OF = {Counted.REFERENCE: REFERENCE, Counted.CONSULTATION: CONSULTATION}


def talk_lines(talk: Conversation) -> list[Line]:
    """Counted by a line of the log, where kinds are; those that were over before that by themselves, on the day somebody asked."""
    if talk.line_id is not None:
        return []
    counted = KIND_OF.get(talk.counted)  # type: ignore[call-overload]
    return [Line(kind=counted, unit=talk.institution_id, on=talk.on, channel=talk.channel)] if counted else []


KIND_OF_LINE = {
    Served.REFERENCE: REFERENCE, Served.CONSULTATION: CONSULTATION, Served.SESSION: SESSION, Served.RESOURCE: RESOURCE,
}  # fmt: skip


def log_lines(line: LogLine) -> list[Line]:
    if line.struck:
        return []
    about = {"channel": line.channel, "mode": line.mode, "audience": line.audience, "form": line.sort}
    return [Line(kind=KIND_OF_LINE[Served(line.served)], unit=line.place_id, on=line.on, quantity=line.number, **about)]


SOURCES.add(
    "enquiries.LogLine",
    FactSource("enquiries.LogLine", _("Журнал довідок"), lambda: LogLine.objects.defer("question"), log_lines, str),
)


def quiet_lines(count: QuietCount) -> list[Line]:
    """On the first day of the month, because no other is known."""
    if not count.number:
        return []
    return [Line(kind=QUIET, unit=count.institution_id, on=count.month, quantity=count.number)]


SOURCES.add(
    "enquiries.QuietCount",
    FactSource("enquiries.QuietCount", _("Консультації за місяць, лише число"), lambda: QuietCount.objects.all(), quiet_lines, str),
)

SOURCES.add(
    "enquiries.Conversation",
    FactSource("enquiries.Conversation", _("Розмова з читачем"), lambda: Conversation.objects.all(), talk_lines, str),
)
