"""What two records about a book may disagree on, in words, with the ways out."""

from django.utils.translation import gettext_lazy as _

from mandrivna.core.discrepancies import DISCREPANCIES, DiscrepancyKind, Solution

SEEN = Solution("seen", _("Перевірено: усе правильно"))
TALKED = Solution("talked", _("Поговорили з читачем, з’ясовано"))
ON_SHELF = Solution("on_shelf", _("Книга на полиці, перевірено"))

for code, label, explain, solutions in (
    (
        "issued_while_on_loan",
        _("Видано книгу, яка була в іншого читача"),
        _(
            "%(on)s книгу видали, хоча за записами вона ще була в іншого читача. "
            "Попередню видачу закрито цим днем: її повернення не записали."
        ),
        (SEEN, TALKED),
    ),
    (
        "returned_not_on_loan",
        _("Повернено книгу, яку не видавали"),
        _("%(on)s прийняли книгу, за якою немає відкритої видачі. Можливо, запис про видачу ще не надійшов з іншого простору."),
        (ON_SHELF,),
    ),
    (
        "renewed_not_on_loan",
        _("Продовжено книгу, якої немає на руках"),
        _("%(on)s продовжили книгу, за якою на той день немає відкритої видачі."),
        (SEEN, TALKED),
    ),
    (
        "undone_unknown",
        _("Скасовано дію, про яку ще не чули"),
        _("%(on)s скасували дію, запис якої ще не надійшов. Щойно він надійде, розбіжність закриється сама."),
        (SEEN,),
    ),
    ("withdrawn", _("Видано вилучену книгу"), _("%(on)s діяли з книгою, яку вже вилучено з фонду."), (SEEN, ON_SHELF)),
    ("place_closed", _("Дія в закритому місці"), _("%(on)s діяли в місці, яке на той день уже закрито."), (SEEN,)),
    (
        "place_does_not_lend",
        _("Дія там, де не видають"),
        _("%(on)s книгу видали або прийняли там, де зазвичай не видають."),
        (SEEN,),
    ),
    (
        "place_not_working",
        _("Дія в місці, що не працювало"),
        _("%(on)s діяли в місці, яке за режимом роботи того дня не працювало."),
        (SEEN,),
    ),
    ("foreign_copy", _("Книга іншого закладу"), _("%(on)s читачеві видали книгу, що належить іншому закладу."), (SEEN, TALKED)),
):
    DISCREPANCIES.add(f"lending.{code}", DiscrepancyKind(f"lending.{code}", label, explain, solutions))
