"""What state forms give to the registries below: a menu item, and the rules an institution changes."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from mandrivna.core import policy
from mandrivna.core.menu import MENU, Item
from mandrivna.faces.workspace.policies.rule import NUMBER, TEXT, YES, About, Rule
from mandrivna.faces.workspace.policies.rules import POLICIES
from mandrivna.planning.rules import VIEW

MENU.add(
    "state_forms",
    Item(
        label=gettext_lazy("Державні форми"),
        url_name="workspace:state_forms",
        permission=VIEW,
        group="figures",
        icon="clipboard",
        order=420,
    ),
)

SETTINGS = {
    "small_cell": (gettext_lazy("Найменше число, яке оприлюднюємо"), ""),
    "lag_days": (gettext_lazy("Через скільки днів після підпису оприлюднюємо"), "days"),
    "link_days": (gettext_lazy("Скільки днів діє посилання, за яким бібліотека заповнює форму"), "days"),
}
ABOUT = {
    "deadline": (TEXT, gettext_lazy("Строк подання, місяць-день: %s")),
    "since": (NUMBER, gettext_lazy("Від якого звітного року: %s")),
    "until": (NUMBER, gettext_lazy("До якого звітного року (0: чинна): %s")),
    "ministry": (TEXT, gettext_lazy("Міністерство, як у наказі: %s")),
    "order": (TEXT, gettext_lazy("Наказ: %s")),
    "registered": (TEXT, gettext_lazy("Реєстрація: %s")),
    "verify": (YES, gettext_lazy("Потребує звірки: %s")),
}


def _rules() -> list[Rule]:
    here, shipped = policy.load("forms"), policy.seed("forms")
    found = [
        Rule(
            key=f"settings/{name}", label=str(label), kind=NUMBER, measure=measure, value=here["settings"][name],
            shipped=shipped["settings"][name],
        )
        for name, (label, measure) in SETTINGS.items()
    ]  # fmt: skip
    for code, form in shipped["forms"].items():
        named = f"{form['number']} ({form['since']})"
        found += [
            Rule(
                key=f"forms/{code}/{name}", label=str(label) % named, kind=kind, value=here["forms"][code][name], shipped=form[name]
            )
            for name, (kind, label) in ABOUT.items()
        ]
    return found


POLICIES["forms"] = About(
    name="forms",
    label=gettext_lazy("Державні форми"),
    text=gettext_lazy(
        "Строки подання, накази, від якого року діє форма, що можна оприлюднювати. Рядки змінює методист на сторінці «Склад форми»."
    ),
    rules=_rules,
)
