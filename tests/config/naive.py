"""The year's indicators counted a second time, straight from the acts, by somebody who has never heard of facts or of the ledger.

As simple as it can be: rows of the tables of acts, one after another, and a dictionary. It shares no line with what it checks: not
the kinds of facts, not their facets, not the sums. What it knows are the rules of count as a librarian would say them.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter

from mandrivna.core.models import Unit
from mandrivna.enquiries.models import Conversation, LogLine, QuietCount, Refusal, Remark, SurveySheet
from mandrivna.fund.models import Arrival, Copy
from mandrivna.lending.models import ELoan, Event, Stop
from mandrivna.programme.models import Event as Occasion
from mandrivna.readers.models import Enrolment


def year_of(root: Unit, year: int) -> dict[str, int]:
    """Code of an indicator → its number for the whole of the institution."""
    below = {unit.pk for unit in Unit.objects.all() if unit.path.startswith(root.path)}
    found: Counter[str] = Counter()
    _lending(found, below, year)
    _readers(found, below, year)
    _fund(found, below, year)
    _enquiries(found, below, year)
    _programme(found, below, year)
    return dict(found)


def _in(day: dt.date | None, year: int) -> bool:
    return day is not None and day.year == year


def _lending(found: Counter[str], below: set[int], year: int) -> None:
    """Lent, read on the spot, renewed (the practice here adds renewals to what was lent), brought back, carried home."""
    for event in Event.objects.all():
        if not _in(event.on, year) or event.place_id not in below or event.opening:
            continue
        if event.effect == "opens":
            found["issues"] += 1
        if event.effect == "read":
            found["issues"] += 1
            found["issues_read_here"] += 1
        if event.effect == "renews":
            found["issues"] += 1
            found["renewals"] += 1
        if event.effect == "closes" or (event.effect == "found" and event.loan):
            found["returns"] += 1
        if event.effect == "placed":
            found["restocked"] += 1
    for loan in ELoan.objects.all():
        if _in(loan.on, year) and loan.place_id in below:
            found["issues"] += 1
    for stop in Stop.objects.select_related("round"):
        if _in(stop.served_on, year) and stop.round.base_id in below:
            found["home_deliveries"] += 1


def _readers(found: Counter[str], below: set[int], year: int) -> None:
    """Each person once a year in the institution."""
    for one in Enrolment.objects.all():
        if one.year == year and one.place_id in below and one.counted:
            found["users_registered"] += 1


def _fund(found: Counter[str], below: set[int], year: int) -> None:
    for copy in Copy.objects.all():
        if copy.void or copy.home_id not in below:
            continue
        if copy.received_on.year <= year or copy.opening:
            found["fund"] += 1
        if copy.withdrawn_on and copy.withdrawn_on.year <= year:
            found["fund"] -= 1
    for arrival in Arrival.objects.select_related("copy"):
        if arrival.copy.void:
            continue
        if _in(arrival.accepted_on, year) and arrival.unit_id in below:
            found["acquisitions"] += 1
            found["acquisitions_books"] += arrival.copy.material in ("book", "brochure")
        if _in(arrival.labelled_on, year) and arrival.labelled_unit_id in below:
            found["labelled"] += 1
        if _in(arrival.shelved_on, year) and arrival.shelved_unit_id in below:
            found["shelved"] += 1


def _enquiries(found: Counter[str], below: set[int], year: int) -> None:
    of_sort = {"thematic": "references_thematic", "address": "references_address", "clarifying": "references_clarifying",
               "factual": "references_factual"}  # fmt: skip
    for line in LogLine.objects.all():
        if line.struck or not _in(line.on, year) or line.place_id not in below:
            continue
        if line.served == "reference":
            found["references"] += line.number
            if line.sort in of_sort:
                found[of_sort[line.sort]] += line.number
        if line.served == "consultation":
            found["consultations"] += line.number
    for talk in Conversation.objects.filter(line=None):  # the others are lines of the log
        if _in(talk.on, year) and talk.institution_id in below:
            if talk.counted == "reference":
                found["references"] += 1
            if talk.counted == "consultation":
                found["consultations"] += 1
    for quiet in QuietCount.objects.all():
        if _in(quiet.month, year) and quiet.institution_id in below:
            found["consultations"] += quiet.number
            found["consultations_quiet"] += quiet.number
    for refusal in Refusal.objects.all():
        slip = refusal.state == "mistaken" or (refusal.state == "withdrawn" and refusal.closed_on == refusal.on)
        if refusal.place_id in below and refusal.about != "question" and not slip:
            found["refusals"] += _in(refusal.on, year)
            found["refusals_met"] += _in(refusal.met_on, year)
    for remark in Remark.objects.all():
        if remark.place_id in below and _in(remark.on, year) and remark.state != "mistaken":
            found["complaints" if remark.what == "complaint" else "suggestions"] += 1
    for sheet in SurveySheet.objects.select_related("survey"):
        if sheet.survey.unit_id in below and _in(sheet.on, year):
            mark = sheet.answers["0"][0]  # the only question of the demonstration that asks how satisfied
            found["surveyed"] += 1
            found["survey_marks"] += 1
            found["survey_satisfied"] += mark > 3


def _programme(found: Counter[str], below: set[int], year: int) -> None:
    """Only what was held, and only forms that count as sociocultural; events of personal growth are a part of them."""
    for event in Occasion.objects.all():
        if event.state != "held" or not _in(event.on, year) or event.place_id not in below:
            continue
        if event.counted_as not in ("culture", "growth"):
            continue
        found["events"] += 1
        growth = event.counted_as == "growth"
        found["events_growth"] += growth
        for way, _audience, _age, number in event.counts:
            found["event_people"] += number
            found["event_people_growth"] += number if growth else 0
            found["event_people_online"] += number if way == "online" else 0
