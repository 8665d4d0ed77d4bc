"""What an event needs before it can be: a room, things, somebody who speaks, work that is done by a day; and what groups events."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mandrivna.core.models import Unit
from mandrivna.core.privacy import classes
from mandrivna.programme.models.events import Event
from mandrivna.shared.ids import new_uid


class Room(models.Model):
    """A room or a zone of a unit. Its hours are those of the events that are in it: nothing is booked twice by hand."""

    privacy = classes(S1="uid institution unit name seats about closed_on", S2="made_at")

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    institution = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("назва"), max_length=80)
    seats = models.PositiveSmallIntegerField(_("місць"), null=True, blank=True)
    about = models.CharField(_("що там є"), max_length=200, blank=True, default="")
    closed_on = models.DateField(null=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("кімната або зона")
        verbose_name_plural = _("кімнати й зони")
        constraints = (
            models.UniqueConstraint(fields=["unit", "name"], condition=Q(closed_on__isnull=True), name="room_of_a_unit_once"),
        )

    def __str__(self) -> str:
        return self.name


class Booking(models.Model):
    """An event in a room, at the hours of the event: moved, it takes the room along."""

    privacy = classes(S1="id event room", S2="made_at")

    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="booking")
    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="bookings")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("кімната події")
        verbose_name_plural = _("кімнати подій")


class Sort(models.TextChoices):
    """`WORK` of the list of its form, or one's own; `GEAR` that is to be there."""

    WORK = "work", _("справа")
    GEAR = "gear", _("обладнання")


class Check(models.Model):
    """What is to be done or brought for one event. Of the list of its form a row stands here only when it is done: the day by which
    it is due follows the event. `code` is of the policy; one's own have words and, if need be, a day."""

    privacy = classes(S1="id event sort code", S2="text due done_at made_at")

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="checks")
    sort = models.CharField(max_length=4, choices=Sort, default=Sort.WORK)
    code = models.CharField(max_length=24, blank=True, default="")
    text = models.CharField(_("що саме"), max_length=120, blank=True, default="")
    due = models.DateField(_("до якого дня"), null=True, blank=True)
    done_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("справа події")
        verbose_name_plural = _("справи подій")
        constraints = (models.UniqueConstraint(fields=["event", "code"], condition=~Q(code=""), name="check_of_an_event_once"),)


class Part(models.TextChoices):
    SPEAKER = "speaker", _("виступає")
    HOST = "host", _("веде")
    PARTNER = "partner", _("партнер")


class Guest(models.Model):
    """Who speaks, or with whom it is done, exactly as it is announced to everybody: agreed with them, and nothing else about them.
    A way to reach them is nowhere in the program."""

    privacy = classes(S1="id event part announced", S2="made_at")

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="guests")
    part = models.CharField(_("роль"), max_length=8, choices=Part, default=Part.SPEAKER)
    announced = models.CharField(_("як на афіші"), max_length=160)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("гість або партнер події")
        verbose_name_plural = _("гості й партнери подій")

    def __str__(self) -> str:
        return self.announced


class Campaign(models.Model):
    """A campaign or a thematic week: events of different series under one name, for a period."""

    privacy = classes(S1="uid institution unit title about first last", S2="made_at")

    uid = models.UUIDField(primary_key=True, default=new_uid, editable=False)
    institution = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("назва"), max_length=160)
    about = models.TextField(_("про що вона"), max_length=1000, blank=True, default="")
    first = models.DateField(_("перший день"))
    last = models.DateField(_("останній день"))
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("кампанія або тематичний тиждень")
        verbose_name_plural = _("кампанії й тематичні тижні")
        constraints = (models.CheckConstraint(condition=Q(last__gte=models.F("first")), name="campaign_has_an_end"),)

    def __str__(self) -> str:
        return self.title


class Grouped(models.Model):
    """An event within a campaign; it may be within two."""

    privacy = classes(S1="id campaign event")

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="grouped")
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="grouped")

    class Meta:
        verbose_name = _("подія кампанії")
        verbose_name_plural = _("події кампаній")
        constraints = (models.UniqueConstraint(fields=["campaign", "event"], name="event_of_a_campaign_once"),)
