"""What may not fit about a reader who has been registered already."""

from django.utils.translation import gettext_lazy as _

from mandrivna.core.discrepancies import DISCREPANCIES, DiscrepancyKind, Solution

WORDS = {
    "name": _("ім’я"),
    "pseudonym": _("псевдонім"),
    "phone": _("телефон"),
    "birth_year": _("рік народження"),
    "audience": _("категорія"),
    "card": _("номер квитка"),
}

DISCREPANCIES.add(
    "readers.left_out",
    DiscrepancyKind(
        "readers.left_out",
        _("Читача записано без частини відомостей"),
        _("%(on)s читача записали, але не прийнято: %(what)s. Такі відомості вже є в іншого читача або вони неможливі."),
        (Solution("asked", _("Перепитано й виправлено")), Solution("same_person", _("Це той самий читач, з’ясовано"))),
    ),
)
