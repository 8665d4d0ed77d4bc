"""Where what was typed and not sent comes back: into its form, or, when the form is gone, as plain words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mandrivna.core import drafts
from mandrivna.core.addresses import same_site
from mandrivna.faces.access import signed_in
from mandrivna.faces.workspace.refill import refilled

type Next = Callable[[HttpRequest], HttpResponse]


class DraftKey:
    """Outside everything that may refuse: gives the browser the key to what was kept."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        drafts.hand_over(request, response)
        return response


class DraftBack:
    """Inside the gate: the page whose form was kept is shown with what was typed, and that is said."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        draft = getattr(request, "draft", None)
        if draft is None:
            return response
        if isinstance(response, HttpResponseRedirect):
            if there := same_site(request, request.build_absolute_uri(response.url)):
                drafts.move(draft, there)
            return response
        if response.status_code != 200 or not response.get("Content-Type", "").startswith("text/html"):
            return HttpResponseRedirect(reverse("workspace:draft"))
        kept = draft.content
        page = refilled(response.content.decode(), request.get_full_path(), kept["path"], kept["fields"])
        if page is None:
            return HttpResponseRedirect(reverse("workspace:draft"))
        response.content = page.encode()
        drafts.drop(draft, response)
        patch_cache_control(response, private=True, no_store=True)
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        if request.method != "GET" or drafts.cookie_name() not in request.COOKIES or not request.user.is_authenticated:
            return
        draft = drafts.waiting(request, request.actor.staff_id or 0)
        if draft is not None and draft.content["page"] == request.get_full_path():
            request.draft = draft
            if not draft.content.get("said"):
                messages.success(request, _("Ми зберегли те, що ви набрали. Перевірте й надішліть ще раз."))


def stale(request: HttpRequest) -> HttpResponse:
    """The token is old (a new sign-in in another window): nothing is done, and nothing typed is lost."""
    return render(request, "403_csrf.html", {"back": drafts.keep(request)}, status=403)


@require_http_methods(["GET", "POST"])
@signed_in("what one has typed oneself")
def kept(request: HttpRequest) -> HttpResponse:
    """The form is not there any more (closed, moved, somebody else's now): the words at least are."""
    draft = drafts.waiting(request, request.actor.staff_id or 0)
    if request.method == "POST" and draft is not None:
        response = redirect("workspace:home")
        drafts.drop(draft, response)
        return response
    texts = (
        [value for name, values in draft.content["fields"] if name not in ("uid", "version") for value in values] if draft else []
    )
    return render(request, "workspace/draft.html", {"texts": [text for text in texts if text.strip()], "draft": draft})
