from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class About(models.TextChoices):
    """Why somebody asks. A question about a title we have is no refusal and counts as none; of a theme nobody knows a title."""

    ABSENT = "absent", _("немає в нашому каталозі")
    BUSY = "busy", _("є в каталозі, але всі примірники зайняті")
    TOPIC = "topic", _("нічого немає на цю тему")
    QUESTION = "question", _("запитання про видання")


class State(models.TextChoices):
    NEW = "new", _("новий")
    ORDERED = "ordered", _("замовлено")
    FOUND = "found", _("книжка є, кажемо читачеві")
    CLOSED = "closed", _("відповіли")
    MISTAKEN = "mistaken", _("це не запит")
    WITHDRAWN = "withdrawn", _("читач більше не просить")


TRANSITIONS: dict[str, frozenset[str]] = {
    State.NEW: frozenset({State.ORDERED, State.FOUND, State.CLOSED, State.MISTAKEN}),
    State.ORDERED: frozenset({State.FOUND, State.CLOSED, State.MISTAKEN}),
    State.FOUND: frozenset({State.CLOSED, State.MISTAKEN}),
    State.CLOSED: frozenset(),
    State.MISTAKEN: frozenset(),
    State.WITHDRAWN: frozenset(),
}
OPEN = (State.NEW, State.ORDERED, State.FOUND)
FINAL = (State.CLOSED, State.MISTAKEN, State.WITHDRAWN)
"""With these the way back to whoever asked is forgotten."""


WISHED = {
    State.NEW: _("чекає: бібліотекар ще не відповів"),
    State.ORDERED: _("замовлено, її ще немає"),
    State.FOUND: _("книжка є: запитайте бібліотекаря"),
    State.CLOSED: _("запит закрито; чим скінчилося, скаже бібліотекар"),
}
"""What became of a wish, in words for whoever wished; of what was no request nobody is told anything."""


class Talk(models.TextChoices):
    """Where a conversation of a reader with the library stands."""

    WAITING = "waiting", _("чекає на відповідь")
    ANSWERED = "answered", _("відповіли")
    CLOSED = "closed", _("завершено")


class KnownState(models.TextChoices):
    """An answer everybody may read, when a second person has read it first."""

    DRAFT = "draft", _("чекає на перевірку")
    PUBLISHED = "published", _("на сайті")
    WITHDRAWN = "withdrawn", _("прибрано")


class Remarked(models.TextChoices):
    """What somebody says about the library itself."""

    COMPLAINT = "complaint", _("скарга")
    SUGGESTION = "suggestion", _("пропозиція")


class RemarkState(models.TextChoices):
    NEW = "new", _("чекає на відповідь")
    ANSWERED = "answered", _("відповіли")
    MISTAKEN = "mistaken", _("це не звернення")


class Served(models.TextChoices):
    """What a line of the log counts."""

    REFERENCE = "reference", _("довідка")
    CONSULTATION = "consultation", _("консультація")
    SESSION = "session", _("сеанс за комп’ютером з інтернетом")
    RESOURCE = "resource", _("вільний ресурс інтернету")


class Way(models.TextChoices):
    """How somebody asked; all but the first is serving from afar."""

    DESK = "desk", _("на місці")
    PHONE = "phone", _("телефоном")
    MAIL = "mail", _("поштою")
    CHAT = "chat", _("у месенджері")
    SITE = "site", _("на сайті")
    ONLINE = "online", _("відеозв’язком")


WAY_OF = {"bot": Way.CHAT, "mail": Way.MAIL}
"""How a conversation was asked, by the channel of its first word; what is neither was asked on the site."""


class Result(models.TextChoices):
    """A reference counts whatever came of it."""

    GIVEN = "given", _("відповіли")
    PARTLY = "partly", _("відповіли частково")
    SENT = "sent", _("порадили, куди звернутися")
    NONE = "none", _("відповіді не знайшли")


class Counted(models.TextChoices):
    """What an answer was, for the figures."""

    NOTHING = "", _("не рахувати")
    REFERENCE = "reference", _("довідка")
    CONSULTATION = "consultation", _("консультація")
