"""Rules of what is counted: the table of indicators, the site and the channels."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandrivna.core import policy
from mandrivna.faces.workspace.policies.rule import LINES, NUMBER, ONE, OWN_FORM, SHOWN, SOME, TEXT, YES, Rule
from mandrivna.ledger.api import KINDS
from mandrivna.lending.channels import Measure, flat
from mandrivna.planning.definitions import chosen_words

COLUMNS = {
    "date": gettext_lazy("день або місяць"),
    "gained": gettext_lazy("скільки підписників прийшло"),
    **{measure.value: measure.label for measure in Measure},
}
CHOICES = {
    "virtual_visits": gettext_lazy("Що входить до віртуальних відвідувань"),
    "virtual_users": gettext_lazy("Хто входить до віртуальних користувачів"),
}
"""Chosen by ticks on the page of the channels, and only told here."""
INDICATORS = {
    "count_renewals": (gettext_lazy("Додавати продовження до книговидачі"), YES),
    "remark": (gettext_lazy("Примітка над таблицею показників"), TEXT),
    "footnote": (gettext_lazy("Примітка під таблицею показників"), TEXT),
}


SERVED, STRANGERS = "served_rule", "served_strangers"


def of_indicators() -> list[Rule]:
    here, shipped = policy.load("indicators")["settings"], policy.seed("indicators")["settings"]
    chosen = [
        Rule(
            key=f"settings/{key}", label=str(label), kind=SHOWN, about=_("Обирають на сторінці «Канали й сайт»."),
            value=chosen_words(here[key]), shipped=chosen_words(shipped[key]),
        )
        for key, label in CHOICES.items()
    ]  # fmt: skip
    others = [
        Rule(
            key=f"settings/{key}",
            label=str(INDICATORS[key][0]) if key in INDICATORS else key,
            kind=INDICATORS.get(key, ("", SHOWN))[1],
            value=here[key],
            shipped=shipped[key],
        )
        for key in shipped
        if key not in {*CHOICES, SERVED, STRANGERS}
    ]
    return [*_served(here, shipped), *chosen, *others]


def _served(here: dict[str, Any], shipped: dict[str, Any]) -> list[Rule]:
    rules = policy.seed("indicators")["indicators"]["users_served"]["by_rule"][SERVED]
    offered = [kind for rule in rules.values() for kind in rule.get("choose", {}).get(STRANGERS, ())]
    return [
        Rule(
            key=f"settings/{SERVED}", label=_("Хто такі обслужені користувачі"), kind=ONE,
            about=_("Потребує звірки: у документах їх рахують по-різному. Обране правило надруковано всюди, де цей рядок."),
            value=here[SERVED], shipped=shipped[SERVED], options={code: _(rule["label"]) for code, rule in rules.items()},
        ),
        Rule(
            key=f"settings/{STRANGERS}", label=_("Кого без запису до бібліотеки додавати до обслужених"), kind=SOME,
            about=_("Лише коли особу рахують раз у закладі. Кожен прихід чи запитання — одна особа. Лічильник рахує й читачів."),
            value=here[STRANGERS], shipped=shipped[STRANGERS], options={kind: str(KINDS[kind].label) for kind in offered},
        ),
    ]  # fmt: skip


def of_channels() -> list[Rule]:
    here, shipped = policy.load("channels"), policy.seed("channels")
    pause = Rule(
        key="pause_minutes", label=_("Скільки хвилин без жодної сторінки закінчують сеанс на сайті"), kind=NUMBER,
        measure="minutes", value=here["pause_minutes"], shipped=shipped["pause_minutes"],
        about=_("Потребує звірки: ISO 2789 тривалості не називає."),
    )  # fmt: skip
    about_own = _("По одній адресі чи мережі в рядку, як-от 203.0.113.0/24.")
    own = Rule(
        key="own_networks", label=_("Мережі самої бібліотеки: їхніх сеансів не рахуємо"), kind=LINES, about=about_own,
        value=here["own_networks"], shipped=shipped["own_networks"],
    )  # fmt: skip
    names = [
        Rule(
            key=f"channels/{code}/name", label=_("Канал: %s") % (about["name"] or str(OWN_FORM)),
            about=_("Порожня назва прибирає канал із таблиці; записане лишається."),
            value=here["channels"][code]["name"], shipped=about["name"],
        )
        for code, about in shipped["channels"].items()
    ]  # fmt: skip
    robots = Rule(
        key="robots", label=_("Слова, за якими впізнаємо роботів"), kind=LINES, about=_("Через кому."),
        value=[list(flat(here["robots"]))], shipped=[list(flat(shipped["robots"]))],
    )  # fmt: skip
    return [pause, own, *names, robots, *_columns(here["channels"], shipped["channels"])]


def _columns(here: dict[str, Any], shipped: dict[str, Any]) -> list[Rule]:
    """Only of channels that are used: what is headed how in a platform's file."""
    about = _("Через кому; регістр значення не має. Платформи перейменовують стовпці, тож потребує звірки.")
    return [
        Rule(
            key=f"channels/{code}/columns/{name}", kind=LINES, about=about,
            label=_("%(channel)s, стовпець у файлі: %(what)s") % {"channel": channel["name"], "what": COLUMNS[name]},
            value=[list(flat(words))], shipped=[list(flat(shipped[code]["columns"][name]))],
        )
        for code, channel in here.items()
        if channel["name"].strip()
        for name, words in channel["columns"].items()
    ]  # fmt: skip
