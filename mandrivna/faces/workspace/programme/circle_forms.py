"""Forms of courses, groups, clubs and those who join them."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandrivna.core.models import Staff
from mandrivna.faces.workspace.operate import UnitChoice
from mandrivna.faces.workspace.programme.forms import CHOOSE, WEEKDAYS, ClockField
from mandrivna.programme.circle_problems import LESSON, MEMBER
from mandrivna.programme.models import Circle, Course
from mandrivna.programme.problems import LENGTHS, LONGEST_REASON
from mandrivna.programme.states import Format
from mandrivna.programme.terms import terms
from mandrivna.readers.models import Age
from mandrivna.shared.dates.typed import read_day

AGES = [(age.value, age.label) for age in Age if age.value]
HOURS = re.compile(r"\s*[|;]\s*(\d{1,2})\s*$")


class TopicsField(forms.CharField):
    """A topic a line; hours after an upright line."""

    widget = forms.Textarea(attrs={"rows": 8})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(f"{title} | {hours}" if hours else title for title, hours in value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        found: list[list[Any]] = []
        for line in str(super().clean(value)).splitlines():
            if line.strip():
                hours = HOURS.search(line)
                found.append([HOURS.sub("", line).strip(), int(hours[1]) if hours else 0])
        return found


class DaysField(forms.CharField):
    """«5.12, 12.12, 19.12»: days as people write them, with commas or each on its own line."""

    def clean(self, value: Any) -> Any:
        found: list[dt.date] = []
        for said in re.split(r"[,;\n]+", str(super().clean(value))):
            if not said.strip():
                continue
            day = read_day(said.strip(), timezone.localdate())
            if day is None:
                raise forms.ValidationError(_("Не зрозуміло, що це за день: %s.") % said.strip())
            found.append(day)
        return found


class CourseForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("Назва курсу"), max_length=LENGTHS["title"])
    unit = UnitChoice(label=gettext_lazy("Хто відповідає"))
    about = forms.CharField(
        label=gettext_lazy("Про курс"), max_length=LENGTHS["about"], required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    topics = TopicsField(
        label=gettext_lazy("Теми по черзі"), required=False, max_length=20_000,
        help_text=gettext_lazy("Одна тема — один рядок; години після риски: «Безпечні паролі | 2»."),
    )  # fmt: skip
    needed = forms.IntegerField(
        label=gettext_lazy("Скільки відсотків занять треба для сертифіката"), min_value=1, max_value=100, initial=75,
        widget=forms.NumberInput(attrs={"class": "short", "inputmode": "numeric"}),
    )  # fmt: skip
    form = forms.ChoiceField(label=gettext_lazy("Форма роботи"))
    direction = forms.ChoiceField(label=gettext_lazy("Напрям"), required=False)
    audiences = forms.MultipleChoiceField(
        label=gettext_lazy("Для кого"), required=False, widget=forms.CheckboxSelectMultiple(attrs={"class": "columns"})
    )
    project = forms.CharField(label=gettext_lazy("Проєкт"), max_length=LENGTHS["project"], required=False)
    ended = forms.BooleanField(label=gettext_lazy("Більше не викладаємо"), required=False)

    def __init__(self, units: Any, *args: Any, kept: Course | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = terms()
        fields: Any = self.fields
        fields["unit"].queryset = units
        fields["form"].choices = [*CHOOSE, *known.form_choices(kept.form if kept else "")]
        fields["direction"].choices = [("", _("не вказано")), *known.direction_choices(kept.direction if kept else "")]
        fields["audiences"].choices = known.audience_choices(tuple(kept.audiences) if kept else ())
        for name in ("unit",) if kept else ("ended",):
            del fields[name]

    def told(self) -> dict[str, Any]:
        names = ("title", "about", "topics", "form", "direction", "audiences", "project")
        return {"about": {name: self.cleaned_data[name] for name in names}, "needed": self.cleaned_data["needed"]}


class LedForm(forms.Form):
    capacity = forms.IntegerField(
        label=gettext_lazy("Скільки місць"), min_value=1, max_value=1000, required=False,
        help_text=gettext_lazy("Порожнє — скільки прийде. Коли місць немає, люди чекають у черзі."),
        widget=forms.NumberInput(attrs={"class": "short", "inputmode": "numeric"}),
    )  # fmt: skip
    ages = forms.MultipleChoiceField(
        label=gettext_lazy("Лише для віку"), choices=AGES, required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "columns"}), help_text=gettext_lazy("Нічого не позначено — для всіх."),
    )  # fmt: skip
    leader = forms.ModelChoiceField(
        label=gettext_lazy("Хто веде"),
        queryset=Staff.objects.none(),
        required=False,
        empty_label=gettext_lazy("— не з працівників —"),
    )
    led_by = forms.CharField(
        label=gettext_lazy("Якщо веде запрошений"), max_length=120, required=False,
        help_text=gettext_lazy("Бачать лише працівники."),
    )  # fmt: skip

    def __init__(self, staff: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["leader"].queryset = staff

    def led(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("capacity", "ages", "leader", "led_by")}


class CircleForm(LedForm):
    """A group of a course or a club: what a series asks, and who may join."""

    title = forms.CharField(label=gettext_lazy("Назва"), max_length=LENGTHS["title"])
    subtitle = forms.CharField(label=gettext_lazy("Котра група або тема"), max_length=LENGTHS["subtitle"], required=False)
    form = forms.ChoiceField(label=gettext_lazy("Форма роботи"))
    audiences = forms.MultipleChoiceField(
        label=gettext_lazy("Для кого"), required=False, widget=forms.CheckboxSelectMultiple(attrs={"class": "columns"})
    )
    unit = UnitChoice(label=gettext_lazy("Хто відповідає"))
    place = UnitChoice(label=gettext_lazy("Де зустрічаються"))
    format = forms.ChoiceField(label=gettext_lazy("Наживо чи онлайн"), choices=Format.choices, initial=Format.PLACE)
    where = forms.CharField(label=gettext_lazy("Де саме"), max_length=LENGTHS["where"], required=False)
    days = DaysField(
        label=gettext_lazy("Дні занять"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Через кому: 5.12, 12.12, 19.12. Або лишіть порожнім і впишіть термін: програма запропонує дні."),
    )  # fmt: skip
    term = forms.CharField(
        label=gettext_lazy("Термін, як у плані"), max_length=LENGTHS["term"], required=False,
        help_text=gettext_lazy("Наприклад: щотижня з лютого по квітень."),
    )  # fmt: skip
    weekday = forms.TypedChoiceField(
        label=gettext_lazy("Зазвичай у"), choices=WEEKDAYS, required=False, coerce=int, empty_value=None
    )
    starts = ClockField(label=gettext_lazy("Початок"))
    ends = ClockField(label=gettext_lazy("Кінець"))
    year = forms.IntegerField(label=gettext_lazy("Рік плану"), min_value=2000, max_value=2100)
    shown = forms.BooleanField(label=gettext_lazy("Показувати на сайті"), required=False, initial=True)
    field_order = (
        "title", "subtitle", "days", "term", "weekday", "starts", "ends", "unit", "place", "format", "where", "capacity", "ages",
        "leader", "led_by",
    )  # fmt: skip

    def __init__(self, units: Any, places: Any, staff: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(staff, *args, **kwargs)
        known = terms()
        fields: Any = self.fields
        fields["unit"].queryset, fields["place"].queryset = units, places
        fields["form"].choices = [*CHOOSE, *known.form_choices()]
        fields["audiences"].choices = known.audience_choices()

    def told(self, course: Course | None) -> dict[str, Any]:
        said = self.cleaned_data
        names = ("title", "subtitle", "form", "audiences", "format", "where", "term", "weekday", "starts", "ends", "shown")
        about = {name: said[name] for name in names}
        if course is not None:
            about |= {"direction": course.direction, "project": course.project, "about": course.about}
        return {**{name: said[name] for name in ("unit", "place", "year", "days")}, **self.led(), "about": about, "course": course}


class MemberForm(forms.Form):
    card = forms.CharField(
        label=gettext_lazy("Номер квитка"), max_length=40, required=False, help_text=gettext_lazy("Якщо людина — наш читач."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )  # fmt: skip
    name = forms.CharField(
        label=gettext_lazy("Ім’я або псевдонім"), max_length=MEMBER["name"], required=False,
        help_text=gettext_lazy("Досить псевдоніма."), widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    age = forms.ChoiceField(label=gettext_lazy("Вік"), choices=[("", gettext_lazy("не вказано")), *AGES], required=False)
    contact = forms.CharField(
        label=gettext_lazy("Як повідомити про зміни"), max_length=MEMBER["contact"], required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    needs = forms.CharField(
        label=gettext_lazy("Що зробити, щоб було зручно"), max_length=MEMBER["needs"], required=False,
        help_text=gettext_lazy("Пандус, гучніше, більший шрифт — якщо людина сама про це скаже."),
    )  # fmt: skip


class LessonForm(forms.Form):
    homework = forms.CharField(
        label=gettext_lazy("Завдання"), max_length=LESSON["homework"], required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    link = forms.URLField(
        label=gettext_lazy("Посилання на матеріали"), max_length=LESSON["link"], required=False, assume_scheme="https",
        error_messages={"invalid": gettext_lazy("Це не адреса сторінки. Скопіюйте її з рядка браузера.")},
    )  # fmt: skip


class CertifyForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Як написати ім’я"), max_length=MEMBER["name"], required=False)


class VoidForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("Причина"), max_length=LONGEST_REASON, required=False)


def led_by(circle: Circle) -> dict[str, Any]:
    return {"capacity": circle.capacity, "ages": circle.ages, "leader": circle.leader_id, "led_by": circle.led_by}
