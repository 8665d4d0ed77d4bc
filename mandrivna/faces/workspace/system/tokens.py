"""Keys of programs: which there are, issuing one, showing its secret once, revoking it."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from mandrivna.core.actions.tokens import WRONG_DAYS, issue_token, revoke_token
from mandrivna.core.models import MOST_TOKEN_DAYS, TOKEN_DAYS, ApiToken
from mandrivna.core.problems import Refused
from mandrivna.core.rules import TOKENS_EDIT
from mandrivna.core.tokens import OFFERED
from mandrivna.faces.access import access, add_problems, read_or_send, scoped, status_of
from mandrivna.faces.look.cells import Action, Cell, Column, Tag
from mandrivna.faces.look.tables import Empty, Table
from mandrivna.faces.workspace.operate import UnitChoice, act_of, default_place, units_with


def _state(token: ApiToken) -> Tag:
    if token.revoked_at is not None:
        return Tag(_("відкликано"))
    if token.expires_at <= timezone.now():
        return Tag(_("строк минув"))
    if token.unit.closed_on is not None:
        return Tag(_("не діє: підрозділ закрито"), "warn")
    if token.issued_by is None or not token.issued_by.is_active:
        return Tag(_("не діє: хто його видав, уже не працює"), "warn")
    return Tag(_("діє"), "good")


def _rights(token: ApiToken) -> str:
    return ", ".join(str(right.label) for code in token.permissions if (right := OFFERED.get(code)))


COLUMNS: tuple[Column[ApiToken], ...] = (
    Column(key="name", label=gettext_lazy("Програма"), cell=lambda token: token.name, sort="name", head=True),
    Column(key="unit", label=gettext_lazy("Підрозділ"), cell=lambda token: str(token.unit)),
    Column(key="rights", label=gettext_lazy("Права"), cell=_rights),
    Column(key="state", label=gettext_lazy("Стан"), cell=_state),
    Column(key="until", label=gettext_lazy("Діє до"), cell=lambda token: token.expires_at, sort="expires_at"),
    Column(key="used", label=gettext_lazy("Останнє звернення"), cell=lambda token: token.used_at or Cell(text=_("ще не було"))),
    Column(key="who", label=gettext_lazy("Хто видав"), cell=lambda token: str(token.issued_by or ""), shown=False),
    Column(key="made", label=gettext_lazy("Видано"), cell=lambda token: token.created_at, sort="created_at", shown=False),
)


def _seen(request: HttpRequest) -> Any:
    return scoped(request, TOKENS_EDIT, ApiToken.objects.select_related("unit", "issued_by"), "unit__path")


@require_safe
@access(TOKENS_EDIT)
def tokens(request: HttpRequest) -> HttpResponse:
    table = Table(
        request,
        _seen(request),
        COLUMNS,
        name="tokens",
        title=_("Ключі програм"),
        sort="-made",
        named=str,
        export=False,
        actions=_actions,
        empty=Empty(
            title=_("Жодна програма не має ключа"),
            text=_("Ключ потрібен, щоб інша програма знаходила читачів, видавала й приймала книжки від імені бібліотеки."),
            mark="key",
        ),
    )
    return table.render("workspace/system/tokens.html", {})


def _actions(token: ApiToken) -> list[Action]:
    if token.revoked_at is not None:
        return []
    url = reverse("workspace:token_revoke", args=[token.pk])
    return [Action(label=_("Відкликати"), url=url, about=token.name, post=True, tone="danger")]


class TokenForm(forms.Form):
    """Only rights that programs are given and that the actor holds somewhere; the verb looks whether in this unit."""

    name = forms.CharField(
        label=gettext_lazy("Яка програма"),
        max_length=80,
        help_text=gettext_lazy("Наприклад: «Термінал самообслуговування на Садовій»."),
    )
    unit = UnitChoice(
        label=gettext_lazy("Підрозділ"),
        help_text=gettext_lazy("Ключ діє тут і в усьому, що підпорядковане."),
    )
    permissions = forms.MultipleChoiceField(
        label=gettext_lazy("Що програмі можна"),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "Лише те, що можете ви самі. Втратите право ви — втратить його й ключ. Імен і телефонів читачів програма не побачить "
            "за жодного з цих прав."
        ),
        error_messages={"required": gettext_lazy("Позначте хоча б одне право.")},
    )
    days = forms.IntegerField(
        label=gettext_lazy("Скільки днів діє ключ"),
        help_text=gettext_lazy("Потім видасте новий. Щонайбільше 366."),
        min_value=1,
        max_value=MOST_TOKEN_DAYS,
        initial=TOKEN_DAYS,
        error_messages=dict.fromkeys(("min_value", "max_value", "invalid"), WRONG_DAYS),
    )

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = units_with(request, TOKENS_EDIT)
        self.fields["unit"].queryset = units
        self.fields["unit"].initial = default_place(request, units)
        self.fields["permissions"].choices = [(code, right.label) for code, right in OFFERED.items() if request.actor.can(right)]


@read_or_send
@access(TOKENS_EDIT, step_up=True)
def new_token(request: HttpRequest) -> HttpResponse:
    form, status = TokenForm(request, request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                token, secret = issue_token(act_of(request), **form.cleaned_data)
            except Refused as refusal:
                add_problems(form, refusal)
                status = status_of(refusal)
            else:
                # Shown in the answer itself, never redirected to: the secret must not lie in a session or a history.
                context = {"token": token, "secret": secret, "crumbs": _crumbs(token.name)}
                return render(request, "workspace/system/token_shown.html", context, status=201)
    context = {"form": form, "crumbs": _crumbs(_("Новий ключ")), "nothing": not form.fields["permissions"].choices}
    return render(request, "workspace/system/token_new.html", context, status=status)


def _crumbs(last: str) -> list[tuple[str, str]]:
    return [(_("Ключі програм"), reverse("workspace:tokens")), (last, "")]


@require_POST
@access(TOKENS_EDIT, step_up=True)
def revoke(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    token = get_object_or_404(_seen(request), pk=pk)
    revoke_token(act_of(request), token=token)
    messages.success(request, _("Ключ відкликано: %s. Програма з ним більше нічого не зробить.") % token.name)
    return redirect("workspace:tokens")
