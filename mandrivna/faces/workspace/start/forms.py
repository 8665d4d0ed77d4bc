"""The short forms of the guide: what is needed to begin, and nothing else. The full screens ask the rest."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from mandrivna.catalogue.actions.records import add_record
from mandrivna.core.act import Act
from mandrivna.core.actions.profile import edit_profile
from mandrivna.core.actions.units import create_unit
from mandrivna.core.models import Kind, Mode, Unit
from mandrivna.core.models.units import below
from mandrivna.faces.workspace.operate import UnitChoice, sole
from mandrivna.faces.workspace.profile.forms import ProfileForm
from mandrivna.faces.workspace.staff.forms import InviteForm
from mandrivna.fund.actions.copies import accept_copy
from mandrivna.fund.models import Copy, State
from mandrivna.lending.actions.circulation import issue
from mandrivna.lending.problems import LENDS
from mandrivna.readers.actions.enrolment import enrol
from mandrivna.readers.models import Reader

FEW = 20


class StepForm(forms.Form):
    """`act_on` says the verbs; `made` is what is told afterwards."""

    button: Any = _("Зберегти й далі")

    def __init__(self, unit: Unit, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit = unit
        self.prepare()

    def prepare(self) -> None:
        """Choices that depend on the institution."""

    def act_on(self, act: Act) -> Any:
        raise NotImplementedError

    def units(self, *kinds: str) -> Any:
        return Unit.objects.filter(below(self.unit.path), kind__in=kinds).open().order_by("path")


class ProfileStep(StepForm):
    public_name = forms.CharField(label=_("Назва для читачів"), max_length=250)
    slogan = ProfileForm.base_fields["slogan"]
    phone = ProfileForm.base_fields["phone"]
    email = ProfileForm.base_fields["email"]

    def prepare(self) -> None:
        self.fields["public_name"].initial = self.unit.name

    def act_on(self, act: Act) -> Any:
        return edit_profile(act, unit=self.unit, about=dict(self.cleaned_data))


class UnitsStep(StepForm):
    hub = forms.CharField(label=_("Назва простору"), max_length=250, help_text=_("Наприклад, «Простір на Садовій»."))
    address = forms.CharField(label=_("Фактична адреса"), max_length=250, required=False)
    mode = forms.ChoiceField(
        label=_("Режим роботи"),
        choices=[choice for choice in Mode.choices if choice[0] in (Mode.TRAVELLING, Mode.STATIONARY, Mode.BOTH)],
    )
    department = forms.CharField(
        label=_("Відділ"),
        max_length=250,
        required=False,
        help_text=_("Наприклад, відділ комплектування й каталогізації. Решту відділів додасте згодом."),
    )

    def act_on(self, act: Act) -> Any:
        data = self.cleaned_data
        if data["department"].strip():
            create_unit(act.part("department"), parent=self.unit, kind=Kind.DEPARTMENT, name=data["department"])
        about = {"actual_address": data["address"]}
        return create_unit(act, parent=self.unit, kind=Kind.HUB, name=data["hub"], mode=data["mode"], about=about)


class ShelfStep(StepForm):
    name = forms.CharField(label=_("Назва полиці"), max_length=250, help_text=_("Наприклад, «Полиця біля входу»."))
    place = UnitChoice(label=_("Де вона стоїть"))

    def prepare(self) -> None:
        hubs = self.units(Kind.HUB)
        self.fields["place"].queryset, self.fields["place"].initial = hubs, sole(hubs)

    def act_on(self, act: Act) -> Any:
        return create_unit(act, parent=self.cleaned_data["place"], kind=Kind.SHELF, name=self.cleaned_data["name"])


class BookStep(StepForm):
    title = forms.CharField(label=_("Назва"), max_length=400)
    authors = forms.CharField(label=_("Автори"), max_length=300, required=False)
    isbn = forms.CharField(
        label="ISBN",
        max_length=30,
        required=False,
        help_text=_("Можна зісканувати штрихкод на обкладинці; контрольну цифру перевіряємо."),
    )
    year = forms.IntegerField(label=_("Рік видання"), required=False, min_value=0, max_value=9999)
    place = UnitChoice(label=_("Куди поставити"))

    def prepare(self) -> None:
        shelves = self.units(Kind.SHELF, Kind.PLACE)
        self.fields["place"].queryset, self.fields["place"].initial = shelves, sole(shelves)

    def act_on(self, act: Act) -> Any:
        data = dict(self.cleaned_data)
        place, describes = data.pop("place"), self.units(Kind.DEPARTMENT).first() or self.unit
        record = add_record(act.part("record"), unit=describes, **data)
        return accept_copy(act, record=record, place=place)


class ReaderStep(StepForm):
    pseudonym = forms.CharField(label=_("Псевдонім"), max_length=60, help_text=_("Як до людини звертатися. Імені не треба."))
    place = UnitChoice(label=_("Де записуємо"))

    def prepare(self) -> None:
        places = self.units(*LENDS)
        here = self.units(Kind.SHELF, Kind.PLACE)
        self.fields["place"].queryset, self.fields["place"].initial = places, sole(here)

    def act_on(self, act: Act) -> Any:
        return enrol(act, **self.cleaned_data)


class _Readers(forms.ModelChoiceField):
    def label_from_instance(self, reader: Reader) -> str:
        return reader.pseudonym or str(reader)


class _Copies(forms.ModelChoiceField):
    def label_from_instance(self, copy: Copy) -> str:
        return f"{copy.record}, № {copy.inventory}"


class LoanStep(StepForm):
    button = _("Видати книжку")
    reader = _Readers(label=_("Кому"), queryset=Reader.objects.none(), empty_label=None)
    copy = _Copies(label=_("Що"), queryset=Copy.objects.none(), empty_label=None)

    def prepare(self) -> None:
        readers = Reader.objects.filter(institution=self.unit).order_by("-registered_on", "-pk").values("pk")[:FEW]
        standing = Copy.objects.filter(owner=self.unit, state=State.AVAILABLE).order_by("-inventory_number").values("pk")[:FEW]
        self.fields["reader"].queryset = Reader.objects.filter(pk__in=list(readers.values_list("pk", flat=True)))
        self.fields["copy"].queryset = Copy.objects.filter(pk__in=list(standing.values_list("pk", flat=True))).select_related(
            "record", "place"
        )

    def act_on(self, act: Act) -> Any:
        copy = self.cleaned_data["copy"]
        return issue(act, copy=copy, reader=self.cleaned_data["reader"], place=copy.place)


FORMS: dict[str, type[StepForm]] = {
    "profile": ProfileStep,
    "units": UnitsStep,
    "shelf": ShelfStep,
    "book": BookStep,
    "reader": ReaderStep,
    "loan": LoanStep,
}


class ColleagueForm(InviteForm):
    """The ordinary invitation, without the question nobody has on the first day."""

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        del self.fields["days"]
        self.order_fields(["name", "email", "role", "unit"])
