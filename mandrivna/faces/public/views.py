"""The public door. Until there is a public site, it leads to the staff's work."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from mandrivna.faces.access import public


@public("only leads to the sign-in")
@require_safe
def front(request: HttpRequest) -> HttpResponse:
    return redirect("workspace:home")
