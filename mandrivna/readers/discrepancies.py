"""What may not fit about a reader who has been registered already."""

from django.utils.translation import gettext_lazy as _

from mandrivna.core.discrepancies import DISCREPANCIES, DiscrepancyKind, Solution

WORDS = {
    "kind": _("особа чи організація"),
    "name": _("ім’я"),
    "pseudonym": _("псевдонім"),
    "phone": _("телефон"),
    "email": _("електронна пошта"),
    "notices_by": _("як нагадувати"),
    "birth_year": _("рік народження"),
    "age": _("вікова група"),
    "audience": _("категорія"),
    "language": _("мова"),
    "card": _("номер квитка"),
    "consent": _("згода"),
    "circumstances": _("добровільні відомості"),
    "circumstances_consent": _("добровільні відомості"),
    "rules": _("версія правил"),
    "guardian_name": _("дорослий, який дає згоду"),
    "guardian_contact": _("телефон дорослого"),
    "guardian_relation": _("ким доводиться дорослий"),
    "family": _("сімейний квиток"),
    "hub": _("простір організації"),
    "document": _("пред’явлений документ"),
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
