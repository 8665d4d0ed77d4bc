"""The demonstration: made by the verbs, the same every time, nobody real in it, and something to look at in every corner."""

from __future__ import annotations

import ast
import datetime as dt
import time
import uuid
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, get_date_max
from stdnum import isbn, luhn

from mandrivna.catalogue.importing import files
from mandrivna.catalogue.models import Cover, Record, Run
from mandrivna.catalogue.models import Kind as RecordKind
from mandrivna.config import demo, demonstration
from mandrivna.config.demo.arrived import ARRIVED, COVERS, WANTED
from mandrivna.config.demo.data import DEPARTMENTS, HUBS, PEOPLE, READER_PINS, TITLES
from mandrivna.config.demo.gifts import LEFT_OPEN
from mandrivna.config.demo.offered import OFFERED, PARENTS
from mandrivna.config.demo.parts import COPIES, MADE
from mandrivna.config.demo.people import EVERYBODY
from mandrivna.core import policy
from mandrivna.core.act import Act
from mandrivna.core.actor import SYSTEM
from mandrivna.core.models import ApiToken, Discrepancy, Installation, Kind, Mode, Operation, Quarantined, Staff, Unit
from mandrivna.core.outbox.queries import snapshot
from mandrivna.core.roles import POLICY
from mandrivna.enquiries.models import LogLine, Offer
from mandrivna.fund.models import Arrival, Copy, Gift, State
from mandrivna.ledger.api import KINDS, check_facts, totals, verify
from mandrivna.lending.models import ELoan, Event, Hold, Licence, Loan, Terminal, VisitCount
from mandrivna.lending.states import Effect
from mandrivna.planning.models import ManualFigure, PastFigure, TargetRevision
from mandrivna.planning.queries import table
from mandrivna.programme.models import Event as Occasion
from mandrivna.programme.models import Series
from mandrivna.readers.models import Card, Enrolment, Pin, Reader
from tests.config import naive
from tests.support import reset_database

pytestmark = pytest.mark.thorough
TODAY = dt.date(2026, 11, 21)
NEW_YEAR = dt.date(2026, 2, 15)
"""Its three months lie in two years: half of the readers have to be registered again on the way."""
FACETS = ("kind", "path", "mode", "channel", "audience", "age", "language", "material", "form")


def figures(today: dt.date) -> dict[Any, int]:
    """Every figure of the whole book with every facet there is; paths in names, because numbers of rows go on counting."""
    names = {str(unit.pk): unit.name for unit in Unit.objects.all()}
    found = totals([code for code, _kind in KINDS.items()], None, today, "", by=FACETS)
    return {(kind, *(names[pk] for pk in path.split(".")[:-1]), *rest): value for (kind, path, *rest), value in found.items()}


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: Any) -> Any:
    """One loading for all who only look at it; the second for `test_same_figures_each_time`."""
    from django.conf import settings  # noqa: PLC0415 - app registry

    with django_db_blocker.unblock():
        before, settings.DEMO = settings.DEMO, True
        told: list[str] = []
        began = time.monotonic()
        demo.load(told.append, today=TODAY)
        yield {"seconds": time.monotonic() - began, "told": told}
        settings.DEMO = before
        reset_database()


@pytest.fixture
def library(loaded: dict[str, Any], db: None, settings: Any) -> dict[str, Any]:
    settings.DEMO = True
    return loaded


def test_ready_within_a_minute(library: dict[str, Any]) -> None:
    assert library["seconds"] < 60
    assert library["told"] == [f"Записано дій: {Operation.objects.count()}."]


def test_ledger_agrees_with_the_acts_and_is_sealed(library: dict[str, Any]) -> None:
    assert check_facts().drift == []
    verdict = verify()
    assert (verdict.ok, verdict.sealed) == (True, verdict.facts)
    assert verdict.facts > 1500


NOT_COUNTED_AGAIN: dict[str, str] = {}
"""Rows of the table whose number nobody counts a second time, and why; a new indicator has to be counted there or to stand here."""


def rows_of_the_year(root: Unit) -> dict[str, Any]:
    return {row.code: row.cells["fact"].value for row in table(root, TODAY.year).rows if row.row.calc != "heading"}


def test_every_row_of_the_year_is_counted_a_second_time(library: dict[str, Any]) -> None:
    root = Unit.objects.get(short_name="ОУНБ")
    counted = set(naive.year_of(root, TODAY.year))
    assert set(rows_of_the_year(root)) - counted == set(NOT_COUNTED_AGAIN)
    assert counted <= set(rows_of_the_year(root))


@pytest.mark.parametrize("rule", ["institution", "departments"])
def test_the_year_counted_a_second_time_straight_from_the_acts_is_the_same(library: dict[str, Any], rule: str) -> None:
    """By an implementation that knows nothing of facts, see `naive`; by both rules of served users."""
    root = Unit.objects.get(short_name="ОУНБ")
    policy.edit(Act(actor=SYSTEM), policy="indicators", key="settings/served_rule", value=rule, reason="обидва правила")
    by_hand, shown = naive.year_of(root, TODAY.year, rule), rows_of_the_year(root)
    assert {code: value for code, value in shown.items() if code not in NOT_COUNTED_AGAIN} == by_hand
    assert sum(bool(value) for value in by_hand.values()) >= 70


def test_the_second_count_knows_nothing_of_the_first() -> None:
    """It reads tables of acts and nothing of facts, of the ledger, of definitions or of sums."""
    read: set[str] = set()
    for name in ("naive", "naive_people", "naive_shares"):
        tree = ast.parse((Path(__file__).parent / f"{name}.py").read_text(encoding="utf-8"))
        read |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        read |= {one.name for node in ast.walk(tree) if isinstance(node, ast.Import) for one in node.names}
    of_program = {module for module in read if module.startswith("mandrivna")}
    assert {module.removeprefix("mandrivna.").split(".")[1] for module in of_program} == {"models"}
    assert not any("ledger" in module for module in of_program)


def test_the_second_count_would_see_an_act_without_its_fact(library: dict[str, Any]) -> None:
    """The control: one act put in beside the door is in the second count and in no figure."""
    root = Unit.objects.get(short_name="ОУНБ")
    before = naive.year_of(root, TODAY.year)["references"]
    line = LogLine.objects.filter(served="reference", struck=False, on__year=TODAY.year).first()
    line.pk, line._state.adding = uuid.uuid4(), True
    line.save()
    assert naive.year_of(root, TODAY.year)["references"] == before + line.number
    assert table(root, TODAY.year)["references"].cells["fact"].value == before


def test_the_second_count_would_see_a_visit_and_a_reader_without_their_facts(library: dict[str, Any]) -> None:
    """The control for who came and who was served: put in beside the door, each is in the second count alone."""
    root = Unit.objects.get(short_name="ОУНБ")
    before = [naive.year_of(root, TODAY.year, rule) for rule in ("institution", "departments")]
    by_counter = VisitCount.objects.filter(place__visits_from="counter", on__year=TODAY.year).first()
    by_counter.pk, by_counter.audience, by_counter._state.adding = uuid.uuid4(), "veterans", True
    by_counter.save()
    here = Enrolment.objects.filter(year=TODAY.year, counted=True).first()
    here.pk, here._state.adding = uuid.uuid4(), True
    here.reader = Reader.objects.create(institution=root, registered_on=TODAY)
    here.save()
    after = [naive.year_of(root, TODAY.year, rule) for rule in ("institution", "departments")]
    changed = {
        code: after[0][code] - value for code, value in before[0].items() if code in ("visits", "users_served", "users_registered")
    }
    assert changed == {"visits": by_counter.number, "users_served": 1, "users_registered": 1}
    assert after[1]["users_served"] - before[1]["users_served"] == 1
    assert rows_of_the_year(root)["users_served"] == before[0]["users_served"]


def test_of_every_department_the_people_and_visits_are_the_same_by_both_counts(library: dict[str, Any]) -> None:
    """Only of those below which nothing has ever moved: the second count knows where a place stands, not where it stood."""
    root = Unit.objects.get(short_name="ОУНБ")
    paths = [(unit, {period.path for period in unit.periods.all()}) for unit in Unit.objects.prefetch_related("periods")]
    moved = {path for _unit, stood in paths if len(stood) > 1 for path in stood}
    steady = [unit for unit in root.children.order_by("path") if not any(path.startswith(unit.path) for path in moved)]
    codes = ("users_served", "users_registered", "visits", "visits_nonstationary", "visits_stationary", "issues", "events")
    shown = {unit.name: [table(unit, TODAY.year)[code].cells["fact"].value or 0 for code in codes] for unit in steady}
    by_hand = {unit.name: [naive.year_of(unit, TODAY.year).get(code, 0) for code in codes] for unit in steady}
    assert shown == by_hand
    assert sum(bool(row[0]) for row in shown.values()) >= 3


def test_every_thing_came_through_the_door(library: dict[str, Any]) -> None:
    """As many operations as there are things they made; nothing was slipped in beside them."""
    verbs = Counter(Operation.objects.values_list("verb", flat=True))
    own, described = Copy.objects.filter(opening=None).count(), Record.objects.filter(run=None).count()
    assert (
        Arrival.objects.count()
        == own
        == sum(title.copies for title in TITLES) + LEFT_OPEN + LEFT_OPEN // 2 + COPIES + verbs["lending.replace"]
    )
    assert verbs["fund.accept_gifted"] == len(TITLES) + LEFT_OPEN + COPIES
    assert Counter(Gift.objects.values_list("state", flat=True)) == {"signed": verbs["fund.sign_gift"], "open": 1}
    assert verbs["catalogue.add_record"] == described == len(TITLES) + verbs["lending.add_licence"] + MADE == 75
    assert (Licence.objects.count(), ELoan.objects.open().count(), len(ELoan.objects.get().opened)) == (1, 1, 1)
    assert verbs["lending.hold"] == Hold.objects.count() == sum(number for _title, number in WANTED)
    assert verbs["readers.enrol"] == Reader.objects.count() == Card.objects.count()
    assert verbs["core.add_staff"] == Staff.objects.count() == len(PEOPLE)
    assert (
        (verbs["core.issue_token"], verbs["lending.add_terminal"]) == (ApiToken.objects.count(), Terminal.objects.count()) == (1, 1)
    )
    events = Counter(Event.objects.values_list("act", flat=True))
    said = {name: f"lending.{name}" for name in ("issue", "renew", "return", "undo", "put", "take")}
    said |= {"lost": "lending.lose", "read": "lending.read_here"}
    assert events.pop("swap") + events.pop("worn") == verbs["lending.replace"]
    assert events == {name: verbs[verb] for name, verb in said.items()}
    served = Event.objects.filter(act__in=("issue", "renew", "return", "undo"))
    roles = Operation.objects.filter(pk__in=served.values("pk")).values_list("staff__memberships__role", flat=True)
    assert set(roles) == {"hub_librarian"}


def test_the_institution_stands_as_described(library: dict[str, Any]) -> None:
    root = Unit.objects.get(short_name="ОУНБ")
    assert (root.legal_address, root.actual_address) == ("м. Старобільськ Луганської обл.", "м. Черкаси")
    assert [(unit.short_name, unit.name) for unit in root.children.filter(kind=Kind.DEPARTMENT).order_by("pk")] == list(DEPARTMENTS)
    assert list(root.children.filter(kind=Kind.HUB).order_by("pk").values_list("name", flat=True)) == [hub.name for hub in HUBS]
    network = Unit.objects.filter(kind=Kind.INSTITUTION).exclude(pk=root.pk).order_by("pk")
    assert [unit.mode_on(TODAY) for unit in network] == [Mode.TRAVELLING, Mode.OCCUPIED, Mode.NO_DATA]


def test_every_hub_has_books_to_choose_from(library: dict[str, Any]) -> None:
    for hub in Unit.objects.filter(kind=Kind.HUB):
        assert Copy.objects.filter(place__path__startswith=hub.path, state=State.AVAILABLE).count() >= 5, hub.name


def test_holdings_in_the_catalogue_are_counted_and_nothing_waits(library: dict[str, Any]) -> None:
    """What is left is put off till morning: in the quiet hours nobody is written to."""
    put_off = DBTaskResult.objects.filter(status="READY", run_after__gt=timezone.now(), run_after__lt=get_date_max())
    assert (snapshot().waiting - put_off.count(), snapshot().parked) == (0, 0)
    letters = {
        "mandrivna.core.notices.deliver_notice", "mandrivna.programme.signup_notices.deliver_signup",
        "mandrivna.programme.call_notices.deliver_decision",
    }  # fmt: skip
    assert set(put_off.values_list("task_path", flat=True)) <= letters
    held = Counter(Copy.objects.held().values_list("record_id", flat=True))
    assert {record.pk: record.copies for record in Record.objects.all() if record.copies} == dict(held)


def test_the_catalogue_has_something_to_see_in_every_corner(library: dict[str, Any]) -> None:
    run = Run.objects.get()
    assert (run.state, run.imported, run.rejected, run.copies) == ("done", len(ARRIVED), 0, 7)
    assert (files.path_of(run).exists(), Copy.objects.filter(inventory_number=None, inventory_text="").count()) == (False, 0)
    assert Copy.objects.filter(state=State.CHECK).count() == 4
    numbers = [isbn for isbn in Record.objects.values_list("isbn", flat=True) if isbn]
    assert (len(numbers) > 40, len(set(numbers)) == len(numbers), all(isbn.is_valid(one) for one in numbers)) == (True,) * 3
    assert set(Record.objects.exclude(cover="").values_list("title", flat=True)) == set(COVERS)
    assert Cover.objects.count() == len(COVERS)
    states = Counter(Hold.objects.values_list("state", flat=True))
    assert (states["waiting"] >= 4, states["ready"] >= 1) == (True, True)


def test_parts_of_a_whole_and_what_is_no_book_can_be_seen(library: dict[str, Any]) -> None:
    """Every kind but an object; each issue with its articles, the set with its volumes, the card file of the region not empty."""
    kinds = Counter(Record.objects.filter(run=None).values_list("kind", flat=True))
    assert kinds.pop("book") == len(TITLES) + 1
    assert kinds == {"serial": 1, "issue": 2, "article": 4, "volume": 3, "eresource": 1, "audio": 1, "video": 1, "archive": 1}
    issues = Record.objects.filter(kind=RecordKind.ISSUE)
    assert [issue.parts.filter(kind=RecordKind.ARTICLE, local=True).count() for issue in issues] == [2, 2]
    assert [part.copies for part in Record.objects.get(title="Степова сага").parts.order_by("part")] == [1, 1, 1]
    page = Client().get(reverse("public:local"))
    assert {"Три млини над Айдаром", "Крейдяний вітер"} <= {record.title for record, _waiting in page.context["rows"]}
    for record in Record.objects.filter(kind__in=set(kinds)):
        assert Client().get(reverse("public:title", args=[record.pk])).status_code == 200, record.kind


def test_the_programme_has_what_was_what_waits_and_what_was_called_off(library: dict[str, Any]) -> None:
    """Every state; one event rings, one exhibition goes on, and the figures are those of the events."""
    states = Counter(Occasion.objects.values_list("state", flat=True))
    assert set(states) == {"draft", "planned", "held", "cancelled"}
    assert (Occasion.objects.uncounted(TODAY).count() >= 1, states["cancelled"], Series.objects.filter(circle=None).count()) == (
        True,
        1,
        6 + len(PARENTS),
    )
    assert Offer.objects.filter(until=None).count() == sum(len(codes) for codes in OFFERED)
    assert Occasion.objects.get(title="Стежки, якими ми йшли").until > TODAY
    held = totals(("programme.event", "programme.growth_event"), None, TODAY, "", by=("kind",))
    assert sum(held.values()) == states["held"] > 20
    page = Client().get(reverse("public:events"))
    assert (page.status_code, len(page.context["days"]) > 5) == (200, True)


def test_nobody_is_real(library: dict[str, Any]) -> None:
    assert {reader.name or reader.pseudonym for reader in Reader.objects.all()} <= EVERYBODY
    phones = {reader.phone for reader in Reader.objects.all() if reader.phone}
    assert phones
    assert all(phone.startswith("+38000") for phone in phones)
    chosen = {reader.notices_by: reader.email for reader in Reader.objects.all() if reader.notices_by or reader.email}
    assert set(chosen) == {"", "mail", "call", "none"} and {str(email or "@example.org")[-12:] for email in chosen.values()} == {
        "@example.org"
    }
    assert all(luhn.is_valid(code) for code in Card.objects.values_list("code", flat=True))


def test_last_years_readers_are_registered_again(library: dict[str, Any]) -> None:
    last_year = set(Enrolment.objects.filter(year=2025).values_list("reader", flat=True))
    again = Enrolment.objects.filter(year=2026, how=Enrolment.How.AGAIN)
    assert len(last_year) >= 20
    assert set(again.values_list("reader", flat=True)) <= last_year
    assert again.count() >= 15


def test_three_months_have_all_that_happens_in_three_months(library: dict[str, Any]) -> None:
    effects = Counter(Event.objects.values_list("effect", flat=True))
    assert effects[Effect.OPENS] > 300
    assert effects[Effect.UNDONE] == 3
    assert effects[Effect.RENEWS] > 5
    assert Loan.objects.overdue(TODAY).count() >= 3
    first, last = dt.date(2026, 8, 22), dt.date(2026, 11, 20)
    assert Event.objects.filter(on__gt=last).count() == 0
    assert Event.objects.filter(on__range=(first, first + dt.timedelta(days=7))).exists()
    assert Event.objects.filter(on=last).exists()
    counters = set(VisitCount.objects.exclude(mode="distance").values_list("place__name", flat=True))
    assert counters == {"Хаб «Затишок»", "Хаб «Обрій»"}


def test_three_phones_sent_their_days_and_a_sheet_was_keyed_and_three_things_are_left_to_look_at(library: dict[str, Any]) -> None:
    devices = {hub.device for hub in HUBS[3:]}
    assert set(Operation.objects.exclude(device="").values_list("device", flat=True)) == devices
    assert set(Operation.objects.exclude(device="").values_list("epoch", flat=True)) == {str(Installation.current().epoch)}
    assert list(Discrepancy.objects.order_by("kind").values_list("kind", "closed_at")) == [
        ("lending.issued_while_on_loan", None), ("lending.paper_line", None),
    ]  # fmt: skip
    assert list(Quarantined.objects.values_list("verb", "reason", "solved_at")) == [("lending.issue", "unknown_reference", None)]


def test_a_shelf_moved_and_a_hub_changed_its_mode(library: dict[str, Any]) -> None:
    shelf, hub = Unit.objects.get(name="Родинна полиця"), Unit.objects.get(name="Хаб «Затишок»")
    assert shelf.parent == Unit.objects.get(name="Хаб «Разом»")
    assert [event.what for event in shelf.events.order_by("pk")] == ["opened", "moved", "edited"]
    assert [hub.mode_on(day) for day in (dt.date(2026, 8, 22), TODAY)] == [Mode.TRAVELLING, Mode.STATIONARY]


def test_the_table_of_indicators_is_filled(library: dict[str, Any]) -> None:
    found = table(Unit.objects.get(short_name="ОУНБ"), 2026)
    planned = {
        code: found[code].cells["plan"].text.replace("\u00a0", " ") for code in ("users_served", "visits", "issues_electronic")
    }
    assert planned == {"users_served": "9 000", "visits": "85 000", "issues_electronic": "-"}
    assert found.warnings == []
    assert found["users_registered"].cells["fact"].value == Enrolment.objects.filter(year=2026).count()
    assert set(found.explanations) == {"users_served", "visits_virtual", "no_purchases"}
    assert [row.code for row in found.rows if row.row.calc != "heading" and not row.cells["fact"].known] == []
    revised = TargetRevision.objects.exclude(reason="")
    assert {revision.target.indicator for revision in revised.select_related("target")} == {
        "users_registered", "issues", "visits_stationary", "visits_nonstationary",
    }  # fmt: skip
    assert not ManualFigure.objects.filter(source="").exists()
    assert set(PastFigure.objects.values_list("year", flat=True)) == {2023, 2024, 2025}


def test_one_sign_in_a_role_and_each_of_them_works(library: dict[str, Any]) -> None:
    *offered, _reader = demo.sign_ins()
    roles = policy.seed(POLICY)["roles"]
    assert Counter(one["role"] for one in offered) == Counter([*roles.values(), roles["director"]]), "two decide about an erasure"
    for one in offered:
        staff = Staff.objects.get(username=one["username"])
        assert staff.check_password(one["password"]), one["username"]
    without = Staff.objects.exclude(username__in=[one["username"] for one in offered])
    assert not any(staff.has_usable_password() and staff.check_password("") for staff in without)
    answer = Client().post(reverse("account_login"), {"login": offered[0]["username"], "password": offered[0]["password"]})
    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("workspace:home"))


def test_a_reader_looks_into_an_account_with_books_in_it(library: dict[str, Any]) -> None:
    offered, client = demo.sign_ins()[-1], Client()
    answer = client.post(reverse("public:account_sign_in"), {"card": offered["username"], "pin": offered["password"]})
    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("public:account"))
    page = client.get(reverse("public:account"))
    assert len(page.context["loans"]) >= 2
    assert Pin.objects.count() == len(READER_PINS)


def test_never_into_a_database_that_is_in_use(library: dict[str, Any]) -> None:
    before = Operation.objects.count()
    assert demonstration.load_once(lambda _text: None) is False
    assert Operation.objects.count() == before


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("today", [NEW_YEAR])
def test_same_figures_each_time(settings: Any, today: dt.date) -> None:
    """Whatever day it is; what differs between two loadings are only identifiers and keys."""
    settings.DEMO = True
    seen = []
    for _time in range(2):
        reset_database()
        demo.load(today=today)
        assert check_facts().drift == []
        seen.append(figures(today))
        assert (Discrepancy.objects.count(), Quarantined.objects.count()) == (2, 1)
    assert seen[0] == seen[1]
    assert len(seen[0]) > 200
