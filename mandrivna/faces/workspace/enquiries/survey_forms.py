"""Forms of a questionnaire: what it is about, and its questions one under another, as many as anybody needs."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from mandrivna.enquiries.models import Survey
from mandrivna.enquiries.models.surveys import CHOSEN, Asked, Occasion
from mandrivna.enquiries.surveys import LENGTHS, MOST_QUESTIONS
from mandrivna.faces.workspace.indicators.forms import DayField
from mandrivna.faces.workspace.operate import UnitChoice

FIRST, MORE = 4, 3
"""Empty questions under a new questionnaire, and how many come with each «ще»."""


class SurveyForm(forms.Form):
    unit = UnitChoice(label=_("Хто питає"))
    occasion = forms.ChoiceField(label=_("Яка це анкета"), choices=Occasion.choices)
    title = forms.CharField(label=_("Назва"), max_length=LENGTHS["title"], error_messages={"required": _("Напишіть назву.")})
    intro = forms.CharField(
        label=_("Кілька слів до читачів"), max_length=LENGTHS["intro"], required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Навіщо питаєте й скільки це забере часу."),
    )  # fmt: skip
    opens_on = DayField(label=_("Питаємо з"))
    closes_on = DayField(label=_("Питаємо до"))
    shown = forms.BooleanField(
        label=_("Показувати в переліку на сайті"), required=False, initial=True,
        help_text=_("Без цього анкету відкриє лише той, хто має посилання або код."),
    )  # fmt: skip

    def __init__(self, units: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if units is None:
            del self.fields["unit"]
        else:
            self.fields["unit"].queryset = units

    def told(self) -> dict[str, Any]:
        said = self.cleaned_data
        about = {name: said[name] for name in ("occasion", "title", "intro", "shown")}
        return {"opens_on": said["opens_on"], "closes_on": said["closes_on"], "about": about}


class QuestionForm(forms.Form):
    """One question; without words it is none. Fields are named by the place, as the verb names what it refuses."""

    def __init__(self, at: int, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.at = at
        kinds = [("", _("— оберіть —")), *Asked.choices]
        self.fields[f"text{at}"] = forms.CharField(label=_("Питання"), max_length=LENGTHS["text"], required=False)
        self.fields[f"kind{at}"] = forms.ChoiceField(label=_("Як відповідають"), choices=kinds, required=False)
        self.fields[f"options{at}"] = forms.CharField(
            label=_("Відповіді до вибору"), required=False, max_length=3000, widget=forms.Textarea(attrs={"rows": 3}),
            help_text=_("Кожна окремим рядком. Для шкали й слів не потрібні."),
        )  # fmt: skip
        self.fields[f"required{at}"] = forms.BooleanField(label=_("Без відповіді не надіслати"), required=False)
        for field in self.fields.values():
            field.sometimes = True  # an empty question is none; of one that is there all is wanted

    def told(self) -> dict[str, Any] | None:
        said = {name: self.cleaned_data[f"{name}{self.at}"] for name in ("text", "kind", "options", "required")}
        if not said["text"].strip():
            return None
        options = [line.strip() for line in said["options"].splitlines() if line.strip()]
        return {**said, "options": options if said["kind"] in CHOSEN else []}


def written(survey: Survey | None) -> list[QuestionForm]:
    """As it stands, and a few empty ones."""
    kept = survey.questions if survey else []
    forms_ = [
        QuestionForm(
            at,
            initial={
                f"text{at}": one["text"], f"kind{at}": one["kind"], f"options{at}": "\n".join(one["options"]),
                f"required{at}": one["required"],
            },
        )
        for at, one in enumerate(kept)
    ]  # fmt: skip
    return forms_ + [QuestionForm(at) for at in range(len(kept), min(len(kept) + (MORE if kept else FIRST), MOST_QUESTIONS))]


def sent(post: QueryDict) -> list[QuestionForm]:
    """As many as the form had; a stranger's number makes no more than a questionnaire may have."""
    many = post.get("many", "")
    count = min(int(many), MOST_QUESTIONS) if many.isascii() and many.isdigit() and len(many) < 3 else 0
    return [QuestionForm(at, post) for at in range(count)]


def gathered(questions: list[QuestionForm]) -> tuple[list[dict[str, Any]], dict[int, QuestionForm]]:
    """What was asked, empty places left out, and which form each of them came from."""
    found = [(form, told) for form in questions if form.is_valid() and (told := form.told()) is not None]
    return [told for _form, told in found], {at: form for at, (form, _told) in enumerate(found)}
