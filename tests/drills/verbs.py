"""One true call of every verb there is: what the crash drill drives. A new verb has to be added here, or left out with a reason."""

from __future__ import annotations

import base64
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection
from django.tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from mandrivna.catalogue.actions import collections, guide, headings
from mandrivna.catalogue.actions.batch import batch_edit
from mandrivna.catalogue.actions.covers import set_cover
from mandrivna.catalogue.actions.imports import finish_import, resume_import, start_import, stop_import, undo_import
from mandrivna.catalogue.actions.records import add_described, add_record, edit_body, edit_record
from mandrivna.catalogue.actions.upkeep import (
    mark_stage,
    merge_records,
    restore_version,
    return_record,
    unmerge_records,
    withdraw_record,
)
from mandrivna.catalogue.formats.marc import Field, Marc
from mandrivna.catalogue.models import Authority, Chosen, Collection, Link, Merge, Record, Resource, Run
from mandrivna.core.act import Act
from mandrivna.core.actions import discrepancies, erasure, invitations, outbox, profile, staff, units
from mandrivna.core.actions import erasure_requests as answers
from mandrivna.core.actor import SYSTEM
from mandrivna.core.codec import Withheld
from mandrivna.core.erasure_requests import open_request
from mandrivna.core.models import Discrepancy, ErasureRequest, Membership, Mode, Quarantined, Staff
from mandrivna.core.policy import edit_policy
from mandrivna.core.roles import actor_for
from mandrivna.enquiries.actions.chats import (
    leave_chat,
    link_chat,
    offer_chat,
    offer_own_chat,
    register_chat,
    unlink_chat,
)
from mandrivna.enquiries.actions.conversations import end_conversation, reply, say_own
from mandrivna.enquiries.actions.refusals import answer, ask, ask_own, record_refusal
from mandrivna.enquiries.models import Chat, Conversation, LinkCode, Refusal
from mandrivna.fund.actions.copies import accept_copy, confirm_copy, withdraw_copy
from mandrivna.fund.models import Copy, State
from mandrivna.ledger.api import destroy_period_key
from mandrivna.lending.actions.checks import close_check, see_copy, start_check
from mandrivna.lending.actions.circulation import issue, renew, return_copy, undo
from mandrivna.lending.actions.holds import cancel_hold, cancel_own_hold, expire_hold, hold, hold_for, set_aside
from mandrivna.lending.actions.moves import lose, put, take
from mandrivna.lending.actions.own import keep_history, renew_own
from mandrivna.lending.actions.paper import key_sheet, mark_sheet, print_sheets
from mandrivna.lending.actions.self_service import borrow_own, return_own, undo_own
from mandrivna.lending.actions.shelf_visits import pick, plan_visit, step_visit, unpick
from mandrivna.lending.actions.shelves import describe_shelf, renew_shelf_code, set_shelf_contact, set_shelf_photo
from mandrivna.lending.actions.visits import add_visits, count_visits
from mandrivna.lending.models import Event, Hold, Loan, ShelfCheck, ShelfVisit
from mandrivna.lending.notices import remind
from mandrivna.planning import actions as planning
from mandrivna.readers.actions.arrivals import start_arrival, undo_arrival
from mandrivna.readers.actions.cards import give_card, replace_card
from mandrivna.readers.actions.consent_texts import adopt_consent
from mandrivna.readers.actions.enrolment import enrol, reenrol
from mandrivna.readers.actions.erasure_requests import ask_erasure, open_erasure
from mandrivna.readers.actions.merging import merge as merge_twins
from mandrivna.readers.actions.merging import part_twins
from mandrivna.readers.actions.merging import unmerge as unmerge_twins
from mandrivna.readers.actions.own import join, reenrol_own
from mandrivna.readers.actions.particulars import amend
from mandrivna.readers.actions.pins import change_pin, set_pin
from mandrivna.readers.models import Reader
from tests.drills import of_programs, of_queue, of_readers
from tests.drills.kit import named, operation, send, state
from tests.drills.verbs_of_gifts import GIFTS
from tests.drills.verbs_of_variety import ALONE, VARIETY
from tests.factories.library import START, Library, library
from tests.factories.pictures import picture
from tests.factories.staff import person


@dataclass
class World:
    lib: Library
    copy: Copy
    lent: Copy
    loan: Loan
    reader: Reader
    erasable: Reader
    directors: tuple[Staff, Staff]
    colleague: Staff
    start: dt.datetime
    known: str = ""
    sequence_sql: list[str] = field(default_factory=list)

    def act(self, name: object, **about: Any) -> Act:
        """The same envelope each time it is asked for."""
        return Act(actor=SYSTEM, uid=named(f"crash {name}"), at=self.lib.now + dt.timedelta(hours=1), **about)


type Call = Callable[[World], tuple[Callable[..., object], Act, dict[str, Any]]]


def ground() -> World:
    lib = library()
    copy, lent, reader, erasable = lib.copy(), lib.copy(), lib.reader(name="Марія Невидима"), lib.reader(name="Той, Кого Забудуть")
    issued = issue(lib.act(), copy=lent, reader=reader, place=lib.shelf)
    directors = (person("director", "director", lib.root), person("deputy", "director", lib.root))
    colleague = person("guardian", "guardian", lib.shelf)
    world = World(lib, copy, lent, Loan.objects.get(pk=issued.pk), reader, erasable, directors, colleague, lib.now)
    world.known, world.sequence_sql = everything_now(), connection.ops.sequence_reset_sql(no_style(), apps.get_models())
    return world


def everything_now() -> str:
    return "\n".join(state(_Everything(), since=dt.datetime.max.replace(tzinfo=dt.UTC)))


class _Everything(str):
    """A text in which everything occurs: nothing is masked while the world itself is written down."""

    __slots__ = ()

    def __contains__(self, _key: object) -> bool:
        return True


def _misfit(world: World) -> Discrepancy:
    send(operation("misfit", "lending.return", world.lib.act().at, copy=world.copy, place=world.lib.shelf))
    return Discrepancy.objects.get()


def _solved(world: World) -> Discrepancy:
    return discrepancies.solve(world.lib.act(), discrepancy=_misfit(world), solution="on_shelf", place=world.lib.shelf)


def _set_aside(world: World, copy: str) -> Quarantined:
    said = operation(f"aside {copy}", "lending.return", world.lib.act().at, copy=copy, place=world.lib.shelf)
    send(said)
    return Quarantined.objects.get(op_uid=said["uid"])


def _heard_too_late(world: World) -> Quarantined:
    """The copy was not in the fund yet when the phone spoke of it; now it is."""
    aside = _set_aside(world, "barcode:777000111")
    accept_copy(world.lib.act(), record=world.copy.record, place=world.lib.shelf, barcode="777000111")
    return aside


def _parked() -> DBTaskResult:
    row = DBTaskResult.objects.order_by("pk").first()
    DBTaskResult.objects.filter(pk=row.pk).update(status=TaskResultStatus.FAILED)
    return row


def _description(title: str) -> str:
    return Marc("marc21", "", [Field("245", "10", "", (("a", title),))]).dumps()


def _withdrawn(world: World) -> Record:
    return withdraw_record(world.lib.act(), record=world.lib.record("Зайвий"), why="описано двічі")


def _merged(world: World) -> Merge:
    return merge_records(world.lib.act(), kept=world.lib.record("Один"), gone=world.lent.record)


def _heading(world: World, heading: str = "Подорожі") -> Authority:
    """One that a description names, with another form of it."""
    world.lib.record("Шляхами України", subjects=heading)
    found = Authority.objects.get(sort="subject", heading=heading)
    return headings.add_heading_name(world.lib.act(), authority=found, name="Шляхи")


def _merged_heading(world: World) -> Authority:
    return headings.merge_headings(world.lib.act(), kept=_heading(world), gone=_heading(world, "Дороги"))


RESOURCE = {"theme": "Право", "title": "Законодавство України", "url": "https://zakon.rada.gov.ua/"}


def _collection(world: World) -> Collection:
    made = collections.add_collection(world.lib.act(), unit=world.lib.root, title="До свята")
    keys = [str(world.lib.record(title).pk) for title in ("Перша", "Друга")]
    return collections.put_in_collection(world.lib.act(), collection=made, records=keys)


def _chosen(world: World) -> Chosen:
    return _collection(world).items.last()


def _resource(world: World) -> Resource:
    return guide.add_resource(world.lib.act(), unit=world.lib.root, **RESOURCE)


def _link(world: World) -> Link:
    return Link.objects.create(address=RESOURCE["url"], checked_at=world.lib.now)


def _corrected(world: World) -> Record:
    return edit_record(world.lib.act(), record=world.copy.record, title="Лісова пісня", language="eng")


def _wanted(world: World) -> Refusal:
    """Two who want the same: one answer is for both."""
    ask(world.lib.act(), place=world.lib.root, title="Місто", contact="nobody@example.org")
    return record_refusal(world.lib.act(), place=world.lib.shelf, title="Місто", reader=world.reader)


def _keyed(world: World) -> dict[str, Any]:
    sheet = print_sheets(world.lib.act(), place=world.lib.shelf, kind="enrol")
    return {"sheet": sheet, "on": START.date(), "lines": Withheld('[{"name": "Той"}, {"birth_year": "19"}]'), "seen": 0}


def _going(world: World) -> ShelfVisit:
    """Each on a day of its own: what one verb prepared is still there for the next."""
    day = world.lib.act().on + dt.timedelta(days=ShelfVisit.objects.count())
    return plan_visit(world.lib.act(), place=world.lib.shelf, base=world.lib.other_shelf, on=day)


def _handing_over(world: World) -> dict[str, Any]:
    """There, with one book on the shelf and one in the box to be taken back."""
    visit, brought, stood = _going(world), world.lib.copy(place=world.lib.other_shelf), world.lib.copy()
    step_visit(world.lib.act(), visit=visit, to="packing")
    take(world.lib.act(), copy=brought, place=world.lib.other_shelf, visit=visit)
    for step in ("on_way", "at_shelf"):
        step_visit(world.lib.act(), visit=visit, to=step)
    put(world.lib.act(), copy=brought, place=world.lib.shelf, visit=visit)
    take(world.lib.act(), copy=stood, place=world.lib.shelf, visit=visit)
    return {"visit": visit, "to": "handed"}


def _picks(world: World) -> list[dict[str, Any]]:
    return [{"copy": str(world.copy.pk), "way": "take", "why": [["stood", "100"]]}]


def _unpicked(world: World) -> dict[str, Any]:
    visit = _going(world)
    pick(world.lib.act(), visit=visit, picks=_picks(world))
    return {"visit": visit, "copy": world.copy}


def _looking(world: World) -> ShelfCheck:
    check = start_check(world.lib.act(), place=world.lib.shelf)
    see_copy(world.lib.act(), check=check, copy=world.lent)
    return check


def _held(world: World) -> dict[str, Any]:
    copy = world.lib.copy(world.lib.record("Замовлена"))
    made = hold(world.lib.act(), reader=world.lib.reader(), record=copy.record, pickup=world.lib.shelf)
    return {"hold": made, "copy": copy}


def _ready(world: World) -> Hold:
    """One copy lies ready, and a second reader waits behind the first."""
    held = _held(world)
    kept = set_aside(world.lib.act(), **held)
    hold(world.lib.act(), reader=world.lib.reader(), record=held["copy"].record, pickup=world.lib.shelf)
    return kept


def _import(world: World) -> Run:
    about = {"name": "x.mrc", "size": 9, "digest": "", "format": "iso2709", "encoding": "utf-8", "options": {"source": "Коха"}}
    return start_import(world.lib.act(), unit=world.lib.root, **about)


def _to_check(world: World) -> Copy:
    """As an import leaves it."""
    copy = world.lib.copy()
    Copy.objects.filter(pk=copy.pk).update(state=State.CHECK)
    return copy


def _undoable(world: World) -> dict[str, Any]:
    return {"copy": world.lent, "target": Event.objects.get(copy=world.lent).pk, "place": world.lib.shelf}


def _invitation(world: World) -> Any:
    return invitations.invite(world.lib.act(), unit=world.lib.hub, role="guardian", name="Нова Людина")[0]


def _invite(world: World) -> dict[str, Any]:
    return {
        "unit": world.lib.hub,
        "role": "guardian",
        "name": "Нова",
        "email": "nova@example.org",
        "days": 7,
        "token_hash": "0" * 64,
    }


def _asked(world: World) -> ErasureRequest:
    """The calls before this one have left the world as their last run made it."""
    found = open_request(world.erasable.pk)
    return found or ask_erasure(world.lib.act(), reader=world.erasable)


def _confirmed(world: World) -> ErasureRequest:
    first = Act(actor=actor_for(world.directors[0]), at=world.lib.act().at)
    return answers.confirm_erasure(first, request=_asked(world))


def _call(function: Callable[..., object], arguments: Callable[[World], dict[str, Any]]) -> Call:
    def called(world: World) -> tuple[Callable[..., object], Act, dict[str, Any]]:
        world.lib.now = world.start  # the clock of the world does not run on from one verb to the next
        return function, world.act(function.spec.code), arguments(world)  # type: ignore[attr-defined]

    return called


def _retarget(world: World) -> dict[str, Any]:
    asked = {"unit": world.lib.root, "year": 2026, "indicator": "users_virtual", "state": "number"}
    planning.set_target(world.lib.act(), **asked, value=100)
    return {**asked, "value": 120, "reason": "новий простір"}


def _again(world: World) -> dict[str, Any]:
    """A level written between two others moves the difference of the later one."""
    asked = {"unit": world.lib.root, "indicator": "population", "source": "статистична довідка"}
    for day, value in ((1, 500), (9, 700)):
        planning.record_manual(world.lib.act(), **asked, on=dt.date(2026, 1, day), value=value)
    return {**asked, "on": dt.date(2026, 1, 5), "value": 620}


def _counting(world: World) -> dict[str, Any]:
    """A place that counts at the door, with two visits on the day already."""
    asked = {"place": world.lib.hub, "on": START.date()}
    units.edit_unit(world.lib.act(), unit=world.lib.hub, about={"visits_from": "counter"})
    world.lib.hub.refresh_from_db()
    count_visits(world.lib.act(), **asked, number=2)
    return asked


def _past(world: World) -> dict[str, Any]:
    return {"unit": world.lib.root, "year": 2024, "indicator": "users_virtual", "state": "number", "value": 90, "source": "звіт"}


def _chat(world: World, **about: Any) -> Chat:
    Chat.objects.filter(reader__isnull=False, reader=about.get("reader")).update(reader=None)  # one chat a reader
    return Chat.objects.create(chat=f"{Chat.objects.count() + 1}", linked_at=world.start, seen_at=world.start, **about)


def _talked(world: World) -> Conversation:
    say_own(world.lib.act(), reader=world.lib.reader(), text="Чи є щось про Луганщину?")
    return Conversation.objects.filter(state="waiting").latest("pk")


def _coded(world: World) -> dict[str, Any]:
    code = offer_chat(world.lib.act(), reader=world.reader, place=world.lib.shelf)
    LinkCode.objects.filter(pk=code.pk).update(expires_at=START.replace(year=2030))
    return {"chat": _chat(world), "token": Withheld(code.shown)}


def _taken_alone(world: World) -> Loan:
    act = Act(actor=SYSTEM, at=world.lib.act().at, channel="self")
    return Loan.objects.get(pk=borrow_own(act, copy=world.lib.copy(), reader=world.reader, place=world.lib.shelf).pk)


DRIVEN: dict[str, Call] = {
    "enquiries.offer_chat": _call(offer_chat, lambda w: {"reader": w.reader, "place": w.lib.shelf}),
    "enquiries.offer_own_chat": _call(offer_own_chat, lambda w: {"reader": w.reader}),
    "enquiries.link_chat": _call(link_chat, _coded),
    "enquiries.register_chat": _call(
        register_chat, lambda w: {"chat": _chat(w), "place": w.lib.shelf, "pseudonym": "Читайко", "consent": "x"}
    ),
    "enquiries.leave_chat": _call(leave_chat, lambda w: {"chat": _chat(w, reader=w.reader)}),
    "enquiries.unlink_chat": _call(unlink_chat, lambda w: {"reader": _chat(w, reader=w.reader).reader, "place": w.lib.shelf}),
    "enquiries.say_own": _call(say_own, lambda w: {"reader": w.reader, "text": "Чи є щось про Луганщину?"}),
    "enquiries.reply": _call(reply, lambda w: {"conversation": _talked(w), "place": w.lib.hub, "text": "Є: «Ворошиловград»."}),
    "enquiries.end_conversation": _call(
        end_conversation, lambda w: {"conversation": _talked(w), "place": w.lib.hub, "served": "reference", "sort": "thematic"}
    ),
    "lending.remind": _call(remind, lambda w: {"loan": w.loan}),
    "lending.borrow_own": _call(borrow_own, lambda w: {"copy": w.copy, "reader": w.reader, "place": w.lib.shelf}),
    "lending.return_own": _call(return_own, lambda w: {"loan": w.loan, "place": w.lib.other_shelf}),
    "lending.undo_own": _call(undo_own, lambda w: {"loan": _taken_alone(w)}),
    "readers.reenrol_own": lambda w: (
        reenrol_own,
        Act(actor=SYSTEM, uid=named("reenrol own"), at=START.replace(year=2027)),
        {"reader": w.reader, "place": w.lib.shelf},
    ),
    "catalogue.add_record": _call(
        add_record, lambda w: {"unit": w.lib.root, "title": "Тигролови", "authors": "Багряний І.", "year": 1944}
    ),
    "catalogue.edit_record": _call(edit_record, lambda w: {"record": w.copy.record, "title": "Лісова пісня", "language": "eng"}),
    "catalogue.add_described": _call(
        add_described, lambda w: {"unit": w.lib.root, "scheme": "marc21", "text": _description("Тигролови")}
    ),
    "catalogue.edit_body": _call(
        edit_body, lambda w: {"record": w.copy.record, "scheme": "marc21", "text": _description("Кассандра"), "why": "перевірено"}
    ),
    "catalogue.mark_stage": _call(mark_stage, lambda w: {"record": w.copy.record, "unit": w.lib.root, "stage_done": "classified"}),
    "catalogue.withdraw_record": _call(withdraw_record, lambda w: {"record": w.lib.record("Зайвий"), "why": "описано двічі"}),
    "catalogue.return_record": _call(return_record, lambda w: {"record": _withdrawn(w)}),
    "catalogue.merge_records": _call(merge_records, lambda w: {"kept": w.lib.record("Один"), "gone": w.lent.record}),
    "catalogue.unmerge_records": _call(unmerge_records, lambda w: {"merge": _merged(w)}),
    "catalogue.add_heading": _call(headings.add_heading, lambda w: {"sort": "udc", "heading": "908", "names": "Краєзнавство"}),
    "catalogue.edit_heading": _call(headings.edit_heading, lambda w: {"authority": _heading(w), "heading": "Мандри"}),
    "catalogue.add_heading_name": _call(headings.add_heading_name, lambda w: {"authority": _heading(w), "name": "Мандри"}),
    "catalogue.remove_heading_name": _call(headings.remove_heading_name, lambda w: {"authority": _heading(w), "name": "Шляхи"}),
    "catalogue.merge_headings": _call(headings.merge_headings, lambda w: {"kept": _heading(w), "gone": _heading(w, "Дороги")}),
    "catalogue.separate_heading": _call(headings.separate_heading, lambda w: {"authority": _merged_heading(w)}),
    "catalogue.add_collection": _call(
        collections.add_collection, lambda w: {"unit": w.lib.root, "title": "До свята", "since": dt.date(2026, 1, 1)}
    ),
    "catalogue.edit_collection": _call(
        collections.edit_collection, lambda w: {"collection": _collection(w), "title": "До Дня знань", "shown": True}
    ),
    "catalogue.put_in_collection": _call(
        collections.put_in_collection, lambda w: {"collection": _collection(w), "records": [str(w.lib.record("Ще одна").pk)]}
    ),
    "catalogue.note_in_collection": _call(collections.note_in_collection, lambda w: {"item": _chosen(w), "note": "Про море."}),
    "catalogue.move_in_collection": _call(collections.move_in_collection, lambda w: {"item": _chosen(w), "to": 1}),
    "catalogue.take_out_of_collection": _call(collections.take_out_of_collection, lambda w: {"item": _chosen(w)}),
    "catalogue.add_resource": _call(guide.add_resource, lambda w: {"unit": w.lib.root, **RESOURCE}),
    "catalogue.edit_resource": _call(
        guide.edit_resource, lambda w: {"resource": _resource(w), **RESOURCE, "title": "Закони України"}
    ),
    "catalogue.check_link_again": _call(guide.check_link_again, lambda w: {"link": _link(w)}),
    "catalogue.restore_version": _call(restore_version, lambda w: {"record": _corrected(w), "number": 1}),
    "catalogue.batch_edit": _call(
        batch_edit,
        lambda w: {
            "unit": w.lib.root,
            "records": [str(w.copy.record_id), str(w.lent.record_id)],
            "column": "publisher",
            "put": "Дніпро",
        },
    ),
    "catalogue.set_cover": _call(set_cover, lambda w: {"record": w.copy.record, "picture": base64.b64encode(picture()).decode()}),
    "catalogue.start_import": _call(
        start_import,
        lambda w: {
            "unit": w.lib.root,
            "name": "x.mrc",
            "size": 9,
            "digest": "",
            "format": "iso2709",
            "encoding": "utf-8",
            "options": {"source": "Коха"},
        },
    ),
    "catalogue.stop_import": _call(stop_import, lambda w: {"run": _import(w)}),
    "catalogue.resume_import": _call(resume_import, lambda w: {"run": stop_import(w.lib.act(), run=_import(w))}),
    "catalogue.finish_import": _call(finish_import, lambda w: {"run": stop_import(w.lib.act(), run=_import(w))}),
    "catalogue.undo_import": _call(undo_import, lambda w: {"run": stop_import(w.lib.act(), run=_import(w))}),
    "enquiries.ask": _call(ask, lambda w: {"place": w.lib.root, "title": "Місто", "contact": "nobody@example.org"}),
    "enquiries.ask_own": _call(ask_own, lambda w: {"reader": w.reader, "place": w.lib.root, "title": "Місто"}),
    "enquiries.record": _call(record_refusal, lambda w: {"place": w.lib.shelf, "title": "Місто", "reader": w.reader}),
    "enquiries.answer": _call(answer, lambda w: {"refusal": _wanted(w), "place": w.lib.hub, "state": "closed"}),
    "fund.accept_copy": _call(accept_copy, lambda w: {"record": w.copy.record, "place": w.lib.shelf}),
    "fund.withdraw_copy": _call(withdraw_copy, lambda w: {"copy": w.lib.copy(), "why": "зношено"}),
    "fund.confirm_copy": _call(confirm_copy, lambda w: {"copy": _to_check(w)}),
    "readers.enrol": _call(
        enrol, lambda w: {"place": w.lib.shelf, "reader": named("new"), "name": "Олена Нова", "birth_year": 1990}
    ),
    "readers.reenrol": lambda w: (
        reenrol,
        Act(actor=SYSTEM, uid=named("reenrol"), at=START.replace(year=2027)),
        {"reader": w.reader, "place": w.lib.shelf},
    ),
    "lending.issue": _call(issue, lambda w: {"copy": w.copy, "reader": w.reader, "place": w.lib.other_shelf}),
    "lending.renew": _call(renew, lambda w: {"loan": w.loan, "place": w.lib.shelf}),
    "lending.return": _call(return_copy, lambda w: {"copy": w.lent, "place": w.lib.other_shelf}),
    "lending.undo": _call(undo, _undoable),
    "lending.count_visits": _call(count_visits, lambda w: {"place": w.lib.hub, "on": START.date(), "number": 7, "distance": True}),
    "lending.add_visits": _call(add_visits, _counting),
    "ledger.destroy_period_key": _call(destroy_period_key, lambda w: {"institution": w.lib.root, "period": "2026"}),
    "core.create_unit": _call(units.create_unit, lambda w: {"parent": w.lib.hub, "kind": "shelf", "name": "Нова полиця"}),
    "core.copy_place": _call(units.copy_place, lambda w: {"source": w.lib.hub, "parent": w.lib.root, "name": "Ще один хаб"}),
    "core.edit_unit": _call(units.edit_unit, lambda w: {"unit": w.lib.hub, "about": {"name": "Хаб на Садовій"}}),
    "core.set_mode": _call(
        units.set_mode, lambda w: {"unit": w.lib.hub, "mode": Mode.BOTH, "since": START.date() + dt.timedelta(days=3)}
    ),
    "core.move_unit": _call(units.move_unit, lambda w: {"unit": w.lib.shelf, "parent": w.lib.other_hub, "since": START.date()}),
    "core.close_unit": _call(units.close_unit, lambda w: {"unit": w.lib.other_shelf}),
    "core.solve_discrepancy": _call(
        discrepancies.solve, lambda w: {"discrepancy": _misfit(w), "solution": "on_shelf", "place": w.lib.shelf}
    ),
    "core.reopen_discrepancy": _call(discrepancies.reopen, lambda w: {"discrepancy": _solved(w), "place": w.lib.shelf}),
    "core.dismiss_quarantined": _call(
        discrepancies.dismiss, lambda w: {"quarantined": _set_aside(w, "barcode:1"), "reason": "помилка"}
    ),
    "core.retry_quarantined": _call(discrepancies.retry, lambda w: {"quarantined": _heard_too_late(w)}),
    "core.erase": _call(erasure.erase, lambda w: {"subject": w.erasable.pk, "reason": "request", "second": w.directors[0]}),
    "core.outbox.retry": _call(outbox.retry_parked, lambda w: {"task": _parked().pk}),
    "core.outbox.drop": _call(outbox.drop_parked, lambda w: {"task": _parked().pk}),
    "core.edit_policy": _call(
        edit_policy, lambda w: {"policy": "lending", "key": "loan_days", "change": {"value": 21}, "reason": "літо"}
    ),
    "core.edit_profile": _call(
        profile.edit_profile, lambda w: {"unit": w.lib.root, "about": {"slogan": "Книжка приходить туди, де ви"}}
    ),
    "core.set_logo": _call(profile.set_logo, lambda w: {"unit": w.lib.root, "picture": base64.b64encode(picture()).decode()}),
    "core.set_accent": _call(profile.set_accent, lambda w: {"unit": w.lib.root, "accent": "#17565c", "accent_dark": "#83c9c7"}),
    "core.adopt_rules": _call(
        profile.adopt_rules, lambda w: {"unit": w.lib.root, "text": "Книжку повертають.", "since": START.date()}
    ),
    "core.skip_step": _call(profile.skip_step, lambda w: {"unit": w.lib.root, "step": "staff"}),
    "core.add_staff": _call(staff.add_staff, lambda w: {"username": "new", "name": "Нова", "unit": w.lib.hub, "role": "guardian"}),
    "core.grant_role": _call(staff.grant_role, lambda w: {"staff": w.colleague, "unit": w.lib.hub, "role": "hub_librarian"}),
    "core.end_role": _call(
        staff.end_role, lambda w: {"membership": Membership.objects.get(staff=w.colleague), "reason": "інша робота"}
    ),
    "core.deactivate_staff": _call(staff.deactivate, lambda w: {"staff": w.colleague, "reason": "звільнення"}),
    "core.reactivate_staff": _call(staff.reactivate, lambda w: {"staff": _gone(w)}),
    "core.end_staff_sessions": _call(staff.end_sessions, lambda w: {"staff": w.colleague}),
    "core.invite_staff": _call(invitations.record_invitation, _invite),
    "core.revoke_invitation": _call(invitations.revoke_invitation, lambda w: {"invitation": _invitation(w)}),
    "core.join_staff": _call(invitations.join, lambda w: {"invitation": _invitation(w), "username": "joined"}),
    "planning.set_target": _call(planning.set_target, _retarget),
    "planning.set_targets": _call(
        planning.set_targets, lambda w: {"unit": w.lib.hub, "year": 2026, "figures": {"users_virtual": 10, "visits_virtual": "-"}}
    ),
    "planning.explain": _call(
        planning.explain, lambda w: {"unit": w.lib.hub, "year": 2026, "indicator": "users_virtual", "text": "переїзд"}
    ),
    "planning.record_manual": _call(planning.record_manual, _again),
    "readers.replace_card": _call(
        replace_card, lambda w: {"reader": w.reader, "place": w.lib.shelf, "why": "lost", "card": "912345678901238"}
    ),
    "readers.give_card": lambda w: (
        give_card,
        w.act("give_card"),
        {"reader": of_readers.cardless(w), "place": w.lib.shelf, "card": "912345678901238"},
    ),
    "readers.merge": _call(merge_twins, lambda w: {"kept": w.reader, "gone": w.erasable, "place": w.lib.shelf}),
    "readers.unmerge": _call(unmerge_twins, lambda w: {"merge": of_readers.merged(w), "place": w.lib.shelf}),
    "readers.part_twins": _call(part_twins, lambda w: {"twins": of_readers.pair(w), "place": w.lib.shelf}),
    "readers.start_arrival": _call(start_arrival, lambda w: {"arrival": of_readers.looked_at(w), "place": w.lib.shelf}),
    "readers.undo_arrival": _call(undo_arrival, lambda w: {"arrival": of_readers.taken_in(w), "place": w.lib.shelf}),
    "readers.amend": _call(
        amend, lambda w: {"reader": w.reader, "place": w.lib.shelf, "about": {"pseudonym": "Сойка", "age": "60+"}}
    ),
    "readers.adopt_consent": _call(
        adopt_consent, lambda w: {"unit": w.lib.root, "purpose": "data", "text": "Погоджуюся.", "since": START.date()}
    ),
    "readers.join": _call(join, lambda w: {"place": w.lib.shelf, "pin": Withheld("385160"), "pseudonym": "Сойка", "age": "18-35"}),
    "readers.set_pin": _call(set_pin, lambda w: {"reader": w.reader, "place": w.lib.shelf}),
    "readers.change_pin": _call(change_pin, lambda w: {"reader": w.reader, "new": Withheld("385160")}),
    "readers.ask_erasure": _call(ask_erasure, lambda w: {"reader": w.erasable}),
    "readers.open_erasure": _call(open_erasure, lambda w: {"reader": w.reader, "place": w.lib.shelf, "reason": "request"}),
    "core.confirm_erasure": _call(answers.confirm_erasure, lambda w: {"request": _asked(w)}),
    "core.complete_erasure": _call(answers.complete_erasure, lambda w: {"request": _confirmed(w)}),
    "core.refuse_erasure": _call(answers.refuse_erasure, lambda w: {"request": _asked(w), "explanation": "підпис не збігся"}),
    "core.withdraw_erasure": _call(answers.withdraw_erasure, lambda w: {"request": _asked(w)}),
    "lending.renew_own": _call(renew_own, lambda w: {"loan": w.loan}),
    "lending.hold": _call(hold, of_queue.wanted),
    "lending.hold_for": _call(hold_for, of_queue.wanted),
    "lending.cancel_own_hold": _call(cancel_own_hold, lambda w: {"hold": _ready(w)}),
    "lending.cancel_hold": _call(cancel_hold, lambda w: {"hold": _ready(w)}),
    "lending.expire_hold": _call(expire_hold, lambda w: {"hold": _ready(w)}),
    "lending.set_aside": _call(set_aside, _held),
    "lending.take": _call(take, lambda w: {"copy": w.copy, "place": w.lib.shelf, "visit": _going(w)}),
    "lending.put": _call(put, lambda w: {"copy": w.copy, "place": w.lib.other_shelf}),
    "lending.lose": _call(lose, lambda w: {"copy": w.lent, "place": w.lib.shelf}),
    "lending.plan_visit": _call(plan_visit, lambda w: {"place": w.lib.shelf, "base": w.lib.hub, "on": dt.date(2026, 12, 1)}),
    "lending.print_sheets": _call(print_sheets, lambda w: {"place": w.lib.shelf, "kind": "issue", "number": 2}),
    "lending.key_sheet": _call(key_sheet, _keyed),
    "lending.mark_sheet": _call(mark_sheet, lambda w: {"sheet": _keyed(w)["sheet"], "state": "lost"}),
    "lending.pick": _call(pick, lambda w: {"visit": _going(w), "picks": _picks(w)}),
    "lending.unpick": _call(unpick, _unpicked),
    "lending.step_visit": _call(step_visit, _handing_over),
    "lending.start_check": _call(start_check, lambda w: {"place": w.lib.shelf}),
    "lending.see_copy": _call(see_copy, lambda w: {"check": _looking(w), "copy": w.copy}),
    "lending.close_check": _call(close_check, lambda w: {"check": _looking(w), "whole": True}),
    "lending.describe_shelf": _call(
        describe_shelf, lambda w: {"place": w.lib.shelf, "about": {"languages": ["ukr"], "subjects": "казки", "capacity": 40}}
    ),
    "lending.set_shelf_contact": _call(
        set_shelf_contact, lambda w: {"place": w.lib.shelf, "name": Withheld("Пані Надія"), "phone": Withheld("050")}
    ),
    "lending.set_shelf_photo": _call(
        set_shelf_photo, lambda w: {"place": w.lib.shelf, "picture": base64.b64encode(picture()).decode()}
    ),
    "lending.renew_shelf_code": _call(renew_shelf_code, lambda w: {"place": w.lib.shelf}),
    "lending.keep_history": _call(keep_history, lambda w: {"reader": w.reader, "keep": True}),
    "planning.record_past_figure": _call(planning.record_past_figure, _past),
}

SETS = (GIFTS, VARIETY, of_programs.PROGRAMS, of_readers.CONSENTS)
DRIVEN.update({code: _call(function, arguments) for listed in SETS for code, (function, arguments) in listed.items()})
LEFT_OUT: dict[str, str] = ALONE | {
    "enquiries.offer_staff_chat": "as offer_chat, but only a person of the staff asks for their own; the drill acts as the system",
    "enquiries.leave_staff_chat": "as leave_chat, of a person of the staff, for the same reason",
}


def _gone(world: World) -> Staff:
    staff.deactivate(world.lib.act(), staff=world.colleague, reason="звільнення")
    return Staff.objects.get(pk=world.colleague.pk)
