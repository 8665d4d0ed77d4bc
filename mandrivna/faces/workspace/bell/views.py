"""«Сповіщення»: everything that waits for this person, in one place."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mandrivna.core.attention import attention_for
from mandrivna.faces.access import signed_in
from mandrivna.faces.workspace.bell.ring import note
from mandrivna.faces.workspace.context import working_at


@require_safe
@signed_in("each kind is asked only with its own permission")
def bell(request: HttpRequest) -> HttpResponse:
    groups = attention_for(request.actor, working_at(request))
    note(request, sum(group.count for group in groups if group.kind.counted))
    return render(request, "workspace/bell/page.html", {"groups": [group for group in groups if group.count]})
