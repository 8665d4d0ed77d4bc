"""The year's indicators counted a second time, straight from the acts, by somebody who has never heard of facts or of the ledger.

As simple as it can be: rows of the tables of acts, one after another, and a dictionary. It shares no line with what it checks: not
the kinds of facts, not their facets, not the sums. What it knows are the rules of count as a librarian would say them.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter

from mandrivna.catalogue.models import Processing
from mandrivna.core.models import Unit
from mandrivna.enquiries.models import Conversation, LogLine, Offer, QuietCount, Refusal, Remark, Sitting, Station, SurveySheet
from mandrivna.fund.models import Arrival, Copy
from mandrivna.lending.models import ChannelMonth, ELoan, Event, SiteDay, Stop
from mandrivna.planning.models import ManualFigure
from mandrivna.programme.models import Certificate
from mandrivna.programme.models import Event as Occasion
from mandrivna.readers.models import Enrolment
from tests.config import naive_people, naive_shares
from tests.config.naive_people import in_year


def year_of(root: Unit, year: int, rule: str = "institution") -> dict[str, object]:
    """Code of an indicator → its number for the whole of the institution; None where it cannot be computed. `rule`: by which served
    users are counted."""
    now = _counted(root, year, rule)
    return {**now, **naive_shares.of(now, naive_shares.last_year(root, year - 1, _counted(root, year - 1, rule)))}


def _counted(root: Unit, year: int, rule: str) -> dict[str, int]:
    below = {unit.pk for unit in Unit.objects.all() if unit.path.startswith(root.path)}
    found: Counter[str] = Counter()
    for count in (_lending, _readers, _fund, _processing, _enquiries, _computers, _programme, _screens):
        count(found, below, year)
    naive_people.count(found, root, below, year, rule)
    _by_hand(found, root, below, year)
    found["dissatisfaction"] = found["refusals"] + found["complaints"]
    return dict(found)


def _lending(found: Counter[str], below: set[int], year: int) -> None:
    """Lent, read on the spot, renewed (the practice here adds renewals to what was lent), brought back, carried home."""
    for event in Event.objects.all():
        if not in_year(event.on, year) or event.place_id not in below or event.opening:
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
        if event.effect in ("lost", "swapped"):
            found["losses"] += 1
        if event.found and event.effect != "undone":  # it had been written down as lost
            found["losses"] -= 1
    for loan in ELoan.objects.select_related("licence"):
        if in_year(loan.on, year) and loan.place_id in below:
            found["issues"] += 1
            found["issues_electronic"] += 1
        if loan.licence.institution_id in below:  # at most one opening a day
            days = {day for one in loan.opened for day in one.values()}
            found["electronic_openings"] += sum(day.startswith(f"{year}-") for day in days)
    for stop in Stop.objects.select_related("round"):
        if in_year(stop.served_on, year) and stop.round.base_id in below:
            found["home_deliveries"] += 1


def _readers(found: Counter[str], below: set[int], year: int) -> None:
    """Each person once a year in the institution."""
    for one in Enrolment.objects.all():
        if one.year == year and one.place_id in below and one.counted:
            found["users_registered"] += 1
            found["users_again"] += one.how == "again"


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
        if in_year(arrival.accepted_on, year) and arrival.unit_id in below:
            found["acquisitions"] += 1
            found["acquisitions_books"] += arrival.copy.material in ("book", "brochure")
        if in_year(arrival.labelled_on, year) and arrival.labelled_unit_id in below:
            found["labelled"] += 1
            found["days_to_label_sum"] += (arrival.labelled_on - arrival.accepted_on).days
        if in_year(arrival.shelved_on, year) and arrival.shelved_unit_id in below:
            found["shelved"] += 1
            found["days_to_shelf_sum"] += (arrival.shelved_on - (arrival.labelled_on or arrival.accepted_on)).days


def _processing(found: Counter[str], below: set[int], year: int) -> None:
    """Each step of work on a description; a description of an electronic edition is all that arrives of it."""
    steps = {one: one for one in ("classified", "subjected", "analytic", "edited")} | {"described": "records"}
    found.update(dict.fromkeys(steps.values(), 0))
    for done in Processing.objects.select_related("record"):
        if in_year(done.on, year) and done.unit_id in below:
            found[steps[done.stage]] += 1
            found["acquisitions_electronic"] += done.stage == "described" and done.record.material == "electronic"


FAR = ("chat", "site", "mail", "bot", "self")
ADVICE = {
    "consultations_education": ("education",), "consultations_specialists": ("legal", "psychological", "medical"),
    "consultations_methodical": ("methodical", "automation"),
    "consultations_e_services": ("e_pensions", "e_displaced", "e_documents", "e_payments", "e_jobs", "e_declarations", "e_land",
                                 "e_exams", "e_health", "e_own_1", "e_own_2"),
}  # fmt: skip


def _enquiries(found: Counter[str], below: set[int], year: int) -> None:
    of_sort = {"thematic": "references_thematic", "address": "references_address", "clarifying": "references_clarifying",
               "factual": "references_factual"}  # fmt: skip
    for line in LogLine.objects.all():
        if line.struck or not in_year(line.on, year) or line.place_id not in below:
            continue
        if line.served == "reference":
            found["references"] += line.number
            if line.sort in of_sort:
                found[of_sort[line.sort]] += line.number
            found["talk_references"] += line.number if line.channel in FAR else 0
        if line.served == "consultation":
            found["consultations"] += line.number
            found["talk_consultations"] += line.number if line.channel in FAR else 0
            for row, sorts in ADVICE.items():
                found[row] += line.number if line.sort in sorts else 0
        if line.served == "resource":
            found["internet_resources"] += line.number
        if line.served == "session":
            found["internet_sessions"] += line.number
    for talk in Conversation.objects.filter(line=None):  # the others are lines of the log
        if in_year(talk.on, year) and talk.institution_id in below:
            if talk.counted == "reference":
                found["references"] += 1
                found["talk_references"] += talk.channel in FAR
            if talk.counted == "consultation":
                found["consultations"] += 1
                found["talk_consultations"] += talk.channel in FAR
    for quiet in QuietCount.objects.all():
        if in_year(quiet.month, year) and quiet.institution_id in below:
            found["consultations"] += quiet.number
            found["consultations_quiet"] += quiet.number
    for refusal in Refusal.objects.all():
        slip = refusal.state == "mistaken" or (refusal.state == "withdrawn" and refusal.closed_on == refusal.on)
        if refusal.place_id in below and refusal.about != "question" and not slip:
            found["refusals"] += in_year(refusal.on, year)
            found["refusals_met"] += in_year(refusal.met_on, year)
    for remark in Remark.objects.all():
        if remark.place_id in below and in_year(remark.on, year) and remark.state != "mistaken":
            found["complaints" if remark.what == "complaint" else "suggestions"] += 1
    for sheet in SurveySheet.objects.select_related("survey"):
        if sheet.survey.unit_id in below and in_year(sheet.on, year):
            mark = sheet.answers["0"][0]  # the only question of the demonstration that asks how satisfied
            found["surveyed"] += 1
            found["survey_marks"] += 1
            found["survey_satisfied"] += mark > 3


def _computers(found: Counter[str], below: set[int], year: int) -> None:
    """Sessions at a computer, begun minutes whole; computers, specialities and services that there are on the last day."""
    end = dt.date(year, 12, 31)
    for sitting in Sitting.objects.all():
        if sitting.struck or not in_year(sitting.on, year) or sitting.place_id not in below:
            continue
        found["internet_sessions"] += 1
        if sitting.ended_at is not None:
            seconds = (sitting.ended_at - sitting.started_at).total_seconds()
            found["internet_minutes"] += max(1, math.ceil(seconds / 60))
    for station in Station.objects.all():
        there = station.opened_on <= end and (station.closed_on is None or station.closed_on > end)
        found["stations"] += there and station.place_id in below
    rows = {"people": "specialities_people", "themes": "specialities_theme", "works": "specialities_work"}
    for offer in Offer.objects.all():
        if offer.since <= end and (offer.until is None or offer.until > end) and offer.place_id in below:
            if offer.sort == "services":
                found["services"] += 1
            else:
                found["specialities"] += 1
                found[rows[offer.sort]] += 1


FORMS = {
    "events_library_days": ("library_day",), "events_professional": ("seminar", "press_conference", "briefing"),
    "events_presentations": ("presentation", "stand"), "events_jubilees": ("jubilee",), "events_contests": ("contest",),
    "events_clubs": ("book_club", "speaking_club", "club_sitting"), "events_excursions": ("excursion",),
    "events_city_exhibitions": ("city_exhibition",), "events_round_tables": ("round_table",),
}  # fmt: skip


def _programme(found: Counter[str], below: set[int], year: int) -> None:
    """Only what was held, and only forms that count as sociocultural; events of personal growth are a part of them."""
    for event in Occasion.objects.all():
        if event.state != "held" or not in_year(event.on, year) or event.place_id not in below:
            continue
        if event.counted_as not in ("culture", "growth"):
            continue
        found["events"] += 1
        growth = event.counted_as == "growth"
        found["events_growth"] += growth
        found["events_online"] += event.format == "online"
        for row, forms in FORMS.items():
            found[row] += event.form in forms
        for way, _audience, _age, number in event.counts:
            found["event_people"] += number
            found["event_people_growth"] += number if growth else 0
            found["event_people_online"] += number if way == "online" else 0
    for paper in Certificate.objects.all():
        found["learners_certified"] += paper.void_on is None and in_year(paper.issued_on, year) and paper.place_id in below


def _screens(found: Counter[str], below: set[int], year: int) -> None:
    """Sessions of the site, and what the platforms say of each month; of subscribers the last month of the year that is known."""
    for day in SiteDay.objects.all():
        found["site_visits"] += day.number if in_year(day.on, year) and day.institution_id in below else 0
    last: dict[tuple[int, str], int] = {}
    for row in ChannelMonth.objects.order_by("month"):
        if not in_year(row.month, year) or row.institution_id not in below:
            continue
        found["channel_visits"] += row.visits or 0
        found["channel_views"] += row.views or 0
        found["channel_reach"] += row.reach or 0
        if row.subscribers is not None:
            last[row.institution_id, row.channel] = row.subscribers
    found["channel_subscribers"] = sum(last.values())


FLOWS = {
    "virtual_users": ("users_virtual",),
    "distance_visits": ("visits", "visits_distance"),
    "virtual_visits": ("visits", "visits_virtual"),
    "electronic_issues": ("issues", "issues_electronic"),
}
OWN = ("population", "working_days")
"""Of the institution itself: the zones and the days of its hubs are the same people and the same days."""


def _by_hand(found: Counter[str], root: Unit, below: set[int], year: int) -> None:
    """What somebody wrote down: so many more each time, or so many from that day on."""
    found["visits"] += found["site_visits"]
    found["visits_virtual"] += found["site_visits"]
    levels: dict[tuple[str, int], int] = {}
    for figure in ManualFigure.objects.order_by("on"):
        of = {root.pk} if figure.indicator in OWN else below
        if figure.unit_id not in of or figure.on.year > year:
            continue
        if figure.indicator in ("population", "staff", "partners"):
            levels[figure.indicator, figure.unit_id] = figure.value
        elif figure.on.year == year:
            for row in FLOWS.get(figure.indicator, (figure.indicator,)):
                found[row] += figure.value
    for (indicator, _unit), value in levels.items():
        found[indicator] += value
