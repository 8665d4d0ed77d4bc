"""Whether a certificate is ours: when it was issued and for which course. Whose it is,
only whoever types the code of the paper learns."""

from __future__ import annotations

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandrivna.core import crypto
from mandrivna.faces.access import public, read_or_send
from mandrivna.faces.public.limits import too_many
from mandrivna.faces.public.secret import kept_secret
from mandrivna.programme.codes import typed
from mandrivna.programme.models import Certificate

SHORTEST, LONGEST = 16, 32


class CodeForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("Код із паперу"), max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )  # fmt: skip


@public("the address is on the paper: whoever holds it checks that it was issued")
@read_or_send
def certificate(request: HttpRequest, token: str) -> HttpResponse:
    """The address may stay in a journal of a telephone, so it alone names nobody; the code comes in the body of a form."""
    one = None
    if SHORTEST <= len(token) <= LONGEST:
        one = Certificate.objects.select_related("institution").filter(token=token).first()
    if one is None:
        raise Http404
    form, name, status = CodeForm(request.POST or None), "", 200
    if request.method == "POST":
        if too_many(request, "certificate"):
            return render(request, "public/too_often.html", status=429)
        if form.is_valid() and _fits(one, form.cleaned_data["code"]):
            name = one.name or ""
        elif form.is_valid():
            form.add_error("code", _("Код не збігається з тим, що на папері."))
        status = 200 if name else 422
    context = {"certificate": one, "form": form, "name": name, "named": bool(one.name and one.code and not one.void_on)}
    return kept_secret(render(request, "public/certificate.html", context, status=status))


def _fits(one: Certificate, said: str) -> bool:
    return bool(one.name and one.code and not one.void_on and crypto.same(typed(said).encode(), one.code.encode()))
