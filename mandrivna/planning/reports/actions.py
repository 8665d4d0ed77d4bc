"""Verbs of reports: begun from the plan, written beside its live numbers, signed and sealed, shown on the site."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from mandrivna.core import audit, crypto
from mandrivna.core.act import Act
from mandrivna.core.codec import canonical
from mandrivna.core.door import verb
from mandrivna.core.problems import Blocker, Problem, refuse_if
from mandrivna.planning import problems, rules
from mandrivna.planning.definitions import load
from mandrivna.planning.models import Plan, Report, ReportText, Section
from mandrivna.planning.queries import UNTIL, last_day
from mandrivna.planning.reports.compose import composed, usual_title
from mandrivna.planning.reports.composed import to_json
from mandrivna.planning.reports.kinds import PLAN, kind_of
from mandrivna.planning.reports.photos import photo_problems
from mandrivna.planning.reports.queries import seen_from
from mandrivna.planning.reports.rows import ReportState
from mandrivna.planning.reports.tokens import faults

SEAL = "planning.Report"
LENGTHS = {"title": 500, "intro": 20_000, "closing": 20_000}
TEXT = 20_000


@verb("planning.make_report", may=rules.EDIT, at="plan.unit", audited=False)
def make_report(act: Act, *, plan: Plan, until: str = "", kind: str = PLAN) -> Report:
    """A draft for this part of the year; the one there is, if somebody has begun it. Words come over from the report before, those
    of a document of the year also from the year before."""
    refuse_if(_of_making(plan, until, kind))
    Plan.objects.select_for_update(no_key=True).get(pk=plan.pk)
    if begun := Report.objects.filter(plan=plan, kind=kind, until=until, state=ReportState.DRAFT).first():
        return begun
    same = {"plan": plan} if kind == PLAN else {"plan__unit": plan.unit_id}
    before = Report.objects.filter(kind=kind, **same).order_by("-made_at", "-pk").first()
    report = Report.objects.create(
        uid=act.uid, plan=plan, kind=kind, until=until, title=usual_title(plan, until, kind), intro=before.intro if before else "",
        closing=before.closing if before else "", photos=before.photos if before and before.plan_id == plan.pk else {},
        by_id=act.actor.staff_id,
    )  # fmt: skip
    if before:
        ReportText.objects.bulk_create(
            ReportText(report=report, section_id=section, heading=heading, text=text)
            for section, heading, text in before.texts.values_list("section", "heading", "text")
        )
    audit.record(act, report, "planning.make_report", after={"kind": kind, "until": until}, unit=plan.unit)
    return report


@verb("planning.write_report_text", may=rules.EDIT, at="report.plan.unit", audited=False)
def write_report_text(act: Act, *, report: Report, place: str, text: str, photos: list[str] | None = None) -> Report:
    """`place`: title, intro, closing, the section of the plan of which this is said, or the heading of a document of the year.
    Names in braces are live numbers. `photos`: which photographs stand beside it from now on; None leaves them as they are."""
    locked = _draft(report)
    refuse_if([*problems.of_length(text, LENGTHS.get(place, TEXT), field="text"), *faults(text, load(), field="text")])
    if place in LENGTHS:
        before = getattr(locked, place)
        setattr(locked, place, text.strip() or (usual_title(locked.plan, locked.until, locked.kind) if place == "title" else ""))
        locked.save(update_fields=[place])
    else:
        before = _write(locked, _spot(locked, place), text.strip())
    if photos is not None:
        _show_photos(locked, place, list(dict.fromkeys(photos)))
    said = {"place": place}
    audit.record(
        act, locked, "planning.write_report_text", before=said | {"text": before}, after=said | {"text": text.strip()},
        unit=locked.plan.unit,
    )  # fmt: skip
    return locked


@verb("planning.sign_report", may=rules.APPROVE, at="report.plan.unit", audited=False)
def sign_report(act: Act, *, report: Report, on: dt.date, post: str, name: str) -> Report:
    """From now on the report says what it says today; facts of its days that come later stand beside it."""
    locked = _draft(report)
    refuse_if(_of_signing(locked, on, act.on, post, name))
    locked.post, locked.name, locked.signed_on = " ".join(post.split()), " ".join(name.split()), on
    locked.state, locked.by_id = ReportState.SIGNED, act.actor.staff_id
    locked.known_by = timezone.now()
    locked.frozen = to_json(composed(locked, today=act.on))
    locked.seal = seal_of(locked)
    locked.save()
    said = {"post": locked.post, "name": locked.name, "on": on}
    audit.record(act, locked, "planning.sign_report", after=said, unit=locked.plan.unit)
    return locked


@verb("planning.publish_report", may=rules.APPROVE, at="report.plan.unit", audited=False)
def publish_report(act: Act, *, report: Report) -> Report:
    """Anybody may read it on the site: without names of executors, and with small numbers of people not told exactly."""
    return _show(act, report, "planning.publish_report", public=True)


@verb("planning.withdraw_report", may=rules.APPROVE, at="report.plan.unit", audited=False)
def withdraw_report(act: Act, *, report: Report) -> Report:
    return _show(act, report, "planning.withdraw_report", public=False)


def seal_of(report: Report) -> bytes:
    """Over everything a signature stands for."""
    known = report.known_by.astimezone(dt.UTC).isoformat() if report.known_by else ""
    whole = [str(report.pk), report.plan_id, report.until, str(report.signed_on), report.post, report.name, known, report.frozen]
    return crypto.seal_mac(SEAL, canonical(whole if report.kind == PLAN else [*whole, report.kind]))


def genuine(report: Report) -> bool:
    """Nobody has changed what was signed, except through this program's own keys."""
    return crypto.same(bytes(report.seal or b""), seal_of(report))


# --- inside -------------------------------------------------------------------------------------------------------------


def _locked(report: Report) -> Report:
    return Report.objects.select_for_update(of=("self",)).select_related("plan__unit").get(pk=report.pk)


def _draft(report: Report) -> Report:
    locked = _locked(report)
    if locked.signed:
        text = _("Звіт підписано, і він більше не змінюється. Щоб виправити, розпочніть новий звіт за той самий час.")
        refuse_if([Blocker(code="signed", text=text)])
    return locked


def _spot(report: Report, place: str) -> dict[str, Any]:
    """Where in the report a text stands."""
    kind = kind_of(report.kind)
    if report.kind == PLAN:
        return {"section": _section(report, place)}
    known = kind is not None and kind.heading(place) is not None
    refuse_if([] if known else [Blocker(code="no_section", text=_("Такого розділу в документі немає. Оновіть сторінку."))])
    return {"heading": place}


def _section(report: Report, place: str) -> Section:
    try:
        found = Section.objects.filter(plan=report.plan_id, pk=uuid.UUID(place)).first()
    except ValueError:
        found = None
    refuse_if([] if found else [Blocker(code="no_section", text=_("Такого розділу в плані немає. Оновіть сторінку."))])
    assert found is not None
    return found


def _write(report: Report, spot: dict[str, Any], text: str) -> str:
    found = ReportText.objects.filter(report=report, **spot).first()
    before = found.text if found else ""
    if found and not text:
        found.delete()
    elif text:
        found = found or ReportText(report=report, **spot)
        found.text, found.changed_at = text, timezone.now()
        found.save()
    return before


def _show_photos(report: Report, place: str, uids: list[str]) -> None:
    here = place not in LENGTHS
    refuse_if(
        photo_problems(report, place, uids) if here else [Blocker(code="no_photos_here", text=_("Світлини стоять біля розділів."))]
    )
    report.photos = {name: many for name, many in {**report.photos, place: uids}.items() if many}
    report.save(update_fields=["photos"])


def _show(act: Act, report: Report, what: str, *, public: bool) -> Report:
    locked = _locked(report)
    if public and not locked.signed:
        refuse_if([Blocker(code="not_signed", text=_("На сайт виходить лише підписаний звіт."))])
    if public and not genuine(locked):
        refuse_if([Blocker(code="not_genuine", text=_("Звіт після підпису хтось змінив повз програму: на сайт він не вийде."))])
    if locked.public != public:
        locked.public = public
        if public:
            locked.public_at = locked.public_at or timezone.now()
        elif act.on < seen_from(locked):
            locked.public_at = None
        else:  # of an older base nobody knows when it was shown; it was read
            locked.public_at = locked.public_at or locked.known_by
        locked.save(update_fields=["public", "public_at"])
        audit.record(act, locked, what, after={"public": public}, unit=locked.plan.unit)
    return locked


# --- why not ------------------------------------------------------------------------------------------------------------


def _of_making(plan: Plan, until: str, kind: str) -> list[Problem]:
    if kind != PLAN and kind_of(kind) is None:
        return [Blocker(code="bad_kind", text=_("Такого виду звіту немає."), field="kind")]
    if until not in UNTIL:
        return [Blocker(code="bad_period", text=_("Такого звітного часу немає."), field="until")]
    if kind == PLAN and not plan.sections.exists():
        return [Blocker(code="nothing_written", text=_("У плані ще немає жодного розділу."), field="plan")]
    return []


def _of_signing(report: Report, on: dt.date, today: dt.date, post: str, name: str) -> list[Problem]:
    found: list[Problem] = []
    end = last_day(report.plan.year, report.until)
    if on > today:
        found.append(Blocker(code="in_future", text=_("Цей день ще не настав."), field="on"))
    if on < end:
        text = _("Звітний час закінчується %(day)s: підписати можна від цього дня.") % {"day": f"{end:%d.%m.%Y}"}
        found.append(Blocker(code="not_over", text=text, field="on"))
    if not post.strip() or not name.strip():
        found.append(Blocker(code="no_signer", text=_("Вкажіть посаду й ім’я того, хто підписує."), field="name"))
    return [*found, *problems.of_length(post, 250, field="post"), *problems.of_length(name, 150, field="name")]
