"""Chats at the desk: a code for a reader's telephone, unlinking it, a code for one's own, and the poster with a shelf's codes."""

from __future__ import annotations

import uuid
from base64 import b64encode

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST, require_safe

from mandrivna.core.messenger import bot_link
from mandrivna.core.models import Unit
from mandrivna.core.service import institution_of
from mandrivna.enquiries.actions.chats import LIVES, leave_staff_chat, offer_chat, offer_staff_chat, unlink_chat
from mandrivna.enquiries.models import Chat, LinkCode
from mandrivna.enquiries.rules import CHAT, LINK
from mandrivna.faces.access import access, read_or_send, unit_or_404
from mandrivna.faces.workspace.operate import act_of, place_of_form
from mandrivna.lending.models import Shelf, pretty_code
from mandrivna.lending.rules import VIEW
from mandrivna.readers.queries import readers_for
from mandrivna.shared import qr
from mandrivna.shared.printing import poster


def _shown(request: HttpRequest, code: LinkCode, back: str) -> HttpResponse:
    """In the answer itself, once: the code lies in no session, no address and no log."""
    link = bot_link(f"l_{code.shown}") if code.shown else ""
    drawn = "data:image/svg+xml;base64," + b64encode(qr.svg(link).encode()).decode() if link else ""
    context = {"code": code.shown, "link": link, "drawn": drawn, "minutes": int(LIVES.total_seconds()) // 60, "back": back}
    return render(request, "workspace/enquiries/chat_code.html", context, status=201 if code.shown else 200)


@require_POST
@access(LINK)
def reader_chat(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    person = get_object_or_404(readers_for(request.actor, LINK), pk=pk)
    code = offer_chat(act_of(request), reader=person, place=place_of_form(request, LINK))
    return _shown(request, code, reverse("workspace:reader", args=[pk]))


@require_POST
@access(LINK)
def reader_unlink(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    person = get_object_or_404(readers_for(request.actor, LINK), pk=pk)
    unlink_chat(act_of(request), reader=person, place=place_of_form(request, LINK))
    messages.success(request, _("Чат читача від’єднано."))
    return redirect("workspace:reader", pk=pk)


@read_or_send
@access(CHAT)
def own_chat(request: HttpRequest) -> HttpResponse:
    """Nobody needs a messenger for their work; whoever has one may see the day's numbers in it."""
    if request.method != "POST":
        context = {"bot": bool(bot_link()), "linked": Chat.objects.filter(staff=request.actor.staff_id or 0).exists()}
        return render(request, "workspace/enquiries/own_chat.html", context)
    place = Unit.objects.visible_to(request.actor, CHAT).open().order_by("path").first()
    if place is None:
        raise Http404
    if request.POST.get("leave"):
        leave_staff_chat(act_of(request), place=place)
        messages.success(request, _("Чат від’єднано."))
        return redirect("workspace:talks_own_chat")
    return _shown(request, offer_staff_chat(act_of(request), place=place), reverse("workspace:talks_own_chat"))


@require_safe
@access(VIEW)
def shelf_poster(request: HttpRequest, pk: int) -> HttpResponse:
    """To be printed and hung up; after the next restocking it has to be printed anew, because the code is another."""
    unit = unit_or_404(request, pk, VIEW)
    shelf = Shelf.objects.filter(place=unit).first()
    if shelf is None:
        messages.info(request, _("Спершу дайте полиці код: без нього на плакаті нічого сканувати."))
        return redirect("workspace:shelf", pk=pk)
    with override(settings.LANGUAGE_CODE):
        made = poster.write(_poster(request, unit, shelf))
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="polytsia-{unit.pk}.pdf"'
    return response


def _poster(request: HttpRequest, unit: Unit, shelf: Shelf) -> poster.Poster:
    link, site = bot_link(f"s_{shelf.code}"), request.build_absolute_uri(reverse("public:account_shelf", args=[shelf.code]))
    codes = []
    if link:
        about = _("Наведіть камеру телефона: відкриється чат бібліотеки. Там можна записатися, узяти й повернути книжку.")
        codes.append(poster.Code(qr.svg(link), _("Код, який відкриває чат"), _("У чаті"), about, pretty_code(shelf.code)))
    about = _("Цей код відкриває ту саму полицю на сайті: за номером квитка та PIN.")
    codes.append(
        poster.Code(
            qr.svg(site), _("Код, який відкриває полицю на сайті"), _("Без месенджера"), about,
            "" if link else pretty_code(shelf.code), size=46 if link else 70,
        )
    )  # fmt: skip
    return poster.Poster(
        language="uk",
        library=str(institution_of(unit)),
        title=_("Візьміть книжку"),
        place=f"{unit.parent}, {unit}" if unit.parent and unit.parent.parent_id else str(unit),
        codes=codes,
        how=_("Як це зробити"),
        steps=[
            _("Наведіть камеру телефона на код."),
            _("Торкніться назви книжки, яку берете."),
            _("Прочитайте й поверніть на будь-яку нашу полицю: знову наведіть камеру на код і торкніться «Повернути сюди»."),
        ],
        foot=_("Телефона немає або щось не виходить? Спитайте бібліотекаря чи опікуна полиці: книжку видадуть і без цього."),
    )
