"""The world of the authorisation matrix: two institutions, one of every thing, all at the owner's hub."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.utils import timezone

from mandrivna.catalogue.actions.collections import add_collection, put_in_collection
from mandrivna.catalogue.actions.covers import set_cover
from mandrivna.catalogue.actions.guide import add_resource
from mandrivna.catalogue.actions.headings import add_heading, merge_headings
from mandrivna.catalogue.actions.imports import start_import
from mandrivna.catalogue.actions.records import edit_record
from mandrivna.catalogue.actions.upkeep import merge_records
from mandrivna.catalogue.importing import arrival
from mandrivna.catalogue.models import Authority, Chosen, Link
from mandrivna.catalogue.tasks import count_holdings
from mandrivna.core.act import Act
from mandrivna.core.actions.invitations import invite
from mandrivna.core.actions.profile import adopt_rules, set_logo
from mandrivna.core.actions.tokens import issue_token
from mandrivna.core.actions.units import create_unit, found_root
from mandrivna.core.actor import NOBODY, SYSTEM, Actor
from mandrivna.core.codec import Withheld
from mandrivna.core.intake import perform
from mandrivna.core.models import Discrepancy, Installation, Kind, Membership, Mode, Quarantined, Unit
from mandrivna.core.outbox import enqueue
from mandrivna.enquiries.actions.conversations import say_own
from mandrivna.enquiries.actions.known import draft_known
from mandrivna.enquiries.actions.letters import ask_librarian, ticket_of
from mandrivna.enquiries.actions.log import log
from mandrivna.enquiries.actions.refusals import ask_own, record_refusal
from mandrivna.enquiries.actions.remarks import record_remark
from mandrivna.enquiries.actions.stations import add_station, sit_down
from mandrivna.enquiries.actions.surveys import answer_survey
from mandrivna.enquiries.actions.wishes import wish
from mandrivna.enquiries.models import SurveyWords
from mandrivna.fund.actions.donors import add_donor, share_report
from mandrivna.fund.actions.gifts import accept_gifted, open_gift, set_gift_photo
from mandrivna.fund.actions.withdrawing import list_withdrawn, open_withdrawal, step_withdrawal
from mandrivna.ledger.models import Fact
from mandrivna.lending.actions.checks import see_copy, start_check
from mandrivna.lending.actions.circulation import issue, return_copy
from mandrivna.lending.actions.eloans import add_licence, lend_online
from mandrivna.lending.actions.holds import hold
from mandrivna.lending.actions.needs import ask_need
from mandrivna.lending.actions.paper import print_sheets
from mandrivna.lending.actions.replacing import replace
from mandrivna.lending.actions.rounds import add_stop, plan_round
from mandrivna.lending.actions.shelf_visits import plan_visit, step_visit
from mandrivna.lending.actions.shelves import renew_shelf_code, set_shelf_photo
from mandrivna.lending.actions.terminals import add_terminal
from mandrivna.lending.eloans import token_of
from mandrivna.lending.models import Loan, Shelf
from mandrivna.planning.actions.manual import record_manual
from mandrivna.planning.board.actions import tie_item
from mandrivna.planning.diary.actions import add_to_diary
from mandrivna.planning.models import Plan, PlanItem, Section
from mandrivna.programme.actions.after import add_file, add_photo
from mandrivna.programme.actions.campaigns import add_campaign, group
from mandrivna.programme.actions.counting import count_event
from mandrivna.programme.actions.events import add_event, cancel_event
from mandrivna.programme.actions.feedback import give_feedback
from mandrivna.programme.actions.preparing import add_check
from mandrivna.programme.actions.rooms import add_room
from mandrivna.programme.actions.series import add_series
from mandrivna.programme.actions.signups import admit_event, sign_up, sign_up_own
from mandrivna.programme.after import photographed
from mandrivna.programme.signups import token_of as signup_token
from mandrivna.readers import sessions
from mandrivna.readers.actions.doorsteps import set_doorstep
from mandrivna.readers.actions.erasure_requests import open_erasure
from mandrivna.readers.actions.merging import merge
from mandrivna.readers.actions.pins import offer_pin_link, set_pin
from mandrivna.readers.arriving import Parsed, stage
from mandrivna.readers.models import Card, Twins
from tests.architecture.world_circles import circle_things
from tests.architecture.world_forms import form_things
from tests.architecture.world_plans import plan_things
from tests.architecture.world_reports import report_things
from tests.factories.library import Library
from tests.factories.pictures import picture
from tests.factories.staff import actor, browser_of, person
from tests.factories.surveys import ask_survey

# What a page may write by being looked at: who is signed in from where, and that a reader's card was opened.
BY_READING = {
    "account.EmailAddress", "core.AuditEntry", "core.CacheEntry", "core.KnownDevice", "core.Operation", "core.Presence",
    "core.Staff", "mfa.Authenticator", "sessions.Session", "usersessions.UserSession",
}  # fmt: skip

COUNTED: dict[str, Any] = {"indicator": "population", "value": 1000, "source": "Громада", "file": Withheld("JVBERi0xLjc=")}
HOURS = 3 * 3600


@dataclass
class World:
    lib: Library
    stranger_hub: Unit
    stranger_shelf: Unit
    things: dict[str, Any]
    _sessions: dict[tuple[str, str], str] = field(default_factory=dict)

    def kwargs(self, named: dict[str, str]) -> dict[str, Any]:
        return {name: self.things[thing] for name, thing in named.items()}

    def form(self, named: dict[str, str], place: str) -> dict[str, Any]:
        """What a form carries; «own» is a shelf of whoever sends it."""
        own = {"owner": self.lib.shelf, "colleague": self.lib.other_shelf, "stranger": self.stranger_shelf, "root": self.lib.shelf}
        return {name: own[place].pk if thing == "own" else self.things[thing] for name, thing in named.items()}

    def client(self, role: str, place: str) -> Client:
        """Somebody with this role there, signed in with a second factor and proved for hours; each time in a browser of its own."""
        key = (role, place)
        if key not in self._sessions:
            unit = {"owner": self.lib.hub, "colleague": self.lib.other_hub, "stranger": self.stranger_hub, "root": self.lib.root}[
                place
            ]
            signed_in = browser_of(person(f"{role}-{place}".replace("_", "-"), role, unit, password=None), proved=-HOURS)
            self._sessions[key] = signed_in.cookies[settings.SESSION_COOKIE_NAME].value
        client = Client()
        client.cookies[settings.SESSION_COOKIE_NAME] = self._sessions[key]
        return client

    def reader(self, thing: str) -> Client:
        """A reader signed in with a card, in a browser of their own; each time anew, since some addresses end the session."""
        client = Client()
        client.cookies[settings.READER_COOKIE_NAME] = sessions.begin(Card.objects.get(reader=self.things[thing]))
        return client

    def digest(self) -> dict[str, str]:
        """What is in every table that looking must not change."""
        found = {}
        for model in sorted(apps.get_models(), key=lambda m: m._meta.label):
            if model._meta.label not in BY_READING and not model._meta.proxy:
                names = [
                    f.attname
                    for f in model._meta.concrete_fields
                    if type(f).__name__ not in ("EncryptedTextField", "EncryptedJSONField")
                ]
                rows = repr(list(model._base_manager.order_by("pk").values_list(*names)))
                found[model._meta.label] = hashlib.sha256(rows.encode()).hexdigest()
        return found


def build() -> World:
    now = timezone.now() - dt.timedelta(days=1)
    Installation.current()  # made at the first question about it, once in the life of a database
    act = Act(actor=SYSTEM, at=now)
    root = found_root(act, kind=Kind.INSTITUTION, name="Наукова бібліотека", mode=Mode.TRAVELLING)
    other = found_root(act, kind=Kind.INSTITUTION, name="Чужа бібліотека", mode=Mode.TRAVELLING)
    places: list[Unit] = []
    for name in ("Власний", "Сусідній"):
        hub = create_unit(Act(actor=SYSTEM, at=now), parent=root, kind=Kind.HUB, name=name)
        places += [hub, create_unit(Act(actor=SYSTEM, at=now), parent=hub, kind=Kind.SHELF, name=f"{name} · полиця")]
    stranger = create_unit(Act(actor=SYSTEM, at=now), parent=other, kind=Kind.HUB, name="Чужий")
    far = create_unit(Act(actor=SYSTEM, at=now), parent=stranger, kind=Kind.SHELF, name="Чужа полиця")
    lib = Library(root, *places, now=now)
    return World(lib, stranger, far, _things(lib))


def twins(lib: Library) -> dict[str, Any]:
    """Two who may be one, two who were made one, and a file of readers that was looked at."""
    for name in ("Олена Вигадана", "Олену Вигадану", "Тарас Умовний", "Тараса Умовного"):
        lib.reader(name=name)
    pair, other = Twins.objects.order_by("found_on", "uid")
    made = merge(lib.act(), kept=other.first, gone=other.second, place=lib.shelf)
    parsed = Parsed(name="читачі.csv", format="csv", heads=["Квиток"], rows=[{"cells": ["1"]}])
    arrived = stage(lib.act().uid, parsed, institution=lib.root, by=None)
    return {"pair": pair.pk, "reader_merge": made.pk, "arrival": arrived.pk, "purpose": "data", "blank": "2"}


LINK = "a-link-that-nobody-guesses-12"


def _gift(lib: Library) -> dict[str, Any]:
    """An open gift of two copies at the owner's hub, from a donor whose page is shared."""
    donor = add_donor(lib.act(), unit=lib.hub, kind="person", name="Невидима Дарувальниця", contact="050 000 00 00")
    share_report(lib.act(), donor=donor, unit=lib.hub, link=Withheld(LINK))
    gift, act = open_gift(lib.act(), place=lib.hub, donor=donor, note="Щиро дякуємо"), lib.act()
    set_gift_photo(lib.act(), gift=gift, picture=base64.b64encode(picture(size=(60, 40))).decode())
    accept_gifted(act, gift=gift, record=lib.record("Подарована"), many=2)
    about = {"act_kind": "acceptance", "act_form": "docx", "gift_link": LINK}
    leaves = open_withdrawal(lib.act(), place=lib.hub, why="worn")
    leaves = list_withdrawn(lib.act(), withdrawal=leaves, copies=[str(lib.copy(lib.record("Зношена"), lib.hub).pk)])
    about["withdrawal"] = step_withdrawal(lib.act(), withdrawal=leaves, to="desk").pk
    return {**about, "gift": gift.pk, "donor": donor.pk, "accepted": act.uid}


def _stray(lib: Library, copy: Any) -> None:
    """A return of what nobody had lent."""
    stray = lib.act()
    perform(
        {
            "uid": str(stray.uid), "verb": "lending.return", "at": stray.at.isoformat(),
            "body": {"copy": str(copy.pk), "place": str(lib.shelf.pk)},
        },
        actor=SYSTEM,
    )  # fmt: skip


def _things(lib: Library) -> dict[str, Any]:
    reader, other, copy, lent = lib.reader(), lib.reader(), lib.copy(), lib.copy()
    for one in (reader, other):
        set_pin(lib.act(), reader=one, place=lib.shelf)
    loan = issue(lib.act(), copy=lent, reader=reader, place=lib.shelf)
    returned = lib.copy()
    issue(lib.act(), copy=returned, reader=reader, place=lib.shelf)
    return_copy(lib.act(), copy=returned, place=lib.shelf)
    _stray(lib, copy)
    colleague = person("colleague", "guardian", lib.hub, password=None)
    perform({"uid": str(lib.act().uid), "verb": "no.such", "at": lib.now.isoformat(), "body": {}}, actor=actor(colleague))
    gone = lib.copy(lib.record("Загублена"))
    issue(lib.act(), copy=gone, reader=reader, place=lib.shelf)
    replacement = replace(lib.act(), copy=gone, place=lib.shelf, record=gone.record, why="lost")
    kept = lib.copy(lib.record("Замовлена"))
    held = hold(lib.act(), reader=reader, record=kept.record, pickup=lib.shelf)
    sheet = print_sheets(lib.act(), place=lib.shelf, kind="issue")
    said = say_own(lib.act(), reader=reader, text="Чи є щось про Луганщину?")
    wanted = record_refusal(lib.act(), place=lib.shelf, title="Місто", contact="reader@example.org")
    figure = record_manual(lib.act(), unit=lib.hub, on=lib.today, **COUNTED)
    director = person("director", "director", lib.root, password=None)
    invitation, token = invite(lib.act(), unit=lib.hub, role="guardian", name="Запрошена", email="", days=7)
    logo = set_logo(lib.act(), unit=lib.root, picture=base64.b64encode(picture()).decode()).logo
    adopt_rules(lib.act(), unit=lib.root, text="Книжку повертають.", since=lib.today)
    twin, gone = lib.record("Двійник"), lib.record("Двійник")
    merge = merge_records(lib.act(), kept=lib.record("Двійник"), gone=gone)
    edit_record(lib.act(), record=copy.record, title="Тигролови. Роман", authors="Багряний Іван", subjects="Мандри", local=True)
    heading, merged = (add_heading(lib.act(), sort="person", heading=text) for text in ("Українка, Леся", "Косач, Лариса"))
    merge_headings(lib.act(), kept=heading, gone=merged)
    chosen = add_collection(lib.act(), unit=lib.root, title="До Дня знань", local=True, shown=True)
    put_in_collection(lib.act(), collection=chosen, records=[str(copy.record_id), str(lent.record_id)])
    about = {"theme": "Право", "title": "Законодавство України", "url": "https://zakon.rada.gov.ua/"}
    resource = add_resource(lib.act(), unit=lib.root, **about)
    link = Link.objects.create(address="https://example.org/", failures=2, outcome="no_answer", failing_since=lib.today)
    cover = set_cover(lib.act(), record=copy.record, picture=base64.b64encode(picture(size=(40, 60))).decode()).cover
    with transaction.atomic():
        parked = enqueue(count_holdings, record=str(copy.record_id))
    return {
        **_gift(lib), **twins(lib), **_asked(lib, reader),
        "root": lib.root.pk, "hub": lib.hub.pk, "shelf": lib.shelf.pk, "reader": reader.pk, "copy": copy.pk, "lent": lent.pk,
        "other": other.pk, "erasure": open_erasure(lib.act(), reader=reader, place=lib.shelf, reason="request").pk,
        "shown_heading": Authority.objects.get(heading="Багряний, Іван").pk, "collection": chosen.pk,
        "chosen": Chosen.objects.filter(collection=chosen).first().pk, "resource": resource.pk, "link": link.pk,
        "heading": heading.pk, "merged_heading": merged.pk,
        "cover": cover, "cover_size": "small", "refusal": wanted.pk, "hold": held.pk, "held": kept.pk,
        "organisation": lib.reader(kind="organisation", name="Хаб «Опора»").pk, "replacement": replacement.pk,
        **_for_programs(lib, director), "card": reader.cards.get().code, "held_record": kept.record_id,
        "sheet": sheet.pk, "sheet_code": sheet.code, "sheet_batch": sheet.batch,
        "talk": said.conversation_id, "twin": twin.pk, "merge": merge.pk, "version": 1,
        **_shelf_things(lib, copy), **_delivery_things(lib, reader), **_import_things(lib), **_online(lib, reader), **_late(lib),
        "terminal": add_terminal(lib.act(), place=lib.shelf, name="Автомат").pk,
        "record": copy.record_id, "loan": loan.pk, "operation": loan.pk, "task": parked.id, "figure": figure.pk,
        "discrepancy": Discrepancy.objects.get().pk, "quarantined": Quarantined.objects.get().pk,
        "fact": Fact.objects.filter(kind="lending.issue").first().pk, "invitation": invitation.pk, "token": token,
        "staff": colleague.pk, "director": director.pk, "membership": Membership.objects.get(staff=colleague).pk,
        **_signed(lib, reader), "year": lib.now.year, **_added(lib), **_board(lib), **form_things(lib),
        "indicator": "issues", "right": "lending.issue", "role": "guardian", "policy": "lending", "rule": "loan_days",
        "help_page": "pochatok", "help_picture": "home-1280.png",
        "uidb36": "1", "key": "x", "number": 1, "step": "units", "light": "8a3d1e", "dark": "e39b6d", "logo": logo.digest,
    }  # fmt: skip


def _board(lib: Library) -> dict[str, Any]:
    """A plan of the hub, in no year that another page plans in."""
    plan = Plan.objects.create(unit=lib.hub, year=2031)
    part = Section.objects.create(plan=plan, number="1", title="Послуги", columns=[{"title": "Назва", "role": "title"}])
    row = PlanItem.objects.create(plan=plan, part=part, section="1", number="1", cells=["Довідки"])
    tie_item(lib.act(), item=row, kind="indicator", indicator="references", planned=12)
    Plan.objects.filter(pk=plan.pk).update(state="in_force")  # of a draft nobody but its writers says anything
    return {"plan_paper": "docx", "board_plan": plan.pk, "board_row": row.pk}


def _added(lib: Library) -> dict[str, Any]:
    said = {"column": "issued", "quantity": 3, "source": "Аркуш простору"}
    added = add_to_diary(lib.act(), unit=lib.hub, on=lib.today, **said)
    return {"month": 1, "column": "issued", "diary_addition": added.pk, **plan_things(lib), **report_things(lib)}


def _pin_link(lib: Library) -> str:
    """Taken in the chat of a reader who has no PIN yet."""
    reader = lib.reader()
    return offer_pin_link(Act(actor=Actor(reader=reader.pk), at=timezone.now()), reader=reader).shown


def _asked(lib: Library, reader: Any) -> dict[str, Any]:
    """What the desk answered."""
    line = log(lib.act(), place=lib.hub, served="reference", sort="thematic", on=lib.today)
    wanted = record_refusal(lib.act(), place=lib.hub, title="Бажана")
    wished = wish(lib.act(), refusal=wanted, title="Бажана")
    said = record_remark(lib.act(), place=lib.hub, what="complaint", text="Зачинено в години роботи.")
    known = draft_known(lib.act(), place=lib.hub, question="Як записатися?", answer="За хвилину, на будь-якій полиці.")
    question = lib.act(actor=NOBODY, channel="self")
    ask_librarian(question, place=lib.root, text=Withheld("Чи є атлас?"))
    own = ask_own(lib.act(actor=Actor(reader=reader.pk)), reader=reader, place=lib.root, title="Своя бажана")
    station = add_station(lib.act(), place=lib.hub, name="Комп’ютер 1")
    sitting = sit_down(lib.act(), station=station)
    return {
        **_questionnaire(lib),
        "ticket": ticket_of(question.uid), "known": known.pk, "log_line": line.pk, "wish": wished.pk, "remark": said.pk,
        "own_wish": own.pk, "station": station.pk, "sitting": sitting.pk,
    }  # fmt: skip


def _questionnaire(lib: Library) -> dict[str, Any]:
    """Asked of everybody; somebody has chosen and written."""
    asked = ask_survey(lib)
    answer_survey(lib.act(actor=NOBODY, channel="self"), survey=asked, told=Withheld('{"0": 5, "1": 0, "3": "Дякую"}'))
    return {"survey": asked.pk, "survey_words": SurveyWords.objects.get(survey=asked).pk}


def _late(lib: Library) -> dict[str, Any]:
    """A reader whose term was over yesterday, and whom nothing but a person can remind."""
    reader = lib.reader()
    loan = issue(lib.act(), copy=lib.copy(lib.record("Прострочена")), reader=reader, place=lib.shelf)
    Loan.objects.filter(pk=loan.pk).update(due_on=timezone.localdate() - dt.timedelta(days=1))
    return {"late": reader.pk, "way_told": "call", "pin_link": _pin_link(lib), **_programme_things(lib)}


def _online(lib: Library, reader: Any) -> dict[str, Any]:
    about = {"seats": 3, "days": 14, "address": Withheld("https://books.example.org/read")}
    licence = add_licence(lib.act(), record=lib.record("Електронна", material="electronic"), institution=lib.root, **about)
    loan = lend_online(lib.act(), licence=licence, reader=reader, place=lib.shelf)
    return {"licence": licence.pk, "eloan": loan.pk, "eloan_token": token_of(loan)}


def _for_programs(lib: Library, director: Any) -> dict[str, Any]:
    """A key of the owner's hub, and a copy that nothing speaks against lending."""
    by = Act(actor=actor(director), at=lib.now)
    key, _secret = issue_token(by, unit=lib.hub, name="Термінал", permissions=["lending.return"], days=30)
    return {"token_of_hub": key.pk, "free": lib.copy().pk}


def _import_things(lib: Library) -> dict[str, Any]:
    about = {"name": "x.mrc", "size": 9, "digest": "", "format": "iso2709", "encoding": "utf-8", "options": {"source": "Коха"}}
    upload = lib.act().uid
    arrival.keep(upload, [b"x"])
    return {"import": start_import(lib.act(), unit=lib.root, **about).pk, "what": "stop", "upload": upload}


def _delivery_things(lib: Library, reader: Any) -> dict[str, Any]:
    set_doorstep(lib.act(), reader=reader, place=lib.shelf, address=Withheld("вул. Вигадана, 1"), agreed="1")
    delivery = plan_round(lib.act(), base=lib.shelf, on=lib.act().on, volunteer_name="Волонтерка")
    return {
        "delivery": delivery.pk,
        "delivery_stop": add_stop(lib.act(), delivery=delivery, reader=reader).pk,
        **circle_things(lib, reader),
    }


def _programme_things(lib: Library) -> dict[str, Any]:
    """A series of the owner's hub with one event planned and one called off."""
    about = {"title": "ЛітРозмови", "form": "meeting", "term": "щомісяця", "starts": "16:00"}
    series = add_series(lib.act(), unit=lib.hub, place=lib.hub, year=lib.now.year, about=about)
    told = {"unit": lib.hub, "place": lib.hub, "on": lib.today, "series": series}
    planned, gone = (add_event(lib.act(), **told, about={**about, "starts": starts}) for starts in ("16:00", "18:00"))
    cancel_event(lib.act(), event=gone, reason="тривога")
    names = {"poster_name": "letter-square", "programme_poster_name": "programme-square"}
    line = add_check(lib.act(), event=planned, sort="gear", text="Десять стільців")
    told = {"series": series.pk, "event": planned.pk, "own_line": line.pk, "cancelled_event": gone.pk, **names, **_remains(lib)}
    return {"memorable": "libraries", **_rooms_and_weeks(lib, planned), **told}


def _rooms_and_weeks(lib: Library, event: Any) -> dict[str, Any]:
    room = add_room(lib.act(), unit=lib.hub, name="Зала")
    week = add_campaign(lib.act(), unit=lib.hub, title="Тиждень читання", first=lib.today, last=lib.today)
    group(lib.act(), campaign=week, event=event)
    return {"room": room.pk, "campaign": week.pk}


def _remains(lib: Library) -> dict[str, Any]:
    """Of an event that was: a photograph and a paper for everybody, and what somebody said of it."""
    about = {"title": "Читання", "form": "meeting", "starts": "10:00"}
    held = add_event(lib.act(), unit=lib.hub, place=lib.hub, on=lib.today, about=about)
    count_event(lib.act(), event=held, counts=[], report="")
    of: dict[str, Any] = {"event": held, "where": lib.hub}
    photo = add_photo(lib.act(), **of, **photographed(picture()), alt="Коло стільців", seen="nobody", on_site=True)
    paper = add_file(lib.act(), **of, title="Програма", file=base64.b64encode(b"%PDF-1.7").decode())
    said = give_feedback(lib.act(), event=held, mark="great", liked=[], words="Дякую", may_quote=True)
    told = {"event_photo": photo.pk, "photo_size": "small", "event_material": paper.pk, "event_feedback": said.pk}
    return {"held_event": held.pk, "press_kind": "release", **told}


def _signed(lib: Library, reader: Any) -> dict[str, Any]:
    """Tomorrow's event, on site and online, for which the reader signed up and somebody under a name of their own."""
    about = {"title": "Наживо й онлайн", "form": "meeting", "format": "hybrid"}
    told = {"unit": lib.hub, "place": lib.hub, "on": lib.today + dt.timedelta(days=1), "about": about}
    to = admit_event(lib.act(), event=add_event(lib.act(), **told), about={"places": 20})
    one = sign_up(lib.act(), admission=to, name=Withheld("Журавка"))
    own = sign_up_own(lib.act(), admission=to, reader=reader)
    return {"open_event": to.event_id, "signup": one.pk, "signup_token": signup_token(one.pk), "own_signup": own.pk}


def _shelf_things(lib: Library, copy: Any) -> dict[str, Any]:
    """A shelf with its code and photograph, a visit that is being packed, a check that goes on."""
    renew_shelf_code(lib.act(), place=lib.shelf)
    shown = set_shelf_photo(lib.act(), place=lib.shelf, picture=base64.b64encode(picture()).decode())
    trip = plan_visit(lib.act(), place=lib.shelf, base=lib.hub, on=lib.act().on)
    step_visit(lib.act(), visit=trip, to="packing")
    need = ask_need(lib.act(), place=lib.shelf, topic="казки", quantity=20)
    check = start_check(lib.act(), place=lib.shelf)
    see_copy(lib.act(), check=check, copy=copy)
    code = Shelf.objects.get(pk=lib.shelf.pk).code
    return {
        "shelf_code": code,
        "shelf_photo": shown.photo,
        "trip": trip.pk,
        "need": need.pk,
        "check": check.pk,
        "paper_kind": "docx",
    }
