"""The house keeps its own rules: floors, keys that point down, faces that do not write, budgets of size."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "mandrivna"
FLOORS = [
    {"shared"}, {"core"}, {"ledger"}, {"catalogue", "readers", "planning", "upkeep"}, {"fund", "programme", "enquiries", "memory"},
    {"lending"}, {"projects", "volunteering", "polls", "association", "network"}, {"content"}, {"faces"}, {"config"},
]  # fmt: skip
FLOOR = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}

# Every on_delete that is not PROTECT, with the reason somebody reviewed.
REVIEWED = {
    ("core.Membership", "staff"): "CASCADE: a membership means nothing without its person",
    ("core.KnownDevice", "staff"): "CASCADE: a device of nobody",
    ("core.Invitation", "accepted_by"): "SET_NULL: the invitation stays as history",
    ("core.ApiToken", "issued_by"): "SET_NULL: the key is dead without its issuer and stays as history",
    ("core.UnitPeriod", "unit"): "CASCADE: periods are part of the unit, and a unit with anything recorded is protected by that",
    ("core.UnitEvent", "unit"): "CASCADE: as above",
    ("core.Draft", "staff"): "CASCADE: what somebody typed is nobody else's",
    ("core.Presence", "staff"): "CASCADE: nobody is there any more",
    ("core.Operation", "staff"): "SET_NULL: staff who are erased leave what they recorded",
    ("core.Quarantined", "staff"): "SET_NULL: as above",
    ("core.Quarantined", "solved_by"): "SET_NULL: as above",
    ("core.Discrepancy", "closed_by"): "SET_NULL: as above",
    ("core.AuditEntry", "staff"): "SET_NULL: as above",
    ("core.ErasureRecord", "who"): "SET_NULL: as above",
    ("core.ErasureRecord", "second"): "SET_NULL: as above",
    ("core.ErasureRequest", "opened_by"): "SET_NULL: the request was answered, whoever did it",
    ("core.ErasureRequest", "confirmed_by"): "SET_NULL: as above; without the first of two nobody can be the second",
    ("core.ErasureRequest", "closed_by"): "SET_NULL: as above",
    ("readers.Reader", "family"): "SET_NULL: the child stays a reader when the grown-up with the card goes",
    ("readers.Reader", "merged_into"): "CASCADE: the same person under an earlier number",
    ("readers.Arrival", "by"): "SET_NULL: the import stays without the name",
    ("readers.ArrivalRow", "arrival"): "CASCADE: a row of that very file",
    ("readers.ArrivalRow", "reader"): "CASCADE: forgotten with the reader",
    ("readers.Twins", "first"): "CASCADE: a pair of one is none",
    ("readers.Twins", "second"): "CASCADE: a pair of one is none",
    ("readers.Merge", "kept"): "CASCADE: forgotten with the reader",
    ("readers.Merge", "gone"): "CASCADE: forgotten with the reader",
    ("readers.Responsible", "reader"): "CASCADE: forgotten with the reader",
    ("readers.DocumentShown", "reader"): "CASCADE: forgotten with the reader",
    ("readers.DocumentShown", "by"): "SET_NULL: the document was shown, whoever looked at it",
    ("readers.Agreement", "reader"): "CASCADE: forgotten with the reader",
    ("readers.Doorstep", "reader"): "CASCADE: forgotten with the reader",
    ("readers.Pin", "reader"): "CASCADE: forgotten with the reader",
    ("readers.EntryLink", "reader"): "CASCADE: a link for nobody",
    ("readers.ReaderSession", "card"): "CASCADE: without the card, and so without the reader, nobody is signed in",
    ("lending.Shelf", "guardian"): "SET_NULL: the shelf stays where it is when its guardian leaves",
    ("lending.SiteSeen", "salt"): "CASCADE: marks of a day mean nothing without its salt, and go with it",
    ("lending.VisitTap", "count"): "CASCADE: taps of that day's count",
    ("lending.Pick", "visit"): "CASCADE: a line of that list; only a visit that never went anywhere is ever deleted",
    ("lending.Checked", "of"): "CASCADE: a line of that check",
    ("lending.SheetLine", "reader"): "SET_NULL: that the line was keyed stays without the person",
    ("lending.ELoan", "reader"): "SET_NULL: the loan stays without the person",
    ("lending.Hold", "reader"): "SET_NULL: the queue's history stays without the person",
    ("lending.Round", "volunteer"): "SET_NULL: the round was driven, whoever drove it",
    ("lending.Stop", "round"): "CASCADE: a door of that round; no round is ever deleted",
    ("lending.Stop", "reader"): "SET_NULL: that books were brought stays without the person",
    ("lending.Carried", "round"): "CASCADE: a line of that round",
    ("lending.Carried", "stop"): "CASCADE: a line of that door, which is dropped while nothing of it is under way",
    ("lending.Remembering", "reader"): "CASCADE: forgotten with the reader",
    ("lending.Reminder", "reader"): "CASCADE: forgotten with the reader",
    ("lending.Reminder", "by"): "SET_NULL: somebody reminded, whoever it was",
    ("lending.Read", "reader"): "CASCADE: the reader's own list goes with them",
    ("readers.NameWord", "reader"): "CASCADE: forgotten with the reader",
    ("readers.Card", "reader"): "CASCADE: forgotten with the reader",
    ("readers.Enrolment", "reader"): "SET_NULL: counts on without the person",
    ("enquiries.Refusal", "reader"): "SET_NULL: what was asked for counts on without the person",
    ("enquiries.Refusal", "record"): "SET_NULL: an undone import takes its titles; the request names the title in words too",
    ("enquiries.Chat", "reader"): "CASCADE: a chat of somebody forgotten is nobody's",
    ("enquiries.Chat", "staff"): "CASCADE: as above",
    ("enquiries.LinkCode", "reader"): "CASCADE: a code for nobody",
    ("enquiries.LinkCode", "staff"): "CASCADE: as above",
    ("enquiries.Outgoing", "chat"): "CASCADE: what was to be said where nobody is",
    ("enquiries.Conversation", "reader"): "SET_NULL: what was answered counts on without the person",
    ("enquiries.Conversation", "staff"): "SET_NULL: the conversation waits for anybody again",
    ("enquiries.Known", "drafted_by"): "SET_NULL: the answer stays when its author is erased",
    ("enquiries.Message", "conversation"): "CASCADE: part of the conversation",
    ("enquiries.Message", "staff"): "SET_NULL: the answer stays when its author is erased",
    ("programme.SignUp", "reader"): "SET_NULL: that somebody signed up stays without the person",
    ("programme.Turnout", "signup"): "CASCADE: a line of that sign-up; none is ever deleted",
    ("programme.Circle", "leader"): "SET_NULL: the group goes on, whoever led it",
    ("programme.Member", "reader"): "SET_NULL: the place was taken, counts on without the person",
    ("programme.Attendance", "member"): "CASCADE: nobody was there; members are emptied, never deleted",
    ("programme.DiaryEntry", "record"): "SET_NULL: an undone import takes its titles; the entry names the title in words too",
    ("programme.Route", "guide"): "SET_NULL: the route stays, whoever led it",
    ("programme.Juror", "staff"): "SET_NULL: the points stand, whoever gave them",
    ("programme.Lesson", "event"): "CASCADE: a task for a meeting that is none; events are cancelled, never deleted",
    ("programme.Certificate", "member"): "SET_NULL: it was issued, whoever left the group",
    ("programme.Certificate", "reader"): "SET_NULL: it was issued, without the person",
    ("programme.Series", "coordinator"): "SET_NULL: the series goes on, whoever looked after it",
    ("planning.DiaryAddition", "by"): "SET_NULL: work written down stays when the one who wrote it is erased",
    ("planning.DiaryMonth", "by"): "SET_NULL: a closed month stays closed when the one who closed it is erased",
    ("planning.Tie", "item"): "CASCADE: what measured a row that is none; a row of an approved plan is crossed out, never deleted",
    ("planning.Tie", "by"): "SET_NULL: the row is measured so, whoever chose it",
    ("planning.Due", "item"): "CASCADE: a cache, and a row that is none is due no more",
    ("planning.Due", "unit"): "CASCADE: as above",
    ("planning.AgendaLink", "staff"): "CASCADE: a calendar of nobody",
    ("planning.ItemNote", "item"): "CASCADE: a word about a row that is none",
    ("planning.ItemNote", "by"): "SET_NULL: the word stays when its author is erased",
    ("planning.ReportText", "section"): "CASCADE: a word about a section that is none; only a draft plan loses one",
    ("planning.Report", "by"): "SET_NULL: a signed report stays signed when whoever pressed the button is erased",
    ("planning.TargetRevision", "by"): "SET_NULL: the change of the plan stays when its author is erased",
    ("planning.PlanStamp", "by"): "SET_NULL: the plan stays approved when whoever pressed the button is erased",
    ("planning.PlanRevision", "by"): "SET_NULL: the change of the plan stays when its author is erased",
    ("planning.PlanVersion", "by"): "SET_NULL: the version stays without the name",
    ("planning.PlanComment", "by"): "SET_NULL: what was said stays without the name",
    ("planning.PlanReading", "by"): "SET_NULL: what was read stays without the name",
    ("planning.PlanComment", "solved_by"): "SET_NULL: as above",
    ("planning.PlanComment", "item"): "CASCADE: said of a row that is none; only a row of a draft is ever deleted",
    ("planning.PlanComment", "part"): "CASCADE: as above, of a section",
    ("planning.PlanItem", "parent"): "SET_NULL: made anew from positions and levels",
    ("planning.FormSheet", "by"): "SET_NULL: the form was signed, whoever pressed the button",
    ("planning.FormEntry", "by"): "SET_NULL: the change of the form stays when its author is erased",
    ("lending.Event", "reader"): "SET_NULL: counts on without the person",
    ("lending.Loan", "reader"): "SET_NULL: the loan stays without the person",
    ("catalogue.Body", "record"): "CASCADE: the same record in its own words; only an undone import deletes one",
    ("catalogue.Collection", "cover"): "SET_NULL: a cover only speaks for the rest",
    ("catalogue.Chosen", "collection"): "CASCADE: a place in a collection that is none",
    ("catalogue.Version", "record"): "CASCADE: the same record as it stood",
    ("catalogue.Version", "by"): "SET_NULL: the old description stays without the name",
    ("catalogue.Processing", "record"): "CASCADE: stages of nothing are nothing; an imported record has none",
    ("catalogue.AuthorityName", "authority"): "CASCADE: a form of that very name",
    ("catalogue.Mention", "record"): "CASCADE: made from the description",
    ("catalogue.Origin", "record"): "CASCADE: where that very record came from",
    ("catalogue.Run", "by"): "SET_NULL: the import stays without the name",
}


def sources(under: Path = PACKAGE) -> Iterator[Path]:
    return (path for path in sorted(under.rglob("*.py")) if "migrations" not in path.parts)


def room_of(model: type[models.Model]) -> str:
    return model.__module__.split(".")[1]


def own_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("mandrivna.")]


def keys() -> Iterator[tuple[type[models.Model], models.ForeignKey]]:
    for model in own_models():
        for field in model._meta.get_fields():
            if isinstance(field, models.ForeignKey | models.OneToOneField | models.ManyToManyField):
                yield model, field  # type: ignore[misc]


def test_every_room_has_a_floor():
    rooms = {path.name for path in PACKAGE.iterdir() if (path / "__init__.py").exists()}
    assert rooms - set(FLOOR) == set()


def test_keys_point_down_and_leave_no_name_in_another_room():
    wrong = []
    for model, field in keys():
        here, there = room_of(model), room_of(field.related_model)
        if here == there:
            continue
        if FLOOR[there] >= FLOOR[here]:
            wrong.append(f"{model._meta.label}.{field.name} points up to {there}")
        if field.remote_field.related_name != "+":
            wrong.append(f"{model._meta.label}.{field.name} needs related_name='+'")
    assert wrong == []


def test_every_on_delete_has_been_looked_at():
    found = {(model._meta.label, field.name) for model, field in keys() if field.remote_field.on_delete is not models.PROTECT}
    assert found - set(REVIEWED) == set(), "not reviewed"
    assert set(REVIEWED) - found == set(), "reviewed, but gone"


WRITES = {"save", "delete", "create", "bulk_create", "bulk_update", "update_or_create", "get_or_create"}
SET_WRITES = {"update"}


def writes_in(tree: ast.AST) -> list[str]:
    """Calls that change a row: `x.save()`, `X.objects.create()`, `….filter(…).update()`. A dict's update() is not one."""
    found = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        text = ast.unparse(node.func)
        if node.func.attr in WRITES or (node.func.attr in SET_WRITES and (".objects" in text or ".filter(" in text)):
            found.append(f"{node.lineno}: {text}")
    return found


def test_faces_never_write_models():
    wrong = [
        f"{path.relative_to(ROOT)}:{call}" for path in sources(PACKAGE / "faces") for call in writes_in(ast.parse(path.read_text()))
    ]
    assert wrong == []


@pytest.mark.parametrize(
    "code", ["reader.save()", "Loan.objects.create(x=1)", "Loan.objects.filter(pk=1).update(x=2)", "loan.delete()"]
)
def test_the_eye_for_writes_sees(code):
    assert len(writes_in(ast.parse(code))) == 1


def test_files_and_functions_keep_their_budgets():
    """500 lines a file, 60 a function, 600 a file of tests, 2,000 a subpackage of shared."""
    wrong = []
    for path in [*sources(), *sources(ROOT / "tests"), *sources(ROOT / "scripts")]:
        lines = len(path.read_text().splitlines())
        if lines > (600 if "tests" in path.relative_to(ROOT).parts else 500):
            wrong.append(f"{path.relative_to(ROOT)}: {lines} lines")
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno - node.lineno + 1 > 60:
                wrong.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name}: {node.end_lineno - node.lineno + 1} lines")
    for part in [part for part in (PACKAGE / "shared").iterdir() if part.is_dir() and (part / "__init__.py").exists()]:
        size = sum(len(path.read_text().splitlines()) for path in sources(part))
        if size > 2000:
            wrong.append(f"shared/{part.name}: {size} lines")
    assert wrong == []


def test_most_files_are_short():
    """The soft budget: at most one file in ten above 300 lines."""
    lengths = [len(path.read_text().splitlines()) for path in sources()]
    assert sum(length > 300 for length in lengths) <= len(lengths) / 10


REASONS = {"slow import", "app registry", "optional dependency"}


def test_imports_inside_functions_say_why():
    pattern = re.compile(r"noqa:.*PLC0415(?:\s*-\s*(?P<why>[a-z ]+))?")
    wrong = []
    for path in sources():
        for number, line in enumerate(path.read_text().splitlines(), start=1):
            if (found := pattern.search(line)) and not any((found["why"] or "").startswith(reason) for reason in REASONS):
                wrong.append(f"{path.relative_to(ROOT)}:{number}")
    assert wrong == []


def test_no_model_signals():
    banned = re.compile(r"^from django\.db\.models\.signals import (?!post_migrate$).*|@receiver\(", re.MULTILINE)
    assert [str(path.relative_to(ROOT)) for path in sources() if banned.search(path.read_text())] == []


def test_no_request_holds_a_transaction(settings):
    assert settings.DATABASES["default"].get("ATOMIC_REQUESTS", False) is False


def test_secrets_are_not_made_of_uuids():
    """ASVS 11.5.1: a UUID is an identity, not a secret."""
    named = re.compile(r"(token|secret|password|salt)\w*\s*=\s*(str\(|f?[\"'])?(uuid\.)?(uuid4|uuid7|new_uid)\(")
    assert [str(path.relative_to(ROOT)) for path in sources() if named.search(path.read_text())] == []


@pytest.mark.parametrize("banned", ["pickle", "shelve", "marshal"])
def test_nothing_unserialises_code(banned):
    imports = re.compile(rf"^\s*(import|from) {banned}\b", re.MULTILINE)
    assert [str(path.relative_to(ROOT)) for path in sources() if imports.search(path.read_text())] == []


def test_migrations_are_complete(db):
    from django.core.management import call_command  # noqa: PLC0415 - app registry

    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
