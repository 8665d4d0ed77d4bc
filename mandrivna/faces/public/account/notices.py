"""How the library may remind a reader, and where letters go: chosen here, changed here, and this is where every letter leads."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandrivna.core.codec import Withheld
from mandrivna.core.notify import mail_goes_out
from mandrivna.core.problems import Refused
from mandrivna.enquiries.chats import want_notices
from mandrivna.enquiries.models import Chat
from mandrivna.enquiries.queries import own_chat
from mandrivna.faces.access import add_problems, read_or_send, reader_only, status_of
from mandrivna.faces.public.account.own import own_act, reader_of
from mandrivna.readers.actions.notices import choose_own_notices
from mandrivna.readers.consents import words_on
from mandrivna.readers.models import NoticesBy, Purpose, Reader

CHOICES = (
    (NoticesBy.ANY, gettext_lazy("У чаті, якщо він приєднаний; якщо ні — листом")),
    (NoticesBy.CHAT, gettext_lazy("Лише в чаті")),
    (NoticesBy.MAIL, gettext_lazy("Листом на пошту")),
    (NoticesBy.CALL, gettext_lazy("Хай зателефонує бібліотекар")),
    (NoticesBy.NONE, gettext_lazy("Не нагадувати")),
)


class NoticesForm(forms.Form):
    notices_by = forms.ChoiceField(label=gettext_lazy("Як нагадувати"), choices=CHOICES, required=False, widget=forms.RadioSelect)
    email = forms.CharField(
        label=gettext_lazy("Електронна пошта"),
        max_length=254,
        required=False,
        help_text=gettext_lazy("Лише для листів вам. Щоб прибрати, зітріть."),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )
    consent = forms.BooleanField(
        label=gettext_lazy("Погоджуюся, щоб бібліотека зберігала мою пошту, саме на цих словах"), required=False
    )

    def __init__(self, *args: Any, chat: Chat | None, agreed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.chat = chat
        if agreed:
            del self.fields["consent"]

    def clean_notices_by(self) -> str:
        chosen: str = self.cleaned_data["notices_by"]
        if chosen == NoticesBy.CHAT and self.chat is None:
            raise forms.ValidationError(_("Спершу приєднайте чат: сторінка «Чат» поруч."))
        return chosen


@read_or_send
@reader_only("how one wants to be reminded oneself")
def own_notices(request: HttpRequest) -> HttpResponse:
    reader, status = reader_of(request), 200
    chat, words = own_chat(reader), words_on(reader.institution, timezone.localdate())[Purpose.DATA]
    agreed = reader.consent == "given" and reader.consent_version == words.version
    form = NoticesForm(
        request.POST if request.method == "POST" else None,
        chat=chat,
        agreed=agreed,
        initial={"notices_by": reader.notices_by, "email": reader.email or ""},
    )
    if request.method == "POST":
        status = _chosen(request, form, reader, words.version if not agreed else "")
        if not status:
            messages.success(request, _("Збережено."))
            return redirect("public:account_notices")
    context = {"form": form, "words": words, "agreed": agreed, "chat": chat, "letters": mail_goes_out()}
    return render(request, "public/account/notices.html", context, status=status)


def _chosen(request: HttpRequest, form: NoticesForm, reader: Reader, version: str) -> int:
    """0 when it is so now."""
    if not form.is_valid():
        return 422
    said = form.cleaned_data
    if said["email"] and said["email"].strip() != (reader.email or "") and version and not said.get("consent"):
        form.add_error("consent", _("Пошту записуємо лише за згодою: позначте, що ви погоджуєтеся."))
        return 422
    agreed, email = version if said.get("consent") else "", Withheld(said["email"])
    try:
        choose_own_notices(own_act(request), reader=reader, notices_by=said["notices_by"], email=email, consent=agreed)
    except Refused as refusal:
        add_problems(form, refusal)
        return status_of(refusal)
    if said["notices_by"] == NoticesBy.CHAT and form.chat is not None and not form.chat.notices:
        want_notices(form.chat, True)
    return 0
