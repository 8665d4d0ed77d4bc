from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Counts(models.TextChoices):
    """The statistical class of an event, kept with it: an edit of the policy does not rewrite what was."""

    SOCIOCULTURAL = "culture", _("соціокультурний захід")
    PERSONAL = "growth", _("захід з особистісного розвитку")
    NOTHING = "none", _("не захід")


class State(models.TextChoices):
    DRAFT = "draft", _("чернетка")
    PLANNED = "planned", _("заплановано")
    HELD = "held", _("відбулося")
    CANCELLED = "cancelled", _("скасовано")


TRANSITIONS: dict[str, frozenset[str]] = {
    State.DRAFT: frozenset({State.PLANNED, State.HELD, State.CANCELLED}),
    State.PLANNED: frozenset({State.HELD, State.CANCELLED}),
    State.HELD: frozenset({State.HELD, State.CANCELLED}),
    State.CANCELLED: frozenset({State.PLANNED}),
}
STANDING = (State.PLANNED, State.HELD)
"""What the library has announced or done."""
AHEAD = (State.DRAFT, State.PLANNED)


class Way(models.TextChoices):
    """How somebody took part."""

    PLACE = "place", _("на місці")
    ONLINE = "online", _("онлайн")


class Format(models.TextChoices):
    PLACE = "place", _("наживо")
    ONLINE = "online", _("онлайн")
    HYBRID = "hybrid", _("наживо та онлайн")


WAYS: dict[str, tuple[Way, ...]] = {
    Format.PLACE: (Way.PLACE,),
    Format.ONLINE: (Way.ONLINE,),
    Format.HYBRID: (Way.PLACE, Way.ONLINE),
}


class Signed(models.TextChoices):
    """How somebody stands who signed up."""

    IN = "in", _("записано")
    WAITING = "waiting", _("у черзі")
    GONE = "gone", _("запис скасовано")


SIGNED = (Signed.IN, Signed.WAITING)


class Source(models.TextChoices):
    """Which platform told how many took part from afar."""

    ZOOM = "zoom", "Zoom"
    MEET = "meet", "Google Meet"
    YOUTUBE = "youtube", "YouTube"
    FACEBOOK = "facebook", "Facebook"
    INSTAGRAM = "instagram", "Instagram"
    OTHER = "other", _("інше")


class Seen(models.TextChoices):
    """Who can be known on a photograph, and whether they agreed to be shown."""

    NOBODY = "nobody", _("людей не видно або не впізнати")
    AGREED = "agreed", _("дорослі, і вони не проти")
    CHILDREN = "children", _("діти, є письмова згода батьків")
    UNASKED = "unasked", _("людей видно, згоди не питали")


class MaterialKind(models.TextChoices):
    RECORDING = "recording", _("запис")
    WRITTEN = "written", _("допис або публікація")
    FILE = "file", _("файл")


class Mark(models.TextChoices):
    GREAT = "great", _("чудово")
    GOOD = "good", _("добре")
    SO = "so", _("так собі")


class Liked(models.TextChoices):
    THEME = "theme", _("тема")
    GUEST = "guest", _("гість чи ведучі")
    PEOPLE = "people", _("люди й атмосфера")
    USE = "use", _("дізнався чи дізналася нового")
    PLACE = "place", _("місце й час")


class Again(models.TextChoices):
    YES = "yes", _("так")
    MAYBE = "maybe", _("можливо")
    NO = "no", _("навряд")
