"""Files into the catalogue: brought, looked at, begun, watched, stopped, taken back."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from itertools import chain
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mandrivna.catalogue.actions.imports import BEARING, finish_import, resume_import, start_import, stop_import, undo_import
from mandrivna.catalogue.formats.encodings import KNOWN, guesses
from mandrivna.catalogue.formats.sniffing import FORMATS, sniff
from mandrivna.catalogue.formats.tables import DELIMITERS, SKIP
from mandrivna.catalogue.importing import arrival, files, looking, mapping, places
from mandrivna.catalogue.models import Run, RunState
from mandrivna.catalogue.rules import IMPORT
from mandrivna.catalogue.tasks import look_through
from mandrivna.core.actor import Actor
from mandrivna.core.models import Unit
from mandrivna.faces.access import access, read_or_send
from mandrivna.faces.workspace.operate import UnitChoice, act_of, attempt, sole, units_with

LABELS = {
    "iso2709": "ISO 2709", "marcxml": "MARCXML", "line": gettext_lazy("MARC рядками"), "irbis": gettext_lazy("ІРБІС, текст"),
    "dc": "Dublin Core", "csv": "CSV", "xlsx": "XLSX", "ris": "RIS", "bibtex": "BibTeX",
}  # fmt: skip
COLUMNS = {
    "title": gettext_lazy("назва"), "subtitle": gettext_lazy("відомості до назви"), "part": gettext_lazy("том, номер"),
    "authors": gettext_lazy("автори"), "people": gettext_lazy("інші особи й установи"),
    "responsibility": gettext_lazy("відповідальність"), "isbn": "ISBN", "isbn_wrong": gettext_lazy("помилковий ISBN"),
    "issn": "ISSN", "year": gettext_lazy("рік видання"),
    "place": gettext_lazy("місце видання"), "publisher": gettext_lazy("видавництво"),
    "pages": gettext_lazy("обсяг"), "series": gettext_lazy("серія"), "language": gettext_lazy("мова"),
    "kind": gettext_lazy("що це"), "material": gettext_lazy("вид видання"),
    "udc": gettext_lazy("УДК"), "bbk": gettext_lazy("ББК"),
    "author_sign": gettext_lazy("авторський знак"), "subjects": gettext_lazy("теми й рубрики"),
    "annotation": gettext_lazy("анотація"),
    "url": gettext_lazy("адреса в мережі"), "access": gettext_lazy("умови доступу"), "host": gettext_lazy("журнал або збірник"),
    "audience": gettext_lazy("для кого"),
    "number": gettext_lazy("номер запису в тій системі"), "inventory": gettext_lazy("інвентарні номери"),
    "barcode": gettext_lazy("штрихкод"), "shelf": gettext_lazy("місце зберігання"), "call_number": gettext_lazy("шифр"),
    "price": gettext_lazy("ціна"), "received": gettext_lazy("дата надходження"), "copies": gettext_lazy("кількість примірників"),
}  # fmt: skip
CHOICES = [
    ("", gettext_lazy("лишити як є, у місцевому полі")),
    (SKIP, gettext_lazy("пропустити: цього в каталозі не буде")), *COLUMNS.items(),
]  # fmt: skip
REASONS = {
    "no_title": gettext_lazy("немає назви"),
    "empty": gettext_lazy("порожній запис"),
    "not_marc": gettext_lazy("це не запис MARC"),
    "directory": gettext_lazy("довідник запису не збігається з полями"),
    "encoding": gettext_lazy("літери не в цьому кодуванні"),
    "too_long": gettext_lazy("кінця запису не видно"),
    "cut_short": gettext_lazy("файл обірвано посеред запису"),
    "bad_xml": gettext_lazy("пошкоджений XML"),
    "unreadable": gettext_lazy("рядок, який не є полем"),
    "stray": gettext_lazy("уламки поза записами"),
    "copy_withdrawn": gettext_lazy("примірник уже списано там"),
    "copy_number": gettext_lazy("інвентарний номер задовгий"),
    "copy_number_taken": gettext_lazy("інвентарний номер зайнято"),
    "copy_barcode_taken": gettext_lazy("штрихкод зайнято"),
    "same_number": gettext_lazy("два описи під одним номером: взято обидва, як окремі записи"),
    "other_book": gettext_lazy("під цим номером у каталозі інша книга"),
    "corrected_here": gettext_lazy("опис тут виправляли, тому лишено наш; новіший відкладено"),
    "withdrawn_here": gettext_lazy("запис тут вилучено з каталогу; новіший опис відкладено"),
}
SHOWN = 50


class FileForm(forms.Form):
    file = forms.FileField(label=gettext_lazy("Файл з описами"))


class StartForm(forms.Form):
    format = forms.ChoiceField(label=gettext_lazy("Формат"))
    encoding = forms.ChoiceField(label=gettext_lazy("Кодування"), choices=[(one, one) for one in KNOWN])
    scheme = forms.ChoiceField(
        label=gettext_lazy("Чиї мітки полів"),
        choices=[
            ("", gettext_lazy("каже сам запис")),
            ("marc21", "MARC 21"),
            ("unimarc", gettext_lazy("УкрМАРК")),
            ("irbis", gettext_lazy("ІРБІС")),
        ],
        required=False,
    )
    delimiter = forms.ChoiceField(
        label=gettext_lazy("Що розділяє стовпці"),
        choices=[
            ("", gettext_lazy("визначити самій програмі")),
            (";", gettext_lazy("крапка з комою")),
            (",", gettext_lazy("кома")),
            ("\t", gettext_lazy("табуляція")),
            ("|", gettext_lazy("риска «|»")),
        ],
        required=False,
    )
    source = forms.CharField(
        label=gettext_lazy("Звідки файл"),
        max_length=60,
        help_text=gettext_lazy(
            "Назва системи й бази, та сама щоразу: «ІРБІС, книги». За нею новіший файл оновить записи, а не подвоїть; "
            "дві різні бази мають різні назви, бо номери в них однакові."
        ),
        widget=forms.TextInput(attrs={"list": "known-sources", "autocomplete": "off"}),
    )
    unit = UnitChoice(label=gettext_lazy("До якого підрозділу зарахувати"))
    place = UnitChoice(
        label=gettext_lazy("Куди поставити примірники"),
        required=False,
        empty_label=gettext_lazy("— примірників не брати —"),
        help_text=gettext_lazy("Вони ввійдуть до фонду початковим залишком, а не надходженням."),
    )
    existing = forms.ChoiceField(
        label=gettext_lazy("Якщо запис уже прийшов раніше"),
        choices=[
            ("update", gettext_lazy("оновити, якщо його тут не правили")),
            ("skip", gettext_lazy("лишити, як є")),
            ("replace", gettext_lazy("оновити, навіть якщо під тим номером тепер інша книга")),
        ],
    )
    token = forms.UUIDField(widget=forms.HiddenInput)
    name = forms.CharField(widget=forms.HiddenInput, max_length=200)

    def __init__(self, units: Any, *args: Any, table: mapping.Table, columns: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.table = table
        for place, (head, _column, _samples) in enumerate(table):
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=head or str(place + 1), choices=CHOICES, required=False, initial=columns[place] if columns else ""
            )
        if not table or (self.data or self.initial).get("format") != "csv":
            del self.fields["delimiter"]
        self.fields["format"].choices = [(code, LABELS.get(code, code)) for code in FORMATS]
        self.fields["unit"].queryset = units
        self.fields["place"].queryset = units.filter(kind__in=BEARING)

    @property
    def plain(self) -> list[forms.BoundField]:
        return [field for field in self if not field.name.startswith("column_")]

    def clean(self) -> dict[str, Any]:
        """Which place of ours each place of the former system is: two lists side by side, as long as the file wants."""
        said = super().clean() or {}
        if self.shelves and set(self.shelves.values()) - set(self.fields["place"].queryset.values_list("pk", flat=True)):
            raise forms.ValidationError(gettext("Такого місця немає серед ваших."))
        return said

    @property
    def shelves(self) -> dict[str, int]:
        if not self.is_bound:
            return {}
        pairs = zip(self.data.getlist("old_place"), self.data.getlist("our_place"), strict=False)
        return {name[:200]: int(place) for name, place in pairs if place.isascii() and place.isdigit() and len(place) < 10}

    @property
    def rows(self) -> list[tuple[str, forms.BoundField, list[str]]]:
        """The table on its side: head, what it is, first values."""
        return [(head, self[f"column_{place}"], samples) for place, (head, _column, samples) in enumerate(self.table)]

    @property
    def columns(self) -> list[str]:
        """As said; what nobody could have chosen is refused by the form itself."""
        return [str(self[f"column_{place}"].value() or "") for place in range(len(self.table))]


def runs_for(actor: Actor) -> Any:
    return Run.objects.filter(unit__in=Unit.objects.visible_to(actor, IMPORT))


def sources_for(actor: Actor) -> list[str]:
    """What earlier files were said to come from, to be chosen again in the same words."""
    return sorted({one for one in runs_for(actor).order_by().values_list("options__source", flat=True).distinct() if one})


@read_or_send
@access(IMPORT)
def imports(request: HttpRequest) -> HttpResponse:
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    if form.is_bound and form.is_valid():
        token, sent = uuid.uuid4(), form.cleaned_data["file"]
        if arrival.room_for(sent.size):
            arrival.keep(token, sent.chunks())
            return redirect(f"{reverse('workspace:import_look', args=[token])}?name={sent.name[:200]}")
        form.add_error("file", _("На диску замало місця для цього файлу."))
    context = {
        "form": form,
        "runs": runs_for(request.actor).order_by("-started_at")[:SHOWN],
        "crumbs": [(_("Каталог"), reverse("workspace:catalogue")), (_("Імпорт"), "")],
    }
    return render(request, "workspace/catalogue/imports.html", context, status=422 if form.errors else 200)


@read_or_send
@access(IMPORT)
def look(request: HttpRequest, token: uuid.UUID) -> HttpResponse:
    """What the program made of the file; a choice of format and encoding; the button that begins."""
    path = files.folder() / f"{token}.data"
    if not path.exists() or Run.objects.filter(pk=token).exists():
        raise Http404
    units = units_with(request, IMPORT)
    head = arrival.head_of(path)
    guessed = guesses(head)
    asked = request.POST if request.method == "POST" else request.GET
    chosen = {
        "format": asked.get("format") or sniff(head) or "iso2709", "encoding": asked.get("encoding") or guessed[0][0],
        "scheme": asked.get("scheme", ""), "delimiter": _delimiter(asked.get("delimiter", "")),
    }  # fmt: skip
    begin = request.method == "POST"
    known = chosen["format"] in FORMATS and chosen["encoding"] in KNOWN
    table = mapping.table_of(path, chosen["format"], chosen["encoding"], chosen["delimiter"]) if known else []
    initial = {
        **chosen,
        "token": token,
        "name": request.GET.get("name", ""),
        "unit": sole(units),
    }
    if begin:
        form = StartForm(units, request.POST, table=table)
    else:
        form = StartForm(units, initial=initial, table=table, columns=mapping.proposed(table, runs_for(request.actor)))
    made: list[Run] = []
    status = 200
    if begin and "look" not in request.POST:
        status = attempt(request, form, lambda act: made.append(_start(act, form, path)))
    if made:
        return redirect("workspace:import_run", pk=made[0].pk)
    found = None
    if known:
        found = arrival.preview(
            path, chosen["format"], chosen["encoding"], scheme=chosen["scheme"], columns=form.columns, delimiter=chosen["delimiter"]
        )
    read = _read_through(token, found, {**chosen, "columns": form.columns}) if found else None
    context = {
        "sources": sources_for(request.actor),
        "read": read,
        "told": _told(found, read),
        **_places(request, form, units, read),
    }
    context["crumbs"] = [
        (_("Каталог"), reverse("workspace:catalogue")), (_("Імпорт"), reverse("workspace:imports")), (_("Що у файлі"), ""),
    ]  # fmt: skip
    context |= {"form": form, "found": found, "guesses": guessed, "chosen": chosen, "name": asked.get("name", ""), "token": token}
    return render(request, "workspace/catalogue/import_look.html", context, status=status)


def _read_through(token: uuid.UUID, found: arrival.Preview, chosen: dict[str, Any]) -> arrival.Preview | looking.Look:
    """A file that is longer than its preview is read to its end by the worker: a place may be named on its last page only."""
    return found if found.whole else look_through(token, looking.asked(**chosen))


def _told(found: arrival.Preview | None, read: arrival.Preview | looking.Look | None) -> dict[str, Any]:
    """How much there is, as far as it was read: the first records are known before the worker has begun."""
    if found is None:
        return {}
    if isinstance(read, looking.Look) and read.number > found.decoded + found.refused_number:
        return {"records": read.decoded, "refused": read.refused, "copies": read.copies, "whole": read.done}
    return {"records": found.decoded, "refused": found.refused_number, "copies": found.copies, "whole": found.whole}


def _places(request: HttpRequest, form: StartForm, units: Any, read: arrival.Preview | looking.Look | None) -> dict[str, Any]:
    """Which place of ours each place of the former system is to be; the most used ones, when all of the file has been read."""
    going = isinstance(read, looking.Look) and read.going
    if read is None or going or not read.shelves:
        return {"going": going, "shelves": [], "units": [], "rare": 0}
    names = [name for name, _number in read.shelves.most_common(places.MOST)]
    told = form.shelves or places.proposed(names, runs_for(request.actor), source=str(form["source"].value() or ""))
    return {
        "going": False,
        "shelves": [(name, read.shelves[name], told.get(name)) for name in names],
        "units": [(unit.pk, str(unit)) for unit in units if unit.kind in BEARING],
        "rare": len(read.shelves) - len(names),
    }


def _delimiter(said: str) -> str:
    return said if len(said) == 1 and said in DELIMITERS else ""


def _start(act: Any, form: StartForm, path: Any) -> Run:
    """The file is kept anew under the identity of this act: a form sent twice is still one import."""
    said = form.cleaned_data
    size, digest = arrival.keep_file(act.uid, path)
    options = {
        "source": said["source"], "existing": said["existing"], "scheme": said["scheme"],
        "delimiter": said.get("delimiter", ""),
        **mapping.options_of(form.table, form.columns),
    }  # fmt: skip
    if said["place"]:
        options["place"] = said["place"].pk
        options["shelves"] = form.shelves
    run = start_import(
        act, unit=said["unit"], name=said["name"], size=size, digest=digest, format=said["format"], encoding=said["encoding"],
        options=options,
    )  # fmt: skip
    arrival.throw_away(said["token"])
    return run


def _run(request: HttpRequest, pk: uuid.UUID) -> Run:
    return get_object_or_404(runs_for(request.actor).select_related("unit"), pk=pk)


@require_safe
@access(IMPORT)
def run(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    found = _run(request, pk)
    rejects = [
        {
            "number": line["number"], "reason": REASONS.get(line["reason"], line["reason"]), "copy": line.get("copy", ""),
            "cut": line.get("cut", 0),
        }
        for line in files.rejects(found, SHOWN)
    ]  # fmt: skip
    context = {
        "run": found,
        "rejects": rejects,
        "working": found.state in (RunState.WAITING, RunState.RUNNING, RunState.UNDOING),
        "halted": found.state in (RunState.STOPPED, RunState.FAILED),
        "closable": not found.options.get("undoing"),
        "closed": found.state == RunState.DONE and found.offset < found.size,
        "format": LABELS.get(found.format, found.format),
        "skipped": sum(one == SKIP for one in found.options.get("columns", ())),
        "crumbs": [
            (_("Каталог"), reverse("workspace:catalogue")), (_("Імпорт"), reverse("workspace:imports")), (found.name, ""),
        ],
    }  # fmt: skip
    return render(request, "workspace/catalogue/import_run.html", context)


@require_safe
@access(IMPORT)
def rejected(request: HttpRequest, pk: uuid.UUID) -> Any:
    """To be corrected and brought again."""
    found = _run(request, pk)
    pieces = files.raw_rejects(found)
    first = next(pieces, b"")
    whole = chain((mapping.head_line(found, first), first), pieces)
    answer = StreamingHttpResponse(whole, content_type="application/octet-stream")
    kind = "csv" if found.format in mapping.TABLES else found.format
    answer["Content-Disposition"] = f'attachment; filename="rejected-{found.pk}.{kind}"'
    return answer


VERBS = {"stop": stop_import, "resume": resume_import, "finish": finish_import, "undo": undo_import}


@require_POST
@access(IMPORT)
def change(request: HttpRequest, pk: uuid.UUID, what: str) -> HttpResponse:
    if what not in VERBS:
        raise Http404
    found = _run(request, pk)
    VERBS[what](act_of(request), run=found)
    said = {
        "stop": _("Зупиняємо: що вже прийшло, лишиться."),
        "resume": _("Продовжуємо з того самого місця."),
        "finish": _("Завершуємо тут: решти файла не беремо, примірники без номера отримають його."),
        "undo": _("Скасовуємо: що прийшло, зникне; з чим уже працювали, лишиться."),
    }
    messages.success(request, said[what])
    return redirect("workspace:import_run", pk=pk)
