"""Streams: how lines are read, what is refused, how events of a series take them, and who is told of a change."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from mandrivna.core.problems import Refused
from mandrivna.programme.actions.events import add_event, edit_event
from mandrivna.programme.actions.series import add_series, edit_series, propose_events
from mandrivna.programme.actions.signups import whereabouts
from mandrivna.programme.models import Event
from mandrivna.programme.streams import online_of, read_streams, streams_of, write_streams
from mandrivna.programme.terms import programme_policy_problems
from tests.factories.library import Library, library

pytestmark = pytest.mark.django_db
DAY = dt.date(2030, 3, 12)
TUBE, FACE = ["youtube", "https://youtu.be/1"], ["facebook", "https://www.facebook.com/2"]
ABOUT = {"title": "ЛітРозмови", "form": "author_meeting", "audiences": ["general"], "starts": "16:00", "format": "hybrid"}


@pytest.fixture
def lib() -> Library:
    return library()


def event(lib: Library, **about: Any) -> Event:
    return add_event(lib.act(), unit=lib.root, place=lib.hub, on=DAY, about={**ABOUT, **about})


def refused(call: Any, *args: Any, **kwargs: Any) -> list[str]:
    with pytest.raises(Refused) as refusal:
        call(*args, **kwargs)
    return refusal.value.codes


@pytest.mark.parametrize(
    ("text", "found", "unread"),
    [
        ("YouTube https://youtu.be/1", [TUBE], []),
        ("  youtube:   youtu.be/1 \n\nFACEBOOK https://www.facebook.com/2", [TUBE, FACE], []),
        ("https://www.youtube.com/live/3", [["youtube", "https://www.youtube.com/live/3"]], []),
        ("https://us02web.zoom.us/j/4", [["zoom", "https://us02web.zoom.us/j/4"]], []),
        ("Google Meet https://meet.google.com/a", [["meet", "https://meet.google.com/a"]], []),
        ("сайт https://biblio.example.org/live", [["site", "https://biblio.example.org/live"]], []),
        ("https://biblio.example.org/live", [], ["https://biblio.example.org/live"]),
        ("https://notyoutube.com/1", [], ["https://notyoutube.com/1"]),
        ("Ютуб https://youtu.be/1", [], ["Ютуб https://youtu.be/1"]),
        ("", [], []),
    ],
)
def test_a_line_is_read_by_its_word_or_by_its_address_and_never_guessed(text, found, unread):
    assert read_streams(text) == (found, unread)


def test_what_is_written_out_is_read_back_the_same():
    listed = [TUBE, FACE, ["meet", "https://meet.google.com/a"], ["own_1", "https://x.example.org/"]]
    assert read_streams(write_streams(listed)) == (listed, [])


@pytest.mark.parametrize(
    ("streams", "codes"),
    [
        ("YouTube", ["wrong_stream"]),
        ([["youtube"]], ["wrong_stream"]),
        ([["youtube", f"https://youtu.be/{n}"] for n in range(7)], ["too_many_streams"]),
        ([["radio", "https://youtu.be/1"]], ["unknown_platform"]),
        ([["youtube", "javascript:alert(1)"]], ["wrong_stream_link"]),
        ([["youtube", "https://youtu.be/" + "1" * 300]], ["wrong_stream_link"]),
        ([TUBE, TUBE], ["same_stream"]),
    ],
)
def test_what_cannot_be_a_stream_is_refused(lib, streams, codes):
    assert refused(event, lib, streams=streams) == codes
    assert not Event.objects.exists()


def test_what_is_indoors_has_no_streams_whatever_was_written(lib):
    assert [one.label for one in streams_of(event(lib, streams=[TUBE, FACE]))] == ["YouTube", "Facebook"]
    indoors = event(lib, streams=[TUBE], link="https://x.example.org/", format="place")
    assert (streams_of(indoors), online_of(indoors)) == ([], [])
    both = event(lib, streams=[TUBE], link="https://x.example.org/")
    assert [one.url for one in online_of(both)] == ["https://x.example.org/", TUBE[1]]
    assert (both.way_in, event(lib, streams=[TUBE]).way_in, event(lib).way_in) == ("https://x.example.org/", TUBE[1], "")


def test_events_of_a_series_take_its_streams_and_keep_their_own(lib):
    said = {**ABOUT, "term": "щомісяця", "streams": [TUBE]}
    series = add_series(lib.act(), unit=lib.root, place=lib.hub, year=2030, about=said)
    propose_events(lib.act(), series=series, since=dt.date(2030, 1, 1))
    own, *others = Event.objects.order_by("on")
    edit_event(lib.act(), event=own, unit=lib.root, place=lib.hub, on=own.on, about={**ABOUT, "streams": [TUBE, FACE]})
    edit_series(lib.act(), series=series, unit=lib.root, place=lib.hub, year=2030, about={**said, "streams": [FACE]})
    assert list(Event.objects.order_by("on").values_list("streams", flat=True)) == [[TUBE, FACE], *[[FACE]] * len(others)]


def test_another_address_is_news_for_those_on_the_list(lib):
    one = event(lib, streams=[TUBE])
    before = whereabouts(one)
    again = edit_event(lib.act(), event=one, unit=lib.root, place=lib.hub, on=DAY, about={**ABOUT, "streams": [FACE]})
    assert whereabouts(again) != before


def test_platforms_are_rules_of_the_institution():
    assert programme_policy_problems("platforms/own_1/label", "Радіо") == []
    assert programme_policy_problems("platforms/own_1/hosts", "radio.example.org live.example.org") == []
    assert programme_policy_problems("platforms/own_1/hosts", "") == []
    codes = [
        [problem.code for problem in programme_policy_problems(f"platforms/own_1/{word}", value)]
        for word, value in (("hosts", "https://radio.example.org/"), ("hosts", 5), ("label", "я" * 61), ("colour", "червоний"))
    ]
    assert codes == [["policy_hosts"], ["policy_hosts"], ["policy_label"], ["policy_unknown_key"]]
