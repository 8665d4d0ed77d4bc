"""What others learn of a sign-in: a failed one stands in the audit, and some people answer for an account beside its owner."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils import timezone

from mandrivna.core import crypto
from mandrivna.core.models import AuditEntry, Membership, Staff
from mandrivna.core.prepared import insert
from mandrivna.core.roles import DIRECTOR, TECHNICIAN
from mandrivna.shared.ids import new_uid

FAILED = "core.sign_in.failed"


def failed(way: str, *, typed: str = "", staff: Staff | None = None, by: int | None = None) -> AuditEntry:
    """Somebody could not prove to be who they said. `by`: whose session it was, when a proof was asked for again.

    Of a name nobody here has, only a keyed code is kept, so that tries at the same one are seen together: people type a
    password, or an account from elsewhere, into the wrong field.
    """
    known = staff or _named(typed)
    where = _at_work(known).order_by("unit__path").first() if known else None
    entry = AuditEntry(
        staff_id=by,
        action=FAILED,
        model=Staff._meta.label,
        object_pk=str(known.pk) if known else crypto.seal_mac("sign-in", typed.strip().casefold().encode())[:16].hex(),
        unit_id=where.unit_id if where else None,
        op=new_uid(),
        after={"way": way},
    )
    insert(entry)
    return entry


def answerable_for(staff: Staff) -> list[Staff]:
    """Directors and technicians of every unit this person works in, and of those above it; those who can get a letter."""
    paths = {path[: end + 1] for path in _at_work(staff).values_list("unit__path", flat=True) for end in _ends(path)}
    roles = Membership.objects.on(timezone.localdate()).filter(role__in=(DIRECTOR, TECHNICIAN), unit__path__in=paths)
    found = Staff.objects.filter(pk__in=roles.values("staff_id"), is_active=True).exclude(pk=staff.pk).exclude(email="")
    return list(found.order_by("pk"))


def _named(typed: str) -> Staff | None:
    name = typed.strip()
    return Staff.objects.filter(Q(username__iexact=name) | Q(email__iexact=name)).first() if name else None


def _at_work(staff: Staff) -> QuerySet[Membership]:
    return Membership.objects.on(timezone.localdate()).filter(staff=staff)


def _ends(path: str) -> list[int]:
    return [place for place, sign in enumerate(path) if sign == "."]
