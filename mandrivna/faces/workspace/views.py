"""The first page after signing in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from mandrivna.faces.access import signed_in


@signed_in("the first page: everybody sees the parts they have a right to")
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "workspace/home.html")
