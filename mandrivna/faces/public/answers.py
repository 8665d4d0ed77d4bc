"""What is asked often, answered for everybody."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mandrivna.core.places import shown_on
from mandrivna.enquiries.knowledge import published_by
from mandrivna.enquiries.models import Known
from mandrivna.faces.access import public
from mandrivna.faces.public.pages import briefly

PAGE = 30


@public("answers for everybody")
@require_safe
@briefly
def answers(request: HttpRequest) -> HttpResponse:
    shown = shown_on(timezone.localdate())
    found = published_by(shown.institution) if shown.institution else Known.objects.none()
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    crumbs = [(_("Контакти"), reverse("public:contacts")), (_("На що нас часто питають"), "")]
    return render(request, "public/answers.html", {"page": page, "crumbs": crumbs, "query": ""})
