"""For a member of staff: the day's counts of their places, one more visitor, a shelf's photograph. Never a reader."""

from __future__ import annotations

from django.utils.translation import gettext as _

from mandrivna.core.models import Kind, Unit, VisitsFrom
from mandrivna.enquiries.rules import CHAT
from mandrivna.faces.bot.saying import Button, to_fetch
from mandrivna.faces.bot.talk.enquiries import enquiry_buttons
from mandrivna.faces.bot.talk.kit import Talk, command, menu_button, places_of, step, tap
from mandrivna.lending.actions.visits import add_visits
from mandrivna.lending.queries import today_at
from mandrivna.lending.rules import COUNT_VISITS, MOVE

STEPS = (1, 5)


@command("today")
@tap("staff")
def counts(talk: Talk, _about: str) -> None:
    if not talk.colleague.can(CHAT):
        talk.say(_("Це для працівників. Код для чату є в робочому просторі, на сторінці «Розмови»."), menu_button())
        return
    lines, buttons = [_("Сьогодні:")], []
    for place in places_of(talk):
        day = today_at(place, talk.today)
        about = {"issued": day.issued, "returned": day.returned, "enrolled": day.enrolled, "visits": day.visits}
        said = _("видано %(issued)d, повернено %(returned)d, записано %(enrolled)d, відвідувань %(visits)d") % about
        lines.append(f"{place}: {said}")
        if place.visits_from == VisitsFrom.COUNTER and talk.colleague.can(COUNT_VISITS, place.path):
            buttons += [Button(f"+{number}: {place}", f"visit:{place.pk}:{number}") for number in STEPS]
        if _may_picture(talk, place):
            buttons.append(Button(_("Світлина: %s") % place, f"picture:{place.pk}"))
    talk.say("\n".join(lines), *buttons, *enquiry_buttons(talk), Button(_("Оновити"), "staff"), menu_button())


@tap("visit")
def visit(talk: Talk, about: str) -> None:
    """The verb asks for the right at that very place."""
    pk, _colon, number = about.partition(":")
    place = next((one for one in places_of(talk) if str(one.pk) == pk), None)
    if place is None or number not in map(str, STEPS):
        counts(talk, "")
        return
    added = add_visits(talk.act(talk.colleague), place=place, on=talk.today, number=int(number))
    text = _("%(place)s: додано %(number)s, сьогодні %(total)d.")
    talk.say(text % {"place": place, "number": number, "total": added.number}, Button(_("Оновити"), "staff"), menu_button())


def _may_picture(talk: Talk, place: Unit) -> bool:
    return place.kind == Kind.SHELF and talk.colleague.can(MOVE, place.path)


@tap("picture")
def picture(talk: Talk, about: str) -> None:
    place = next((one for one in places_of(talk) if str(one.pk) == about and _may_picture(talk, one)), None)
    if place is None:
        counts(talk, "")
        return
    talk.go("picture", of=place.pk)
    text = _("Сфотографуйте полицю «%s» і надішліть сюди. Людей не знімайте. Дані про місце й час знімка зникнуть.")
    talk.say(text % place, menu_button())


@step("picture")
def pictured(talk: Talk, said: str) -> None:
    """Fetched after this commit, by whoever speaks with the messenger; the verb asks for the right then."""
    of = talk.memo.get("of")
    if not talk.heard.photo or of is None:
        talk.say(_("Це не світлина. Надішліть знімок полиці або поверніться до меню."), menu_button())
        return
    talk.go()
    talk.bodies.append(to_fetch(talk.heard.photo, of, talk.act(talk.colleague).uid))
