"""Two records of one person become one, and two again if that was a mistake."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mandrivna.core.act import Act
from mandrivna.core.door import verb
from mandrivna.core.models import Unit
from mandrivna.core.problems import Blocker, Problem, Refused, refuse_if
from mandrivna.core.retention import HANDLERS
from mandrivna.core.service import institution_of
from mandrivna.readers import sessions
from mandrivna.readers.actions.particulars import write_name_keys
from mandrivna.readers.merging import MOVERS
from mandrivna.readers.models import Consent, Doorstep, Merge, NoticesBy, Reader, Responsible, Twins
from mandrivna.readers.problems import not_in_institution
from mandrivna.readers.rules import ENROL
from mandrivna.readers.terms import terms
from mandrivna.readers.twins import pair

TAKEN = ("name", "phone", "email", "birth_year", "age", "language", "pseudonym", "rules_number", "rules_on", "notices_by")
"""What the kept record takes from the other where it holds nothing itself."""
WRITTEN = (*TAKEN, "consent", "consent_version", "registered_on", "circumstances")


@verb("readers.merge", may=ENROL, at="place")
def merge(act: Act, *, kept: Reader, gone: Reader, place: Unit) -> Merge:
    """`kept` gets the cards, loans, queue, registrations and whatever else rooms above hold of `gone`.

    Figures of service stay as they are. Users are people: registered or served twice in one year, they are from now on one.
    """
    refuse_if(not_in_institution(kept, institution_of(place).pk) + not_in_institution(gone, institution_of(place).pk))
    rows = {row.pk: row for row in Reader.objects.select_for_update().filter(pk__in=(kept.pk, gone.pk)).order_by("pk")}
    if len(rows) < 2:
        raise Refused([Blocker(code="same_reader", text=_("Оберіть двох різних читачів."))])
    kept, gone = rows[kept.pk], rows[gone.pk]
    refuse_if(_problems(kept, gone))
    made = Merge(uid=act.uid, kept=kept, gone=gone, on=act.on, at=act.at, was={"kept": _written(kept), "gone": _written(gone)})
    sessions.end_all(gone)
    made.moved = {label: item.move(act, gone, kept) for label, item in MOVERS.items()}
    _take(kept, gone)
    made.save(force_insert=True)
    Twins.objects.update_or_create(
        first_id=pair(kept, gone)[0], second_id=pair(kept, gone)[1], defaults={"state": Twins.State.MERGED}, create_defaults={
            "state": Twins.State.MERGED, "found_on": act.on,
        },
    )  # fmt: skip
    return made


def _problems(kept: Reader, gone: Reader) -> list[Problem]:
    found: list[Problem] = []
    if kept.merged_into_id or gone.merged_into_id:
        found.append(Blocker(code="merged_already", text=_("Один із цих записів уже об’єднано з іншим.")))
    if kept.kind != gone.kind:
        found.append(Blocker(code="other_kind", text=_("Особу й організацію об’єднати не можна.")))
    if gone.pk == kept.family_id or kept.pk == gone.family_id:
        found.append(Blocker(code="one_family", text=_("Це двоє з одного сімейного квитка, а не один читач.")))
    return found + [problem for item in MOVERS if item.objections for problem in item.objections(gone, kept)]


def _written(reader: Reader) -> dict[str, Any]:
    return {name: str(value) if isinstance(value := getattr(reader, name), dt.date) else value for name in WRITTEN}


def _take(kept: Reader, gone: Reader) -> None:
    """The other row first: a phone is of one reader only."""
    given = {name: getattr(gone, name) for name in TAKEN}
    personal = any(given[name] and not getattr(kept, name) for name in ("name", "phone", "email", "birth_year"))
    gone.phone, gone.merged_into = None, kept
    gone.save()
    for name, value in given.items():
        if not getattr(kept, name):
            setattr(kept, name, value)
    if personal and kept.consent != Consent.GIVEN:
        kept.consent, kept.consent_version = gone.consent, gone.consent_version
    kept.circumstances = sorted({*(kept.circumstances or ()), *(gone.circumstances or ())}) or None
    kept.registered_on = min(kept.registered_on, gone.registered_on)
    kept.save()
    write_name_keys(kept)


@verb("readers.unmerge", may=ENROL, at="place")
def unmerge(act: Act, *, merge: Merge, place: Unit) -> Merge:
    """Everything that moved goes back; what was done with the kept record meanwhile stays with it."""
    merge = Merge.objects.select_for_update().get(pk=merge.pk)
    kept, gone = Reader.objects.select_for_update().get(pk=merge.kept_id), Reader.objects.select_for_update().get(pk=merge.gone_id)
    refuse_if(not_in_institution(kept, institution_of(place).pk))
    if merge.undone_on is not None or merge.settled or merge.was is None:
        raise Refused([Blocker(code="cannot_unmerge", text=_("Це об’єднання вже не можна скасувати."))])
    if kept.merged_into_id:
        raise Refused(
            [Blocker(code="merged_since", text=_("Цей запис відтоді об’єднано з третім: спершу скасуйте те об’єднання."))]
        )
    _give_back(kept, gone, merge.was)
    for label, item in sorted(MOVERS.items(), reverse=True):
        item.back(act, gone, kept, merge.moved.get(label, []))
    merge.undone_on, merge.was = act.on, None
    merge.save()
    first, second = pair(kept, gone)
    Twins.objects.filter(first_id=first, second_id=second).update(state=Twins.State.DIFFERENT)
    return merge


def _give_back(kept: Reader, gone: Reader, was: dict[str, Any]) -> None:
    """The kept row first lets go of what it had taken; what was amended since stays amended."""
    for name in TAKEN:
        if not was["kept"][name] and _plain(getattr(kept, name)) == was["gone"][name]:
            setattr(kept, name, _typed(name, was["kept"][name]))
    for name in ("consent", "consent_version", "circumstances", "registered_on"):
        setattr(kept, name, _typed(name, was["kept"][name]))
    for reader in (kept, gone):
        # The address went back with whom it came from, or was taken back meanwhile.
        if reader.notices_by == NoticesBy.MAIL and not reader.email:
            reader.notices_by = NoticesBy.ANY
    kept.save()
    gone.merged_into = None
    gone.phone = was["gone"]["phone"]
    gone.save()
    for reader in (kept, gone):
        write_name_keys(reader)


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, dt.date) else value


def _typed(name: str, value: Any) -> Any:
    return dt.date.fromisoformat(value) if name.endswith("_on") and value else value


@verb("readers.part_twins", may=ENROL, at="place")
def part_twins(act: Act, *, twins: Twins, place: Unit) -> Twins:
    """«These are two people»: the pair is not shown again."""
    refuse_if(not_in_institution(twins.first, institution_of(place).pk))
    twins.state = Twins.State.DIFFERENT
    twins.save(update_fields=["state"])
    return twins


def settle_merges(now: dt.datetime) -> int:
    """When nobody can take it back any more, the empty record keeps its number only: a device may still speak of it."""
    last = timezone.localdate(now) - dt.timedelta(days=terms().merge_days)
    count = 0
    for row in Merge.objects.filter(on__lt=last, settled=False).select_related("gone"):
        row.settled, row.was = True, None
        row.moved.pop("readers.Doorstep", None)
        row.save()
        if row.undone_on is None:
            gone = row.gone
            gone.name = gone.phone = gone.email = gone.birth_year = gone.circumstances = None
            gone.pseudonym, gone.notices_by = "", NoticesBy.ANY
            gone.save()
            write_name_keys(gone)
            Responsible.objects.filter(reader=gone).delete()
            Doorstep.objects.filter(reader=gone).delete()
        count += 1
    return count


HANDLERS.add("readers.settle_merges", settle_merges)
