"""A list of journeys, those that go on or, on request, those that have ended; visits of shelves and rounds of home delivery."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

PAGE = 40


def going_or_ended(request: HttpRequest, rows: Any, going: Collection[Any], template: str) -> HttpResponse:
    """What goes on comes by its day, the nearest first; what has ended, the latest first."""
    closed = request.GET.get("closed") == "1"
    rows = rows.exclude(state__in=going).order_by("-planned_on", "-pk") if closed else rows.open().order_by("planned_on", "pk")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "closed": closed, "query": "&closed=1" if closed else "", "today": timezone.localdate()}
    return render(request, template, context)
