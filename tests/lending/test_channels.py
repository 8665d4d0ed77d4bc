"""Numbers of channels: typed or from a platform's file, put right by difference, counted where the institution says."""

from __future__ import annotations

import datetime as dt
import random

import pytest

from mandrivna.core import policy
from mandrivna.core.act import Act
from mandrivna.core.actor import SYSTEM
from mandrivna.core.problems import Forbidden, Refused
from mandrivna.core.roles import actor_for
from mandrivna.ledger.api import check_facts, totals
from mandrivna.lending.actions.channel_months import record_channels
from mandrivna.lending.channel_files import read, read_date
from mandrivna.lending.channels import channels
from mandrivna.lending.models import ChannelMonth
from mandrivna.planning.drill import Question, facts_of
from mandrivna.planning.queries import table
from mandrivna.planning.table import FACT
from tests.factories.library import Library, library
from tests.factories.staff import person

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 4, 10, 9, 0, tzinfo=dt.UTC)


@pytest.fixture
def lib() -> Library:
    return library(AT)


def told(lib: Library, channel: str, month: str, **numbers) -> ChannelMonth | None:
    return record_channels(lib.act(), institution=lib.root, rows=[{"channel": channel, "month": month, **numbers}])


def figures(lib: Library, *codes: str, until: str = "") -> list:
    found = table(lib.root, 2026, until)
    return [found[code].cells[FACT].value for code in codes]


def codes(call, *args, **kwargs) -> list[str]:
    with pytest.raises(Refused) as refusal:
        call(*args, **kwargs)
    return refusal.value.codes


def test_months_are_told_in_any_order_and_put_right_by_difference(lib):
    told(lib, "youtube", "2026-03", subscribers=130, views=900, reach=400)
    told(lib, "youtube", "2026-01", subscribers=100, views=500)
    assert figures(lib, "channel_subscribers", "channel_views", "channel_reach") == [130, 1400, 400]
    assert figures(lib, "channel_subscribers", "channel_views", until="q1") == [130, 1400]
    assert figures(lib, "channel_subscribers", "channel_views", until="m2") == [100, 500]
    told(lib, "youtube", "2026-02", subscribers=90)
    told(lib, "youtube", "2026-03", views=None)
    assert figures(lib, "channel_subscribers", "channel_views", until="m2") == [90, 500]
    assert figures(lib, "channel_subscribers", "channel_views") == [130, 500]
    assert [row.before for row in ChannelMonth.objects.order_by("month")] == [0, 100, 90]
    assert check_facts().ok


def test_a_year_begins_with_the_whole_number_of_subscribers(lib):
    told(lib, "telegram", "2025-12", subscribers=70)
    told(lib, "telegram", "2026-02", subscribers=80)
    told(lib, "facebook", "2026-02", subscribers=20)
    assert figures(lib, "channel_subscribers") == [100]
    found = totals(("lending.channel_subscribers",), dt.date(2025, 1, 1), dt.date(2026, 12, 31), by=("channel", "on"))
    assert found == {
        ("telegram", dt.date(2025, 12, 1)): 70, ("telegram", dt.date(2026, 2, 1)): 80, ("facebook", dt.date(2026, 2, 1)): 20,
    }  # fmt: skip


def test_the_institution_chooses_what_enters_the_indicator_and_the_row_says_so(lib):
    told(lib, "youtube", "2026-03", subscribers=130, views=900)
    told(lib, "facebook", "2026-03", subscribers=50, views=70)
    assert figures(lib, "visits_virtual", "visits", "users_virtual") == [0, 0, None]
    chosen = {
        "virtual_visits": ["lending.site_visit", "lending.channel_views:youtube"],
        "virtual_users": ["lending.channel_subscribers"],
    }
    for key, value in chosen.items():
        policy.edit(Act(actor=SYSTEM), policy="indicators", key=f"settings/{key}", value=value, reason="наказ № 5")
    assert figures(lib, "visits_virtual", "visits", "users_virtual") == [900, 900, 180]
    found = table(lib.root, 2026)
    assert [found[code].row.chosen for code in ("visits", "visits_virtual", "users_virtual")] == [
        "", "сеанси на сайті бібліотеки; перегляди в каналах (YouTube)", "підписники каналів",
    ]  # fmt: skip
    asked = Question(definitions=found.definitions, row=found["visits_virtual"].row, unit=lib.root, year=2026)
    assert [(fact.kind, fact.channel, fact.quantity) for fact in facts_of(asked)] == [("lending.channel_views", "youtube", 900)]


def test_nothing_chosen_is_no_number_and_is_said(lib):
    policy.edit(Act(actor=SYSTEM), policy="indicators", key="settings/virtual_visits", value=[], reason="ще не вирішили")
    row = table(lib.root, 2026)["visits_virtual"]
    assert (row.cells[FACT].text, row.row.chosen) == ("немає даних", "нічого: закладу варто обрати, що рахувати")
    wrong = {"settings/virtual_visits": ["lending.issue"], "settings/virtual_users": ["lending.site_visit"]}
    for key, value in wrong.items():
        assert codes(policy.edit, Act(actor=SYSTEM), policy="indicators", key=key, value=value, reason="x") == ["indicators_broken"]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ({"channel": "tiktok", "month": "2026-03", "views": 1}, "unknown_channel"),
        ({"channel": "youtube", "month": "березень", "views": 1}, "unknown_month"),
        ({"channel": "youtube", "month": "2026-13", "views": 1}, "unknown_month"),
        ({"channel": "youtube", "month": "2026-05", "views": 1}, "future"),
        ({"channel": "youtube", "month": "2022-12", "views": 1}, "too_old"),
        ({"channel": "telegram", "month": "2026-03", "reach": 1}, "unknown_measure"),
        ({"channel": "youtube", "month": "2026-03", "views": -1}, "wrong_number"),
        ({"channel": "youtube", "month": "2026-03", "views": "1"}, "wrong_number"),
        ({"channel": "youtube", "month": "2026-03", "likes": 1}, "unknown_channel"),
    ],
)
def test_what_is_refused_writes_nothing_of_all_that_was_said(lib, row, code):
    sound = {"channel": "youtube", "month": "2026-02", "views": 5}
    assert codes(record_channels, lib.act(), institution=lib.root, rows=[sound, row]) == [code]
    assert ChannelMonth.objects.count() == 0


def test_channels_belong_to_the_institution_and_to_whoever_keeps_them(lib):
    row = {"channel": "youtube", "month": "2026-03", "views": 1}
    assert codes(record_channels, lib.act(), institution=lib.hub, rows=[row]) == ["channel_place"]
    assert codes(record_channels, lib.act(), institution=lib.root, rows=[]) == ["no_figures"]
    for role in ("hub_librarian", "guardian", "auditor"):
        with pytest.raises(Forbidden):
            record_channels(lib.act(actor=actor_for(person(role, role, lib.root))), institution=lib.root, rows=[row])
    assert record_channels(lib.act(actor=actor_for(person("p", "promoter", lib.root))), institution=lib.root, rows=[row])


# --- files of platforms -------------------------------------------------------------------------------------------------


def test_a_table_by_days_becomes_months():
    text = 'Дата,Перегляди,Нові підписники,Час перегляду\n2026-02-27,"1,200",4,0:01:12\n2026-02-28,300,-1,\n'
    text += "2026-03-01,50,2,\nУсього,1550,5,\n"
    found = read(channels().all["youtube"], text.encode("utf-8-sig"), before=100)
    assert found.months == {
        dt.date(2026, 2, 1): {"views": 1500, "subscribers": 103}, dt.date(2026, 3, 1): {"views": 50, "subscribers": 105},
    }  # fmt: skip
    assert (found.unread, found.lines, found.skipped, found.left) == (["Час перегляду"], 3, 1, [])
    assert "subscribers" not in read(channels().all["youtube"], text.encode()).months[dt.date(2026, 2, 1)]


def test_a_file_that_begins_with_the_newest_day_is_the_same_file():
    lines = ["01.02.2026;200;5", "28.02.2026;208;7", "01.03.2026;210;10", "31.03.2026;215;40"]
    head, platform = "День;Усього підписників;Перегляди", channels().all["telegram"]
    up, down = (read(platform, "\n".join([head, *listed]).encode()).months for listed in (lines, lines[::-1]))
    assert up == down
    assert down[dt.date(2026, 3, 1)] == {"subscribers": 215, "views": 50}


def test_a_file_of_another_platform_in_its_own_letters():
    text = 'sep=,\n"Охоплення"\n"Дата","Primary"\n"2026-03-01T00:00:00","12"\n"2026-03-02T00:00:00","30"\n'
    assert read(channels().all["instagram"], text.encode("utf-16")).months == {dt.date(2026, 3, 1): {"views": 42}}
    text = "День;Усього підписників;Перегляди\n01.03.2026;210;1 050\n31.03.2026;215;40\n"
    assert read(channels().all["telegram"], text.encode("cp1251")).months == {
        dt.date(2026, 3, 1): {"subscribers": 215, "views": 1090}
    }


def test_how_many_people_saw_it_is_not_added_over_days():
    found = read(channels().all["facebook"], b"Date,Reach,Views\n2026-03-01,10,20\n2026-03-02,15,30\n")
    assert (found.months, len(found.left)) == ({dt.date(2026, 3, 1): {"views": 50}}, 1)
    found = read(channels().all["facebook"], "Date,Reach\nMar 1, 2026,10\n".replace("Mar 1, 2026", '"Mar 1, 2026"').encode())
    assert (found.months, found.left) == ({dt.date(2026, 3, 1): {"reach": 10}}, [])


def test_a_column_that_a_platform_renamed_is_known_by_its_new_name(lib):
    """As the page of rules writes it: several names in a line."""
    key = "channels/youtube/columns/views"
    policy.edit(Act(actor=SYSTEM), policy="channels", key=key, value=[["Plays", "Відтворення"]], reason="перейменували")
    found = read(channels().all["youtube"], "Дата,ВІДТВОРЕННЯ\n2026-03-01,7\n".encode())
    assert found.months == {dt.date(2026, 3, 1): {"views": 7}}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "no_head"), (b"\x00\x01\x02", "no_head"), (b"a,b\n1,2\n", "no_head"), (b"Date,Likes\n2026-03-01,5\n", "no_numbers"),
        (b"Date,Views\nnever,5\n", "no_rows"), (b"Date,Views\n" + b"x,1\n" * 20_001, "too_long"), (b"x" * 2_000_001, "too_large"),
    ],
)  # fmt: skip
def test_what_is_no_such_table_is_refused_in_words(data, code):
    assert codes(read, channels().all["youtube"], data) == [code]


def test_a_damaged_file_is_read_or_refused_and_breaks_nothing():
    """Bytes changed, cut out and doubled by chance: months of whole numbers, or a refusal in words."""
    chance, sound = random.Random(7), 'Дата;"Перегляди";Нові підписники\n2026-02-27;"1 200";4\nMar 1, 2026;50;2\n'.encode()
    refused = 0
    for _file in range(400):
        data = bytearray(sound)
        for _harm in range(chance.randint(1, 6)):
            at = chance.randrange(len(data))
            data[at : at + chance.choice((0, 1, 9))] = chance.choice((b"", b'"', b"\x00", b"\xff\xfe", b"\n", b";;;", data[:at]))
        try:
            found = read(channels().all["youtube"], bytes(data), before=5)
        except Refused:
            refused += 1
        else:
            assert all(type(number) is int for numbers in found.months.values() for number in numbers.values())
    assert 0 < refused < 400


@pytest.mark.parametrize(
    ("said", "month"),
    [("2026-03-05", 3), ("2026-03", 3), ("20260305", 3), ("05.03.2026", 3), ("Mar 5, 2026", 3), ("March 2026", 3),
     ("2026/03/05", 3), ("лютий 2026", 2), ("Усього", None), ("2026-13-01", None), ("31.02.2026", None), ("", None)],
)  # fmt: skip
def test_days_as_platforms_write_them(said, month):
    found = read_date(said)
    assert (found and found.month) == month
