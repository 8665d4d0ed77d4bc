"""Asked again by an open form: who else has it open. The answer is a piece of that page."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mandrivna.core.actions.presence import be_here
from mandrivna.faces.access import signed_in
from mandrivna.faces.workspace.editing import watched


@require_safe
@signed_in("only whoever was given the form has its signed name")
def others(request: HttpRequest) -> HttpResponse:
    told = request.GET.get("what", "")
    what = watched(told, request.actor.staff_id)
    if not what:
        raise Http404
    return render(request, "workspace/_others.html", {"others": be_here(what, request.actor.staff_id), "watch": told})
