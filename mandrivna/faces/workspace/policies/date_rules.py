"""Memorable dates and the lists of what is to be done for an event, among the rules of the institution."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandrivna.core import policy
from mandrivna.faces.workspace.policies.rules import NUMBER, OWN_FORM, POLICIES, TEXT, YES, About, Rule


def _dates() -> list[Rule]:
    here, shipped = policy.load("dates")["days"], policy.seed("dates")["days"]
    words = {"label": (TEXT, _("Дата")), "when": (TEXT, _("Коли: %s")), "since": (TEXT, _("Від якого року: %s")),
             "verify": (YES, _("Потребує звірки: %s"))}  # fmt: skip
    found = []
    for code, about in shipped.items():
        named = here[code]["label"] or str(OWN_FORM)
        for word, (kind, label) in words.items():
            told = label % named if "%s" in label else f"{label}: {named}"
            found.append(Rule(key=f"days/{code}/{word}", label=told, kind=kind, value=here[code][word], shipped=about[word]))
    return found


POLICIES["dates"] = About(
    name="dates",
    label=gettext_lazy("Пам’ятні дати"),
    text=gettext_lazy(
        "З яких дат бібліотека складає події: день словами плану, рік для роковин. Порожня назва прибирає дату; "
        "свої дати пишіть у порожні рядки. Позначене «потребує звірки» перевірте за чинним указом."
    ),
    rules=_dates,
)


def _checklist() -> list[Rule]:
    here, shipped = policy.load("programme")["checklist"], policy.seed("programme")["checklist"]
    words = {
        "label": (TEXT, _("Справа події: %s")),
        "days": (NUMBER, _("За скільки днів: %s")),
        "forms": (TEXT, _("Для яких форм: %s")),
    }
    return [
        Rule(
            key=f"checklist/{code}/{word}", label=label % (here[code]["label"] or str(OWN_FORM)), kind=kind, value=here[code][word],
            shipped=about[word], measure="days" if kind == NUMBER else "",
        )
        for code, about in shipped.items()
        for word, (kind, label) in words.items()
    ]  # fmt: skip


def _platforms() -> list[Rule]:
    here, shipped = policy.load("programme")["platforms"], policy.seed("programme")["platforms"]
    words = {"label": _("Де транслюємо: %s"), "hosts": _("За якими адресами впізнати: %s")}
    return [
        Rule(
            key=f"platforms/{code}/{word}", label=label % (here[code]["label"] or str(OWN_FORM)), kind=TEXT,
            value=here[code][word], shipped=about[word],
        )
        for code, about in shipped.items()
        for word, label in words.items()
    ]  # fmt: skip


_programme = POLICIES["programme"]
POLICIES["programme"] = replace(_programme, rules=lambda: [*_programme.rules(), *_checklist(), *_platforms()])
