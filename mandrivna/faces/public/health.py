"""For machines: is it alive, and how much is waiting."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe

from mandrivna.core import health as state
from mandrivna.core import metrics as figures
from mandrivna.faces.access import public


@public("a watchdog has no account; the answer is three words")
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    found = state.check()
    return JsonResponse(found.as_dict(), status=503 if found.status == "down" else 200)


@public("protected by its own token; without one it does not exist")
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if not settings.METRICS_TOKEN or scheme.lower() != "bearer" or not constant_time_compare(token.strip(), settings.METRICS_TOKEN):
        raise Http404
    return HttpResponse(figures.render(), content_type=figures.CONTENT_TYPE)
