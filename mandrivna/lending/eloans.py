"""Licensed e-resources: what may be lent to whom, what speaks against it, and the address of ours under which a loan opens."""

from __future__ import annotations

import base64
import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db.models import Count, Exists, Min, OuterRef, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from mandrivna.catalogue.holdings import KEPT, LENT_ONLINE, MOVERS, STANDING, WORKED, Holding, Mover
from mandrivna.catalogue.models import Material, Record
from mandrivna.core import crypto
from mandrivna.core.act import Act
from mandrivna.core.actor import Actor
from mandrivna.core.models import Kind, Unit
from mandrivna.core.models.units import below_any
from mandrivna.core.permissions import Permission
from mandrivna.core.problems import Blocker, Problem
from mandrivna.core.queries import institutions_for
from mandrivna.lending.models import ELoan, Licence, LicenceQuerySet
from mandrivna.lending.models.eloans import ELoanQuerySet
from mandrivna.lending.states import ELoanState
from mandrivna.lending.terms import Terms, terms
from mandrivna.readers.actions.enrolment import enrolled
from mandrivna.readers.models import Reader

MOST_SEATS, MOST_DAYS, LONGEST = 1000, 366, 1000
MARK = 16
"""Bytes of the seal in an address of ours."""
wrong_address = URLValidator(schemes=["https", "http"], message=_("Адреса має починатися з https:// або http://."))


# --- what speaks against it --------------------------------------------------------------------------------------------


def licence_problems(
    act: Act, record: Record, institution: Unit, *, seats: int, days: int, valid_until: dt.date | None
) -> list[Problem]:
    """A day that has passed would cut at once all that is open by the licence, for one digit typed wrong."""
    problems: list[Problem] = []
    if valid_until and valid_until < act.on:
        text = _("Цей день уже минув. Щоб закрити доступ, завершіть ліцензію.")
        problems.append(Blocker(code="contract_over", text=text, field="valid_until"))
    if institution.kind != Kind.INSTITUTION:
        problems.append(Blocker(code="not_an_institution", text=_("Ліцензію має заклад. Оберіть його."), field="institution"))
    if record.withdrawn_on:
        problems.append(Blocker(code="record_withdrawn", text=_("Запис вилучено з каталогу.")))
    if not 1 <= seats <= MOST_SEATS:
        problems.append(Blocker(code="wrong_seats", text=_("Водночас читають від 1 до 1000 читачів."), field="seats"))
    if not 1 <= days <= MOST_DAYS:
        problems.append(Blocker(code="wrong_days", text=_("Видати можна на строк від 1 до 366 днів."), field="days"))
    return problems


def new_licence_problems(record: Record) -> list[Problem]:
    """Of a book without copies the pages would say that it is on loan, and offer to reserve it."""
    if record.material == Material.ELECTRONIC:
        return []
    return [Blocker(code="not_electronic", text=_("Опишіть видання як електронне: ліцензія дає доступ у мережі."))]


def address_problems(record: Record, address: str) -> list[Problem]:
    """What is in the description already is no secret any more."""
    try:
        wrong_address(address)
    except ValidationError as error:
        return [Blocker(code="wrong_address", text=error.messages[0], field="address")]
    if len(address) > LONGEST:
        return [Blocker(code="address_too_long", text=_("Адреса задовга: до 1000 знаків."), field="address")]
    if record.url and address.rstrip("/") == record.url.rstrip("/"):
        text = _("Ця адреса стоїть в описі, і її бачать усі. Приберіть її звідти або впишіть іншу.")
        return [Blocker(code="address_public", text=text, field="address")]
    return []


def eloan_problems(act: Act, licence: Licence, reader: Reader, place: Unit, own: Terms, *, at_desk: bool) -> list[Problem]:
    """`licence` is locked, and what is too late has been ended."""
    if not Licence.objects.valid(act.on).filter(pk=licence.pk).exists():
        return [Blocker(code="licence_ended", text=_("Ліцензія на це видання вже не діє."))]
    problems: list[Problem] = []
    if licence.institution_id not in place.ancestor_ids or reader.institution_id != licence.institution_id:
        problems.append(Blocker(code="foreign_reader", text=_("Цей читач записаний в іншому закладі."), field="reader"))
    if licence.institution.closed_on and licence.institution.closed_on <= act.on:
        problems.append(Blocker(code="institution_closed", text=_("Бібліотеку зачинено, тому видання зараз не видати.")))
    if not enrolled(reader, act.on.year):
        year = _("Читача ще не перереєстровано на %(year)d рік.") % {"year": act.on.year}
        problems.append(Blocker(code="not_enrolled", text=year, field="reader"))
    if own.only_here:
        text = _("За правилами електронні видання читають лише в бібліотеці.")
        problems.append(Blocker(code="only_here", text=text, field="reader"))
    return problems or _taken(act.on, licence, reader, own, at_desk=at_desk)


def _taken(on: dt.date, licence: Licence, reader: Reader, own: Terms, *, at_desk: bool) -> list[Problem]:
    mine = set(ELoan.objects.open().filter(reader=reader, until__gte=on).values_list("pk", "licence"))
    if licence.pk in {pk for _loan, pk in mine}:
        mine_already = (
            _("Це видання читачеві вже відкрито.") if at_desk else _("Це видання вам уже відкрито: воно серед ваших книг.")
        )
        return [Blocker(code="in_hand", text=mine_already)]
    if len(mine) >= own.max_loans:
        text = _("Електронних видань водночас можна мати до %(most)d. Завершіть якесь раніше.") % {"most": own.max_loans}
        return [Blocker(code="many_loans", text=text, field="reader")]
    standing = ELoan.objects.open().filter(licence=licence).aggregate(taken=Count("pk"), first=Min("until"))
    if standing["taken"] >= licence.seats:
        day = date_format(standing["first"] + dt.timedelta(days=1), "j E Y")
        text = _("Зараз усі місця за ліцензією зайнято. Найближче звільниться %(day)s, а може, й раніше.") % {"day": day}
        return [Blocker(code="all_taken", text=text)]
    return []


def not_open_problems(loan: ELoan, on: dt.date) -> list[Problem]:
    if loan.goes_on(on):
        return []
    if Licence.objects.valid(on).filter(pk=loan.licence_id).exists():
        return [Blocker(code="eloan_ended", text=_("Строк цього видання минув. Якщо воно ще потрібне, візьміть його знову."))]
    return [Blocker(code="contract_ended", text=_("Доступ закрито: договір бібліотеки на це видання скінчився."))]


def rules_for(reader: Reader, place: Unit) -> Terms:
    return terms().of(reader.audience, Material.ELECTRONIC, place)


# --- the address of ours -----------------------------------------------------------------------------------------------


def token_of(loan: ELoan) -> str:
    """Of this loan and this reader. It opens nothing without the reader's own session, so it may lie in a history or a log."""
    return f"{loan.pk.hex}-{_mark(loan)}"


def _mark(loan: ELoan) -> str:
    mac = crypto.seal_mac("lending.eloan", f"{loan.pk}|{loan.reader_id}".encode())[:MARK]
    return base64.b32encode(mac).decode().rstrip("=").lower()


def by_token(reader: Reader, token: str) -> ELoan | None:
    """Only the reader's own; a stranger's, a made-up and a forgotten one are alike. It may have ended."""
    number, _dash, mark = token.partition("-")
    try:
        wanted = uuid.UUID(hex=number)
    except ValueError:
        return None
    found = ELoan.objects.filter(pk=wanted, reader=reader).select_related("licence__record", "place").first()
    return found if found is not None and crypto.same(_mark(found).encode(), mark.encode()) else None


# --- what pages show ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Offer:
    """A licence as whoever wants it sees it."""

    licence: Licence
    free: int
    next_on: dt.date | None
    taken: int


def offers(licences: Iterable[Licence], on: dt.date) -> list[Offer]:
    """Two questions however many there are. Who is too late holds no seat."""
    listed = list(licences)
    going = ELoan.objects.open().filter(licence__in=listed, until__gte=on)
    counted = going.values("licence").annotate(taken=Count("pk"), first=Min("until"))
    taken: dict[Any, tuple[int, Any]] = {row["licence"]: (row["taken"], row["first"]) for row in counted}
    found = []
    for licence in listed:
        number, first = taken.get(licence.pk, (0, None))
        free = max(licence.seats - number, 0)
        found.append(Offer(licence, free, first + dt.timedelta(days=1) if first and not free else None, number))
    return found


def licences_of(record: Record, institution: Unit, on: dt.date) -> LicenceQuerySet:
    return Licence.objects.valid(on).filter(record=record, institution=institution).order_by("added_on", "pk")


def licensed(institution: Unit, on: dt.date) -> Exists:
    """Beside a query of records: whether a seat of it can be taken or waited for."""
    return Exists(Licence.objects.valid(on).filter(record=OuterRef("pk"), institution=institution))


def licences_for(actor: Actor, permission: object) -> LicenceQuerySet:
    rows = Licence.objects.filter(institution__in=institutions_for(actor, permission))  # type: ignore[arg-type]
    return rows.select_related("record", "institution")


def open_by(licence: Licence, on: dt.date) -> ELoanQuerySet:
    """Who has a seat now."""
    return ELoan.objects.open().filter(licence=licence, until__gte=on)


def served(rows: ELoanQuerySet, actor: Actor, permission: Permission) -> ELoanQuerySet:
    """Of these what was lent where the actor serves; who reads by the others is not theirs to know."""
    return rows.filter(below_any(actor.paths(permission), "place__path"))


@dataclass(frozen=True)
class OwnELoan:
    loan: ELoan
    token: str


def own_eloan(reader: Reader) -> QuerySet[ELoan]:
    return ELoan.objects.open().filter(reader=reader).select_related("licence__record", "licence__institution")


def own_eloans(reader: Reader, on: dt.date) -> list[OwnELoan]:
    rows = own_eloan(reader).filter(until__gte=on).order_by("until", "pk")
    return [OwnELoan(loan, token_of(loan)) for loan in rows]


def remembered_eloans(reader: Reader, most: int = 50) -> list[ELoan]:
    """Ended ones that still name the reader."""
    rows = ELoan.objects.exclude(state=ELoanState.OPEN).filter(reader=reader).select_related("licence__record")
    return list(rows.order_by("-closed_on", "pk")[:most])


# --- what the catalogue asks -------------------------------------------------------------------------------------------


def _online(institution: Unit) -> Exists:
    """Any licence that nobody has ended; a term that has run out hides it from the next page, not from the address of the title."""
    return Exists(Licence.objects.filter(record=OuterRef("pk"), institution=institution, ended_on__isnull=True))


def _standing(records: Sequence[uuid.UUID]) -> dict[uuid.UUID, Holding]:
    found: dict[uuid.UUID, Holding] = {}
    rows = Licence.objects.filter(record__in=records, ended_on__isnull=True)
    for record, owner in rows.values_list("record_id", "institution_id"):
        found[record] = found[record] + Holding(owners=(owner,)) if record in found else Holding(owners=(owner,))
    return found


def _keys(record: Record) -> list[str]:
    return [str(pk) for pk in Licence.objects.filter(record=record).values_list("pk", flat=True)]


def _move(keys: Sequence[str], record: Record) -> None:
    Licence.objects.filter(pk__in=keys).update(record=record)


def _licensed(records: Sequence[uuid.UUID]) -> set[uuid.UUID]:
    return set(Licence.objects.filter(record__in=records).values_list("record_id", flat=True))


def _licence_stands(record: Record) -> list[Problem]:
    if not Licence.objects.filter(record=record, ended_on__isnull=True).exists():
        return []
    return [Blocker(code="has_licence", text=_("Спершу завершіть ліцензію на це видання: читачі ще беруть його в мережі."))]


KEPT.add("lending.licences", _licence_stands)
LENT_ONLINE.add("lending.licences", _online)
STANDING.add("lending.licences", _standing)
MOVERS.add("lending.licences", Mover(_keys, _move))
WORKED.add("lending.licences", _licensed)
