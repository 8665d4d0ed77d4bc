"""Nothing typed is lost: a form that meets an expired session, a stale token or a missing proof is kept until its author is back.

Every form of the workspace carries a stamp that says for whom it was made. Only what bears a true stamp is kept, so a stranger
fills no table and another site plants nothing; and only the person of the stamp, in the same browser, gets it back. Kept
encrypted for a day; never passwords, codes or files.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import secrets
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import SuspiciousOperation
from django.core.signing import BadSignature, TimestampSigner
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from mandrivna.core.actions.staff import digest
from mandrivna.core.addresses import has_page, only_posted, page_above, same_site
from mandrivna.core.models import Draft, Staff

FACE = "workspace"
STAMP = "made_for"
SALT = "mandrivna.draft"
LIFE = dt.timedelta(days=1)
MOST_EACH, MOST_BYTES, MOST_FIELDS = 5, 64 * 1024, 400
_NEVER = re.compile(r"pass|pwd|парол|secret|token|csrf|otp|(?:^|_)(?:pin|code)(?:_|\d|$)", re.IGNORECASE)


def stamp(staff_id: int) -> str:
    return TimestampSigner(salt=SALT).sign(str(staff_id))


def author(data: QueryDict) -> int | None:
    """For whom the form was made, if we made it within a day."""
    try:
        return int(TimestampSigner(salt=SALT).unsign(data.get(STAMP, ""), max_age=LIFE))
    except (BadSignature, ValueError):
        return None


def cookie_name() -> str:
    return "__Host-draft" if settings.SESSION_COOKIE_SECURE else "mandrivna_draft"


# --- keeping -------------------------------------------------------------------------------------


def keep(request: HttpRequest) -> str:
    """Put away what was sent; the address of the page to come back to, or nothing if there was nothing to keep."""
    match = request.resolver_match
    if request.method != "POST" or match is None or FACE not in match.namespaces:
        return ""
    try:
        data = request.POST
    except (SuspiciousOperation, OSError):  # too large, broken off
        return ""
    staff_id, fields = author(data), worth_keeping(data)
    if staff_id is None or not fields or not Staff.objects.active().filter(pk=staff_id).exists():
        return ""
    page = _page_of(request, match.func)
    _store(request, staff_id, {"path": request.get_full_path(), "page": page, "fields": fields})
    messages.info(request, _("Ми зберегли те, що ви набрали: воно повернеться у форму."))
    return page


def worth_keeping(data: QueryDict) -> list[list[Any]]:
    """Name and values, in order; empty when nobody typed anything or it is more than we hold."""
    found = [[name, data.getlist(name)] for name in data if name != STAMP and not _NEVER.search(name)]
    typed = any(value.strip() for name, values in found if name not in ("uid", "version") for value in values)
    small = len(found) <= MOST_FIELDS and len(json.dumps(found, ensure_ascii=False).encode()) <= MOST_BYTES
    return found if typed and small else []


def _page_of(request: HttpRequest, view: Any) -> str:
    if not only_posted(view):
        return request.get_full_path()
    came_from = same_site(request, request.META.get("HTTP_REFERER", ""))
    return came_from if came_from and has_page(came_from.partition("?")[0]) else page_above(request.path)


def _store(request: HttpRequest, staff_id: int, content: dict[str, Any]) -> None:
    token = secrets.token_urlsafe(16)
    with transaction.atomic():
        before = request.COOKIES.get(cookie_name(), "")
        Draft.objects.filter(token_hash=digest(before)).delete()
        Draft(staff_id=staff_id, token_hash=digest(token), content=content).save(force_insert=True)
        mine = Draft.objects.filter(staff_id=staff_id).order_by("-made_at", "-pk").values_list("pk", flat=True)
        Draft.objects.filter(pk__in=list(mine[MOST_EACH:])).delete()
    request.draft_token = token  # type: ignore[attr-defined]


def hand_over(request: HttpRequest, response: HttpResponse) -> None:
    """The key to what was kept goes to the browser that sent it."""
    if token := getattr(request, "draft_token", ""):
        response.set_cookie(
            cookie_name(), token, max_age=LIFE, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax"
        )


# --- giving back ---------------------------------------------------------------------------------


def waiting(request: HttpRequest, staff_id: int) -> Draft | None:
    """What this person typed in this browser and could not send."""
    token = request.COOKIES.get(cookie_name(), "")
    if not token:
        return None
    return Draft.objects.filter(token_hash=digest(token), staff_id=staff_id, made_at__gt=timezone.now() - LIFE).first()


def move(draft: Draft, page: str) -> None:
    """The form stands on another page than it is sent to."""
    draft.content = {**draft.content, "page": page, "said": True}
    draft.save(update_fields=["content"])


def drop(draft: Draft, response: HttpResponse) -> None:
    draft.delete()
    response.delete_cookie(cookie_name(), samesite="Lax")
