"""The page behind a library's own link: its state form with last year's figures, saved as a draft or signed and sent."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from mandrivna.core.act import Act
from mandrivna.core.actor import NOBODY
from mandrivna.core.codec import Withheld
from mandrivna.core.problems import Refused
from mandrivna.faces.access import add_problems, public, read_or_send, status_of
from mandrivna.faces.look.exports import XLSX
from mandrivna.faces.look.state_forms import FileForm, LinkForm, read_file
from mandrivna.faces.public.account.own import CHANNEL, uid_of
from mandrivna.faces.public.limits import too_many
from mandrivna.faces.public.secret import kept_secret
from mandrivna.planning import actions
from mandrivna.planning.forms import export
from mandrivna.planning.forms.definitions import load
from mandrivna.planning.forms.queries import Asked, of_sheet, view
from mandrivna.planning.forms.returns import sheet_by_link
from mandrivna.planning.forms.seal import Broken
from mandrivna.planning.forms.sheet import Filled


def _about(token: str) -> Asked:
    sheet = sheet_by_link(token, timezone.localdate())
    about = of_sheet(sheet, load()) if sheet is not None else None
    if about is None:
        raise Http404
    return about


@read_or_send
@public("the address is the secret: the region gave it to this library")
def network_return(request: HttpRequest, token: str) -> HttpResponse:
    about = _about(token)
    assert about.sheet is not None
    try:
        found = view(about)
    except Broken as why:
        return kept_secret(render(request, "public/network_return.html", {"about": about, "broken": str(why)}, status=409))
    if request.method != "POST" or about.sheet.signed:
        return _page(request, about, found, LinkForm(found), token)
    if too_many(request, "return"):
        return render(request, "public/too_often.html", status=429)
    if request.POST.get("do") == "file":
        return _brought(request, about, found, token)
    form = LinkForm(found, request.POST)
    if not form.is_valid():
        return _page(request, about, found, form, token, 422)
    try:
        _act(request, about, form.cells(), form.cleaned_data, token, do=request.POST.get("do", ""))
    except Refused as refusal:
        add_problems(form, refusal)
        return _page(request, about, found, form, token, status_of(refusal))
    return kept_secret(redirect(f"{request.path}?saved=1"))


def _act(request: HttpRequest, about: Asked, cells: dict[str, Any], said: dict[str, Any], token: str, *, do: str) -> None:
    act, link = Act(actor=NOBODY, uid=uid_of(request), channel=CHANNEL), Withheld(token)
    assert about.sheet is not None
    if do == "send":
        signing = {name: said[name] for name in ("note", "post", "signer")}
        actions.send_return(act, sheet=about.sheet, cells=cells, link=link, **signing)
    else:
        actions.save_return(act, sheet=about.sheet, cells=cells, note=said["note"], link=link, handed=do == "hand")


def _brought(request: HttpRequest, about: Asked, found: Filled, token: str) -> HttpResponse:
    """A filled spreadsheet goes into the draft; it is looked at before it is sent."""
    file = FileForm(request.POST, request.FILES)
    wrong: list[str] = []
    if file.is_valid():
        cells, wrong = read_file(file.cleaned_data["file"], found)
        if not wrong:
            try:
                _act(request, about, cells, {"note": found.note}, token, do="save")
                return kept_secret(redirect(f"{request.path}?saved=1"))
            except Refused as refusal:
                wrong = [str(one) for one in refusal.problems]
    return _page(request, about, found, LinkForm(found), token, 422, file=file, wrong=wrong)


def _page(
    request: HttpRequest, about: Asked, found: Filled, form: LinkForm, token: str, status: int = 200, **more: Any
) -> HttpResponse:
    context = {
        "about": about, "token": token, "sheet": about.sheet, "found": found, "form": form, "rows": list(form.rows()),
        "file": FileForm(),
        "saved": request.GET.get("saved") == "1",
        **more,
    }  # fmt: skip
    return kept_secret(render(request, "public/network_return.html", context, status=status))


@require_safe
@public("the same form as a spreadsheet, for the library whose link this is")
def network_return_file(request: HttpRequest, token: str) -> HttpResponse:
    about = _about(token)
    try:
        response = HttpResponse(export.xlsx(view(about), about.sheet), content_type=XLSX)
    except Broken:
        raise Http404 from None
    response["Content-Disposition"] = f'attachment; filename="forma-{about.form.code}-{about.year}.xlsx"'
    response = kept_secret(response)
    response["Referrer-Policy"] = "no-referrer"
    return response
