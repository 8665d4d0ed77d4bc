"""What a stranger on the site and the staff who type a paper fill in alike; points of a juror; a file that was sent."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.utils.translation import gettext_lazy as _

from mandrivna.core.codec import Withheld
from mandrivna.faces.look.sending import saved
from mandrivna.faces.look.strangers import StrangersForm
from mandrivna.programme.call_problems import APPLICATION
from mandrivna.programme.models import ApplicationFile, Call, CallPart
from mandrivna.programme.uploads import KINDS, MOST_FILES
from mandrivna.shared.uploads import MOST_BYTES, packed, prepared, unpacked

ACCEPT = ".pdf,.docx,.odt,.jpg,.jpeg,.png,.webp"


class ApplicationForm(StrangersForm):
    """The same for a stranger on the site and for the staff who type a paper."""

    name = forms.CharField(
        label=_("Ім’я або псевдонім"), max_length=APPLICATION["name"], widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    contact = forms.CharField(
        label=_("Як вам відповісти"), max_length=APPLICATION["contact"], required=False,
        help_text=_("Телефон або пошта. Бачать лише ті, хто розглядає заявки."),
    )  # fmt: skip
    org = forms.CharField(label=_("Звідки ви"), max_length=APPLICATION["org"], required=False, help_text=_("Заклад, місто."))
    listener = forms.BooleanField(label=_("Лише послухати, без доповіді"), required=False)
    part = forms.ModelChoiceField(
        label=_("Номінація або секція"), queryset=CallPart.objects.none(), required=False, empty_label=_("— оберіть —")
    )
    title = forms.CharField(label=_("Назва роботи чи доповіді"), max_length=APPLICATION["title"], required=False)
    abstract = forms.CharField(
        label=_("Про роботу або тези"), max_length=APPLICATION["abstract"], required=False, widget=forms.Textarea(attrs={"rows": 6})
    )
    aloud = forms.BooleanField(
        label=_("Можна називати ім’я поруч із роботою: на сайті, у програмі, серед переможців"), required=False
    )

    def __init__(self, call: Call, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.call, fields = call, self.fields
        parts: Any = fields["part"]
        parts.queryset = call.parts.all()
        if not call.parts.exists():
            del fields["part"]
        if call.is_contest:
            del fields["listener"]
        if call.with_files:
            for at in range(1, MOST_FILES + 1):
                fields[f"file{at}"] = forms.FileField(
                    label=_("Файл"), required=False, max_length=120,
                    help_text=_("PDF, DOCX, ODT або світлина, до 4 мегабайтів.") if at == 1 else "",
                    widget=forms.FileInput(attrs={"accept": ACCEPT}),
                )  # fmt: skip

    @property
    def seen(self) -> list[forms.BoundField]:
        """A browser forgets the files that were chosen when a form comes back: said where they are chosen."""
        seen = super().seen
        for field in seen if self.errors and self.files else ():
            if field.name == "file1":
                field.help_text = _("Оберіть файли ще раз: браузер їх не запам’ятав.")
        return seen

    def told(self) -> dict[str, Any]:
        said = self.cleaned_data
        names = ("listener", "part", "title", "aloud")
        person = {name: Withheld(said[name]) for name in ("name", "contact", "org", "abstract")}
        return {**{name: said[name] for name in names if name in said}, **person, "files": self._files()}

    def _files(self) -> list[dict[str, Any]]:
        """One byte more than is taken is enough to be refused. Pictures are made anew here: nobody waits but the sender."""
        sent = [self.cleaned_data.get(f"file{at}") for at in range(1, MOST_FILES + 1)]
        read = [(file.name, prepared(file.read(MOST_BYTES + 1))) for file in sent if file]
        return [{"name": Withheld(name), "content": Withheld(packed(data))} for name, data in read]


class StrangersApplication(ApplicationForm):
    """On the site nobody is at hand to ask what is missing, and a form that comes back has lost its files: asked for at once."""

    def __init__(self, call: Call, *args: Any, **kwargs: Any) -> None:
        super().__init__(call, *args, **kwargs)
        fields: Any = self.fields
        fields["contact"].required = True
        for name in ("title", "part"):
            if name in fields and call.is_contest:
                fields[name].required = True
            elif name in fields:
                fields[name].sometimes, fields[name].help_text = True, _("Якщо ви доповідаєте.")


def points_told(sent: Any, many: int) -> list[int]:
    """«p0», «p1», …: what is no number is no points."""
    said = [sent.get(f"p{at}", "").strip() for at in range(many)]
    return [int(one) if one.isascii() and one.isdigit() and len(one) < 3 else -1 for one in said]


def sent(one: ApplicationFile) -> HttpResponse:
    """Under a name that says nothing of who sent it."""
    if one.content is None:
        raise Http404
    return saved(unpacked(one.content), f"work-{one.pk.hex[-8:]}.{one.kind}", KINDS[one.kind])
