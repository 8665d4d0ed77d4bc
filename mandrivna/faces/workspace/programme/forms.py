from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mandrivna.catalogue.models import Language
from mandrivna.core.models import Staff
from mandrivna.faces.look.fields import DayField
from mandrivna.faces.workspace.operate import UnitChoice
from mandrivna.programme.models import DESCRIBED, Event, Series
from mandrivna.programme.problems import LENGTHS, LONGEST_REASON
from mandrivna.programme.states import Counts, Format, State
from mandrivna.programme.streams import LONGEST, MOST, read_streams, write_streams
from mandrivna.programme.terms import LONGEST_LABEL, platforms, terms
from mandrivna.programme.year import EVENTS, NONE, ONLINE, FilterChoices

CHOOSE = [("", _("— оберіть —"))]
ANY = [("", _("усі"))]
EVERY = "standing"
SHORT = forms.TextInput(attrs={"class": "short"})
WEEKDAYS = [
    ("", _("будь-який день")), ("0", _("понеділок")), ("1", _("вівторок")), ("2", _("середа")), ("3", _("четвер")),
    ("4", _("п’ятниця")), ("5", _("субота")), ("6", _("неділя")),
]  # fmt: skip


class ClockField(forms.CharField):
    """«18:30»; «18.30» and «9:00» are understood too."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"class": "short", "placeholder": "18:30", "autocomplete": "off"})
        super().__init__(**{"max_length": 5, "required": False, "widget": widget, **kwargs})

    def clean(self, value: Any) -> str:
        said = str(super().clean(value)).strip().replace(".", ":").replace("-", ":")
        return f"0{said}" if len(said) == 4 and said[1:2] == ":" else said


class StreamsField(forms.CharField):
    """Lines «YouTube https://…»; a line of which the platform is not known is shown back, never dropped."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.Textarea(attrs={"rows": 3, "placeholder": "YouTube https://youtu.be/…", "spellcheck": "false"})
        super().__init__(**{"max_length": (LONGEST + LONGEST_LABEL) * MOST, "widget": widget, **kwargs})

    def prepare_value(self, value: Any) -> Any:
        return write_streams(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        found, unread = read_streams(str(super().clean(value)))
        if unread:
            names = ", ".join(one.words for one in platforms().values() if one.label)
            told = {"line": unread[0][:80], "names": names}
            raise forms.ValidationError(_("Напишіть перед адресою платформу (%(names)s): %(line)s") % told)
        return found


class DescribedForm(forms.Form):
    title = forms.CharField(label=_("Назва"), max_length=LENGTHS["title"])
    subtitle = forms.CharField(label=_("Підзаголовок або тема"), max_length=LENGTHS["subtitle"], required=False)
    form = forms.ChoiceField(label=_("Форма роботи"))
    direction = forms.ChoiceField(label=_("Напрям"), required=False)
    audiences = forms.MultipleChoiceField(
        label=_("Для кого"), required=False, widget=forms.CheckboxSelectMultiple(attrs={"class": "columns"})
    )
    unit = UnitChoice(label=_("Хто відповідає"))
    place = UnitChoice(
        label=_("Де рахувати"), help_text=_("Місце, до якого йдуть люди. Для події онлайн — підрозділ, який її веде.")
    )
    format = forms.ChoiceField(label=_("Наживо чи онлайн"), choices=Format.choices, initial=Format.PLACE)
    where = forms.CharField(
        label=_("Де саме"), max_length=LENGTHS["where"], required=False,
        help_text=_("Кімната, школа, парк: якщо самої назви місця мало. Побачать усі, хто відкриє сайт."),
    )  # fmt: skip
    link = forms.URLField(
        label=_("Посилання на трансляцію чи зустріч"), max_length=LENGTHS["link"], required=False, assume_scheme="https",
        help_text=_("Його побачать усі на сайті. Закриту зустріч надішліть учасникам самі."),
        error_messages={"invalid": _("Це не адреса сторінки. Скопіюйте її з рядка браузера.")},
    )  # fmt: skip
    streams = StreamsField(
        label=_("Ще трансляції"), required=False,
        help_text=_("По одній у рядку: платформа й адреса. Відомі платформи програма впізнає за самою адресою."),
    )  # fmt: skip
    starts = ClockField(label=_("Початок"))
    ends = ClockField(label=_("Кінець"))
    language = forms.ChoiceField(label=_("Мова"), choices=[("", _("не вказано")), *Language.choices], required=False)
    project = forms.CharField(
        label=_("Проєкт"), max_length=LENGTHS["project"], required=False, help_text=_("Якщо подія є в межах проєкту: його назва.")
    )
    about = forms.CharField(
        label=_("Про подію"), max_length=LENGTHS["about"], required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Для сайту. Імена запрошених називайте лише з їхньої згоди."),
    )  # fmt: skip
    shown = forms.BooleanField(label=_("Показувати на сайті"), required=False, initial=True)

    def __init__(self, units: Any, places: Any, *args: Any, kept: Series | Event | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = terms()
        fields: Any = self.fields
        fields["unit"].queryset, fields["place"].queryset = units, places
        fields["form"].choices = [*CHOOSE, *known.form_choices(kept.form if kept else "")]
        fields["direction"].choices = [("", _("не вказано")), *known.direction_choices(kept.direction if kept else "")]
        fields["audiences"].choices = known.audience_choices(tuple(kept.audiences) if kept else ())

    def told(self, *more: str) -> dict[str, Any]:
        """What goes into `about` of the verbs."""
        return {name: self.cleaned_data[name] for name in (*DESCRIBED, "starts", "ends", *more)}


def described(of: Series | Event) -> dict[str, Any]:
    return {
        **{name: getattr(of, name) for name in (*DESCRIBED, "starts", "ends")},
        "unit": of.unit_id,
        "place": of.place_id,
    }


class EventForm(DescribedForm):
    on = DayField(label=_("День"))
    until = DayField(label=_("Останній день"), required=False, help_text=_("Для виставки чи тижня: коли закривається."))
    opening = DayField(
        label=_("Відкриття"), required=False,
        help_text=_("Для виставки: якого дня відкриваєте, якщо не першого. Початок і кінець угорі — години відкриття."),
    )  # fmt: skip
    field_order = (
        "title",
        "subtitle",
        "on",
        "starts",
        "ends",
        "until",
        "opening",
        "form",
        "unit",
        "place",
        "format",
        "where",
        "link",
        "streams",
    )


class SeriesForm(DescribedForm):
    year = forms.IntegerField(label=_("Рік плану"), min_value=2000, max_value=2100)
    term = forms.CharField(
        label=_("Термін, як у плані"), max_length=LENGTHS["term"], required=False,
        help_text=_("Наприклад: двічі на місяць; 1, 3 квартали; третя неділя травня. За ним програма запропонує дні."),
    )  # fmt: skip
    weekday = forms.TypedChoiceField(label=_("Зазвичай у"), choices=WEEKDAYS, required=False, coerce=int, empty_value=None)
    executors = forms.CharField(
        label=_("Виконавці, як у плані"), max_length=LENGTHS["executors"], required=False, help_text=_("Відділи: ЦПЧ, ВНМР.")
    )
    coordinator = forms.ModelChoiceField(
        label=_("Координує"), queryset=Staff.objects.none(), required=False, empty_label=_("— не вказано —")
    )
    section = forms.CharField(
        label=_("Розділ плану"), max_length=20, required=False, widget=forms.TextInput(attrs={"class": "short"})
    )
    number = forms.CharField(
        label=_("Номер рядка"), max_length=12, required=False, widget=forms.TextInput(attrs={"class": "short"})
    )
    field_order = ("title", "subtitle", "form", "direction", "year", "term", "weekday", "starts", "ends", "unit", "place", "format")

    def __init__(self, units: Any, places: Any, staff: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(units, places, *args, **kwargs)
        fields: Any = self.fields
        fields["coordinator"].queryset = staff

    def arguments(self) -> dict[str, Any]:
        said = self.cleaned_data
        named = {name: said[name] for name in ("unit", "place", "year", "coordinator", "section", "number")}
        return {**named, "about": self.told("term", "weekday", "executors")}


class MoveForm(forms.Form):
    on = DayField(label=_("Новий день"))
    starts = ClockField(label=_("Початок"))
    ends = ClockField(label=_("Кінець"))
    reason = forms.CharField(
        label=_("Причина"), max_length=LONGEST_REASON, required=False,
        help_text=_("Для чернетки не потрібна: про неї ще нікому не сказано."),
    )  # fmt: skip


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Причина"), max_length=LONGEST_REASON, required=False)


class EndForm(forms.Form):
    on = DayField(label=_("Останній день циклу"))


class SinceForm(forms.Form):
    since = DayField(label=_("Пропонувати дні від"))


class ListFilter(forms.Form):
    """Which events a table holds: everything by which the year is broken down."""

    year = forms.TypedChoiceField(label=_("Рік"), required=False, coerce=int, empty_value=None)
    state = forms.ChoiceField(label=_("Стан"), choices=[*ANY, (EVERY, _("попереду або відбулося")), *State.choices], required=False)
    form = forms.ChoiceField(label=_("Форма роботи"), required=False)
    direction = forms.ChoiceField(label=_("Напрям"), required=False)
    audience = forms.ChoiceField(label=_("Аудиторія"), required=False)
    town = forms.ChoiceField(label=_("Місто"), required=False)
    project = forms.ChoiceField(label=_("Проєкт"), required=False)
    counted_as = forms.ChoiceField(
        label=_("Як рахується"), choices=[*ANY, (EVENTS, _("захід будь-якого класу")), *Counts.choices], required=False
    )
    on = DayField(label=_("День"), required=False)

    def __init__(self, *args: Any, told: FilterChoices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = terms()
        fields: Any = self.fields
        nothing = (NONE, _("не вказано"))
        fields["year"].choices = [("", _("усі")), *((str(year), str(year)) for year in told.years)]
        asked = {name: self.data.get(name, "") for name in ("form", "direction", "audience")}
        fields["form"].choices = [*ANY, *known.form_choices(asked["form"]), nothing]
        fields["direction"].choices = [*ANY, *known.direction_choices(asked["direction"]), nothing]
        fields["audience"].choices = [*ANY, *known.audience_choices((asked["audience"],)), nothing]
        fields["town"].choices = [*ANY, *((town, town) for town in told.named), (ONLINE, _("онлайн")), nothing]
        fields["project"].choices = [*ANY, *((one, one) for one in told.projects), nothing]
