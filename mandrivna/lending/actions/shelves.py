"""What is said about a shelf itself."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from django.utils.translation import gettext_lazy as _

from mandrivna.catalogue.actions.covers import cover_problem
from mandrivna.catalogue.models import Language
from mandrivna.core.act import Act
from mandrivna.core.codec import Withheld
from mandrivna.core.door import verb
from mandrivna.core.models import Membership, Unit
from mandrivna.core.problems import Blocker, Problem, Refused, refuse_if
from mandrivna.lending import rules
from mandrivna.lending.models import Photo, Shelf, ShelfVisit, new_shelf_code
from mandrivna.lending.problems import place_kind_problems
from mandrivna.readers.models import Age
from mandrivna.shared.pictures import NotTaken, Why, cover_of

DESCRIBED = frozenset({"languages", "ages", "subjects", "capacity", "condition", "note"})


@verb("lending.renew_shelf_code", may=rules.SHELF_EDIT, at="place")
def renew_shelf_code(act: Act, *, place: Unit) -> Shelf:
    """A new code for the QR; what was printed before opens nothing from now on."""
    refuse_if(place_kind_problems(place))
    shelf = Shelf.objects.select_for_update().filter(pk=place.pk).first() or Shelf(place=place)
    return give_code(act, shelf)


def shelf_problems(place: Unit, about: dict[str, Any]) -> list[Problem]:
    problems: list[Problem] = []
    if set(about.get("languages", ())) - set(Language.values):
        problems.append(Blocker(code="unknown_language", text=_("Такої мови немає в переліку."), field="languages"))
    if set(about.get("ages", ())) - set(Age.values):
        problems.append(Blocker(code="unknown_age", text=_("Такої вікової групи немає."), field="ages"))
    guardian = about.get("guardian")
    if guardian and not Membership.objects.filter(staff=guardian, unit__in=place.ancestor_ids, staff__is_active=True).exists():
        problems.append(Blocker(code="not_of_here", text=_("Ця людина тут не працює."), field="guardian"))
    return problems


def give_code(act: Act, shelf: Shelf) -> Shelf:
    """Part of the acts after which the former print must not serve."""
    shelf.code, shelf.code_since = new_shelf_code(), act.at
    shelf.save()
    return shelf


@verb("lending.describe_shelf", may=rules.SHELF_EDIT, at="place")
def describe_shelf(act: Act, *, place: Unit, about: dict[str, Any]) -> Shelf:
    """What was agreed: for whom, in which languages, of what, how many; and how it stands."""
    shelf = known_shelf(act, place)
    refuse_if(shelf_problems(place, about))
    for name in DESCRIBED & about.keys():
        setattr(shelf, name, about[name])
    if "guardian" in about:
        shelf.guardian_id = about["guardian"]
    shelf.full_clean(exclude=["place", "code", "code_index", "contact_name", "contact_phone"], validate_unique=False)
    shelf.save()
    return shelf


@verb("lending.set_shelf_contact", may=rules.SHELF_CONTACT, at="place")
def set_shelf_contact(act: Act, *, place: Unit, name: Withheld, phone: Withheld) -> Shelf:
    """Whom to ask at the place itself. Empty takes the person away; the operation keeps neither name nor phone."""
    shelf = known_shelf(act, place)
    shelf.contact_name, shelf.contact_phone = str(name).strip()[:120] or None, str(phone).strip()[:40] or None
    shelf.save()
    return shelf


@verb("lending.set_shelf_photo", may=rules.MOVE, at="place")
def set_shelf_photo(act: Act, *, place: Unit, picture: str, visit: ShelfVisit | None = None) -> Shelf:
    """`picture` is a file in base64; empty takes it away. A photograph made on a visit stays with the visit too."""
    shelf = known_shelf(act, place)
    if visit is not None and visit.place_id != place.pk:
        raise Refused([Blocker(code="foreign_visit", text=_("Цей виїзд до іншої полиці."))])
    old, new = shelf.photo, _kept(picture) if picture else ""
    shelf.photo = new
    shelf.save(update_fields=["photo"])
    if visit is not None:
        ShelfVisit.objects.filter(pk=visit.pk).update(photo=new)
    if old and old != new and not Shelf.objects.filter(photo=old).exists() and not ShelfVisit.objects.filter(photo=old).exists():
        Photo.objects.filter(pk=old).delete()
    return shelf


def _kept(picture: str) -> str:
    try:
        made = cover_of(base64.b64decode(picture, validate=True))
    except NotTaken as refusal:
        raise Refused([photo_problem(refusal.why)]) from None
    except (ValueError, binascii.Error):
        raise Refused([photo_problem(Why.NOT_A_PICTURE)]) from None
    Photo.objects.get_or_create(digest=made.digest, defaults={"picture": made.large, "width": made.width, "height": made.height})
    return made.digest


def photo_problem(why: Why) -> Problem:
    return Blocker(code=f"photo_{why}", text=cover_problem(why).text, field="photo")


def known_shelf(act: Act, place: Unit) -> Shelf:
    """What is first said of a shelf gives it a code, too."""
    refuse_if(place_kind_problems(place))
    found = Shelf.objects.select_for_update().filter(pk=place.pk).first()
    return found or give_code(act, Shelf(place=place))
