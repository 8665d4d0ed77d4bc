"""Every view says who may use it. A view that says nothing is refused by the gate (config/gate.py).

    @access(LOANS_ISSUE)                     somebody with this right somewhere; the view narrows it to a unit
    @access(STAFF_EDIT, step_up=True)        … who also proved within five minutes to be themselves
    @signed_in("one's own sessions")         anybody of the staff
    @reader_only("one's own loans")          a reader with a session of their own (card and PIN), and nobody of the staff as such
    @public("the catalogue is for everybody") anybody at all

Addresses for programs (faces/api/endpoint.py) ask for a key instead of a session and declare a right for each method.

The right inside a unit is checked by `unit_or_404`, `scoped` and once more by the verb itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Literal

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from mandrivna.core import drafts
from mandrivna.core.accounts import proved_recently, reauthentication_url
from mandrivna.core.actor import Actor
from mandrivna.core.addresses import same_site
from mandrivna.core.door import Conflict
from mandrivna.core.models import Unit
from mandrivna.core.models.units import below_any
from mandrivna.core.permissions import Permission
from mandrivna.core.problems import Forbidden, Refused
from mandrivna.core.queries import UNIT

read_or_send = require_http_methods(["GET", "HEAD", "POST"])
READER = "читач"
"""What the journal calls somebody who acted for themselves; never a name."""
READER_SIGN_IN = "public:account_sign_in"
REFUSED_PAGE = "workspace/refused.html"

type View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Declared:
    """What a view says about itself; the authorisation matrix and the gate read it."""

    kind: Literal["permission", "signed_in", "reader", "public", "token"]
    permission: Permission | None = None
    step_up: bool = False
    reason: str = ""


def access(permission: Permission, *, step_up: bool = False) -> Callable[[View], View]:
    def mark(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return _to_sign_in(request)
            if not request.actor.can(permission):
                raise PermissionDenied
            if step_up and not proved_recently(request):
                return _to_step_up(request)
            return _answered(view, request, *args, **kwargs)

        guarded.access = Declared("permission", permission, step_up)
        return guarded

    return mark


def signed_in(reason: str) -> Callable[[View], View]:
    def mark(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return _to_sign_in(request)
            return _answered(view, request, *args, **kwargs)

        guarded.access = Declared("signed_in", reason=reason)
        return guarded

    return mark


def reader_only(reason: str) -> Callable[[View], View]:
    """Inside, `request.actor` is the reader, who holds no right at all: whoever of the staff is signed in here does not act."""

    def mark(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            session = getattr(request, "reader_session", None)
            if session is None:
                return _to_reader_sign_in(request)
            request.actor = Actor(reader=session.card.reader_id, name=READER)
            return _answered(view, request, *args, refused_page="public/account/refused.html", **kwargs)

        guarded.access = Declared("reader", reason=reason)
        return guarded

    return mark


def public(reason: str) -> Callable[[View], View]:
    def mark(view: View) -> View:
        @wraps(view)
        def open_to_all(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            return view(request, *args, **kwargs)

        open_to_all.access = Declared("public", reason=reason)
        return open_to_all

    return mark


def declared(view: Any) -> Declared | None:
    found = getattr(view, "access", None)
    return found if isinstance(found, Declared) else None


# --- answers ----------------------------------------------------------------------------------------------------------


def _answered(view: View, request: HttpRequest, *args: Any, refused_page: str = REFUSED_PAGE, **kwargs: Any) -> HttpResponse:
    try:
        response = view(request, *args, **kwargs)
    except Refused as refusal:
        response = refused(request, refusal, refused_page)
    # What staff and readers see is not kept by browsers and proxies: after signing out, "back" shows nothing.
    patch_cache_control(response, private=True, no_store=True)
    return response


def status_of(refusal: Refused) -> int:
    if isinstance(refusal, Forbidden):
        return 403
    return 409 if isinstance(refusal, Conflict) else 422


def refused(request: HttpRequest, refusal: Refused, page: str = REFUSED_PAGE) -> HttpResponse:
    """A refusal that no form caught: what is wrong, and the way back."""
    back = same_site(request, request.META.get("HTTP_REFERER", ""))
    return render(request, page, {"problems": refusal.problems, "back": back}, status=status_of(refusal))


def add_problems(form: Any, refusal: Refused) -> None:
    """Put each problem beside the field it speaks of."""
    for problem in refusal.problems:
        form.add_error(problem.field if problem.field in form.fields else None, str(problem.text))


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    """A page is opened after the sign-in; a form is kept, and its page is opened with it."""
    if request.method in ("GET", "HEAD"):
        return redirect_to_login(request.get_full_path())
    return redirect_to_login(drafts.keep(request) or same_site(request, request.META.get("HTTP_REFERER", "")) or "/")


def _to_reader_sign_in(request: HttpRequest) -> HttpResponse:
    """After a change that was sent too late nothing is repeated by itself: the reader lands on their own first page."""
    url = reverse(READER_SIGN_IN)
    if request.method in ("GET", "HEAD"):
        url = f"{url}?{urlencode({'next': request.get_full_path()})}"
    return HttpResponseRedirect(url)


def _to_step_up(request: HttpRequest) -> HttpResponse:
    """A page is shown after the proof; a change sent without it is refused, and the form comes back filled in."""
    if request.method in ("GET", "HEAD"):
        return HttpResponseRedirect(step_up_url(request, request.get_full_path()))
    kept = drafts.keep(request)
    back = kept or same_site(request, request.META.get("HTTP_REFERER", "")) or "/"
    return render(request, "workspace/step_up.html", {"prove_url": step_up_url(request, back), "kept": kept}, status=403)


def step_up_url(request: HttpRequest, back: str) -> str:
    return f"{reauthentication_url(request)}?{urlencode({'next': back})}"


# --- narrowing to units -----------------------------------------------------------------------------------------------


def unit_or_404(request: HttpRequest, pk: int | str, permission: Permission) -> Unit:
    """A unit outside one's rights is as good as absent: whether it exists is not told."""
    try:
        unit = UNIT.first(id=int(pk))
    except (TypeError, ValueError, OverflowError):
        unit = None
    if unit is None or not request.actor.can(permission, unit.path):
        raise Http404
    return unit


def scoped[M: Model](request: HttpRequest, permission: Permission, queryset: QuerySet[M], path_field: str = "path") -> QuerySet[M]:
    """Only rows whose unit lies where the permission is held."""
    return queryset.filter(below_any(request.actor.paths(permission), path_field))
