"""The day of tests/days/story.py by the bot, by the site and by paper; at the desk it is in tests/browser/test_day.py."""

from __future__ import annotations

import pytest

from tests.bot.live import Live
from tests.days.by_bot import ByBot
from tests.days.by_paper import ByPaper
from tests.days.by_web import ByWeb
from tests.days.story import all_by, check, morning, play

pytestmark = pytest.mark.thorough


@pytest.mark.django_db(transaction=True)
def test_the_day_in_the_chat():
    hub = morning()
    with Live() as live:
        play(ByBot(hub, live))
    check(hub, all_by("bot"))


@pytest.mark.django_db
def test_the_day_on_the_site():
    hub = morning()
    play(ByWeb(hub))
    check(hub, all_by("self"))


@pytest.mark.django_db
def test_the_day_on_paper():
    hub = morning()
    play(ByPaper(hub))
    check(hub, all_by("paper", lending_renewal="desk", enquiries_refusal="desk"))
