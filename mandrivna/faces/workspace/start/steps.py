"""The steps from an empty institution to its first loan. What is done is seen from the data; nothing is ticked by hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mandrivna.core.actor import Actor
from mandrivna.core.models import Invitation, Kind, Membership, Profile, Unit
from mandrivna.core.permissions import Permission
from mandrivna.core.rules import PROFILE_EDIT, STAFF_EDIT, UNITS_EDIT
from mandrivna.fund import rules as fund_rules
from mandrivna.fund.models import Copy
from mandrivna.lending import rules as lending_rules
from mandrivna.lending.models import Loan
from mandrivna.readers import rules as readers_rules
from mandrivna.readers.models import Enrolment


@dataclass(frozen=True)
class Plan:
    """One step as it is written down; `needs` is the right without which somebody else has to do it."""

    code: str
    title: Any
    why: Any
    needs: Permission


STEPS = (
    Plan("profile", _("Як нас звати"), _("Назва й контакти, які побачать читачі. Решту профілю допишете згодом."), PROFILE_EDIT),
    Plan("units", _("Де ми працюємо"), _("Простір (хаб), у якому стоятимуть полиці, і, якщо є, відділ."), UNITS_EDIT),
    Plan("staff", _("Хто ще працює"), _("Запросіть колегу одноразовим посиланням або почніть без помічників."), STAFF_EDIT),
    Plan("shelf", _("Перша полиця"), _("Місце, з якого беруть книжки."), UNITS_EDIT),
    Plan("book", _("Перша книжка"), _("Опишіть книжку й поставте на полицю. Інвентарний номер надасть програма."), fund_rules.EDIT),
    Plan("reader", _("Перший читач"), _("Досить псевдоніма. Запишіть себе, якщо поруч нікого немає."), readers_rules.ENROL),
    Plan("loan", _("Перша видача"), _("Віддайте книжку в руки: з цієї хвилини бібліотека працює."), lending_rules.ISSUE),
)  # fmt: skip
CODES = tuple(step.code for step in STEPS)


@dataclass(frozen=True)
class Step:
    """One step as it stands here and for this person."""

    number: int
    code: str
    title: Any
    why: Any
    done: bool
    skipped: bool
    may: bool

    @property
    def settled(self) -> bool:
        return self.done or self.skipped


def _inside(field: str = "path") -> Q:
    """The unit of the outer query and everything below it: «/» is the byte after the separator."""
    return Q(**{f"{field}__startswith": OuterRef("path")})


def with_progress(units: QuerySet[Unit], actor: Actor) -> QuerySet[Unit]:
    """Institutions with what each has already; one query however many steps there are."""
    inner = Unit.objects.filter(_inside(), closed_on=None)
    people = Membership.objects.filter(_inside("unit__path"), staff__is_active=True).on(timezone.localdate())
    invited = Invitation.objects.filter(_inside("unit__path"), created_by__isnull=False, revoked_at=None)
    return units.annotate(
        has_profile=Exists(Profile.objects.filter(unit=OuterRef("pk")).exclude(public_name="")),
        has_units=Exists(inner.filter(kind=Kind.HUB)),
        has_staff=Exists(invited) | Exists(people.exclude(staff_id=actor.staff_id or 0)),
        has_shelf=Exists(inner.filter(kind__in=(Kind.SHELF, Kind.PLACE))),
        has_book=Exists(Copy.objects.filter(owner=OuterRef("pk"))),
        has_reader=Exists(Enrolment.objects.filter(institution=OuterRef("pk"))),
        has_loan=Exists(Loan.objects.filter(copy__owner=OuterRef("pk"))),
        skipped=F("profile__skipped"),
    )


def institution_with_progress(actor: Actor) -> Any:
    """The first institution this person looks after, annotated; None when they look after none."""
    own = Unit.objects.visible_to(actor, PROFILE_EDIT).open().filter(kind=Kind.INSTITUTION)
    return with_progress(own, actor).order_by("pk").first()


def steps_of(unit: Any, actor: Actor) -> list[Step]:
    skipped = unit.skipped or []
    return [
        Step(
            number, step.code, step.title, step.why, getattr(unit, f"has_{step.code}"), step.code in skipped,
            actor.can(step.needs, unit.path),
        )
        for number, step in enumerate(STEPS, start=1)
    ]  # fmt: skip


def left(unit: Any) -> int:
    """How many steps are still ahead."""
    skipped = unit.skipped or []
    return sum(not getattr(unit, f"has_{code}") and code not in skipped for code in CODES)
