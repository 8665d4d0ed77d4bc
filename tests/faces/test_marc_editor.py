"""The editor of fields loses nothing: what nobody touched comes back to the sign, the rest is refused beside its line."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from django.urls import reverse
from django.utils import timezone

from mandrivna.catalogue.actions.describing import body_of
from mandrivna.catalogue.actions.records import edit_body
from mandrivna.catalogue.formats.marc import Field, Marc
from mandrivna.catalogue.formats.retyped import LONGEST, MOST
from mandrivna.catalogue.models import Record
from mandrivna.shared.ids import new_uid
from tests.faces.screens import World

pytestmark = pytest.mark.django_db
OLD = "00000nam a2200000 i 4500"
TITLE = Field("245", "10", "", (("a", "Касандра"),))
ODD = [
    Field("500", "  ", "", (("a", "  з відступом "), ("b", ""), ("b", ""))),
    Field("500", "  ", "", (("a", "два\nрядки й {dollar} \ufffd ǂ"),)),
    Field("505", "0 ", "", (("a", "\n" + "довгий зміст " * 923 + "ь"),)),  # 12,001 signs
    Field("599", "  ", " сам по собі ", (("x", " 1"),)),
    Field("590", "  ", "", (("a", ""),)),
]


@pytest.fixture
def world():
    return World()


def described(world, *fields, scheme="marc21", leader=OLD):
    record = world.lib.record("Касандра")
    edit_body(world.lib.act(), record=record, scheme=scheme, text=Marc(scheme, leader, [TITLE, *fields]).dumps())
    return record


def address(record):
    return reverse("workspace:record_marc", args=[record.pk])


def rows_of(page):
    return [(row.tag, row.ind, row.text) for row in page.context["rows"]]


def send(client, record, page, rows, **more):
    """As a browser does: one body, its line ends CR LF."""
    crlf = [text.replace("\r\n", "\n").replace("\n", "\r\n") for _tag, _ind, text in rows]
    said = {
        "uid": str(new_uid()), "leader": page.context["leader"], "stands": page.context["stands"],
        "tag": [row[0] for row in rows], "ind": [row[1] for row in rows], "text": crlf, **more,
    }  # fmt: skip
    return client.post(address(record), urlencode(said, doseq=True), content_type="application/x-www-form-urlencoded")


def test_seven_hundred_fields_and_odd_ones_stay_when_one_row_is_changed(world):
    copies = [Field("909", "  ", "", (("b", f"№ {number}"), ("c", ""), ("d", " Ц "))) for number in range(700)]
    record = described(world, *ODD, *copies)
    client = world.browser("cataloguer")
    page = client.get(address(record))
    assert send(client, record, page, rows_of(page)).status_code == 302
    assert (body_of(record).fields, record.versions.count()) == ([TITLE, *ODD, *copies], 1)
    changed = [(tag, ind, text.replace("№ 650", "№ 650а")) for tag, ind, text in rows_of(page)]
    assert send(client, record, page, changed).status_code == 302
    copies[650] = Field("909", "  ", "", (("b", "№ 650а"), ("c", ""), ("d", " Ц ")))
    assert (body_of(record).fields, record.versions.count()) == ([TITLE, *ODD, *copies], 2)


def test_rows_are_known_wherever_they_are_moved(world):
    record = described(world, *ODD)
    client = world.browser("cataloguer")
    page = client.get(address(record))
    rows = [row for row in rows_of(page) if row[0]]
    assert send(client, record, page, [rows[0], *reversed(rows[1:])]).status_code == 302
    assert body_of(record).fields == [TITLE, *reversed(ODD)]


def test_a_row_of_the_version_before_is_known_as_well(world):
    """Somebody else saved meanwhile: the page still says the rows of the day before, and writes them back whole."""
    record = described(world, *ODD)
    client = world.browser("cataloguer")
    page = client.get(address(record))
    edit_body(world.lib.act(), record=record, scheme="marc21", text=Marc("marc21", "", [TITLE]).dumps())
    refused = send(client, record, page, rows_of(page))
    assert (refused.status_code, refused.context["marc"].fields) == (409, [TITLE, *ODD])


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (("500", "", "$a" + "я" * LONGEST), "У полі 10001 знаків, а може бути до 9999. Поділіть його на кілька полів."),
        (("", "", "$aнічиє"), "Є вміст, а мітки поля немає: допишіть мітку або приберіть вміст."),
        (("50000", "", "$aтекст"), "Мітка поля не така, як у цьому форматі: «50000»."),
        (("500", "123", "$aтекст"), "Незвичне значення індикатора: 500: 123."),
        (("500", "", "$aціна 5$"), "Знак долара без коду підполя. Якщо це сам знак, напишіть «{dollar}»."),
    ],
)
def test_what_cannot_be_kept_is_refused_beside_its_line_and_not_cut(world, row, said):
    record = described(world)
    client = world.browser("cataloguer")
    page = client.get(address(record))
    shown = send(client, record, page, [*rows_of(page)[:1], row])
    again = row[2].replace("5$", "5{dollar}")
    assert (shown.status_code, [one.text for one in shown.context["wrong"]]) == (422, [again])
    assert (shown.context["wrong"][0].faults[0], body_of(record).fields) == ((said, True), [TITLE])
    assert b'href="#marc-1">2</a>' in shown.content


def test_indicators_where_there_are_none_are_refused(world):
    record = described(world, Field("200", "", "", (("a", "Касандра"),)), scheme="irbis", leader="")
    client = world.browser("cataloguer")
    page = client.get(address(record))
    rows = [(tag, "1" if tag == "200" else ind, text) for tag, ind, text in rows_of(page)]
    shown = send(client, record, page, rows)
    assert [row.faults[0][0] for row in shown.context["wrong"]] == ["У цьому форматі індикаторів немає: приберіть їх."]


def test_more_rows_than_the_editor_holds_are_refused_and_such_a_description_is_not_opened(world, settings):
    record = described(world)
    client = world.browser("cataloguer")
    page = client.get(address(record))
    many = [("599", "", f"$a{number}") for number in range(MOST)]
    shown = send(client, record, page, [*rows_of(page)[:1], *many])
    assert (shown.status_code, [row.number for row in shown.context["wrong"]], len(rows_of(shown))) == (422, [MOST], MOST + 4)
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    page = client.get(address(record)).content.decode()
    assert ("Цей опис завеликий" in page, 'name="tag"' in page) == (True, False)


def test_what_a_person_empties_or_leaves_blank_is_gone(world):
    record = described(world, Field("500", "  ", "", (("a", "зайве"),)))
    client = world.browser("cataloguer")
    page = client.get(address(record))
    assert send(client, record, page, [rows_of(page)[0], ("500", "##", "$a"), ("", "", ""), ("", "", "$a")]).status_code == 302
    assert body_of(record).fields == [TITLE]


# --- the leader and the places of coded fields ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("leader", "said", "status"),
    [
        ("00000nzm#a2200000#i#4500", ["На цьому місці маркера формат не знає такого знака: 06 «z»."], 422),
        ("00000nam", ["У маркері має бути 24 знаки, а є 8."], 422),
        ("", ["У маркері має бути 24 знаки, а є 0."], 422),
        ("00000nim#a2200000#i#4500", [], 302),
    ],
)
def test_a_leader_is_changed_by_the_rules_of_its_format(world, leader, said, status):
    record = described(world)
    client = world.browser("cataloguer")
    page = client.get(address(record))
    assert 'name="leader" id="leader" value="00000nam#a2200000#i#4500"' in page.content.decode()
    shown = send(client, record, page, rows_of(page), leader=leader)
    assert (b'href="#leader"' in shown.content, "Перевірено: помилок" in shown.content.decode()) == (bool(said), False)
    assert (shown.status_code, [text for text, _hard in shown.context["leader_faults"]] if said else []) == (status, said)
    record.refresh_from_db()
    assert (record.kind, body_of(record).leader) == (("book", OLD) if said else ("audio", leader.replace("#", " ")))


def test_a_leader_that_came_odd_is_pointed_out_and_keeps_nobody_from_saving(world):
    record = described(world, leader="00000nam a2200000Ii 4500")
    client = world.browser("cataloguer")
    page = client.get(address(record))
    shown = send(client, record, page, rows_of(page), check="1")
    assert shown.context["leader_faults"] == [("На цьому місці маркера формат не знає такого знака: 17 «I».", False)]
    changed = send(client, record, page, [*rows_of(page), ("500", "", "$aпримітка")])
    assert (changed.status_code, body_of(record).leader) == (302, "00000nam a2200000Ii 4500")


def test_a_description_of_irbis_has_no_leader_to_show(world):
    record = described(world, Field("200", "", "", (("a", "Касандра"),)), scheme="irbis", leader="")
    page = world.browser("cataloguer").get(address(record)).content.decode()
    assert ('id="leader"' in page, '<input type="hidden" name="leader" value="">' in page) == (False, True)


def test_a_new_description_of_the_ukrainian_format_begins_coded_and_is_saved(world):
    client = world.browser("cataloguer")
    page = client.get(reverse("workspace:record_add_marc"), {"kind": "volume", "scheme": "unimarc"})
    day = f"{timezone.localdate():%Y%m%d}"
    assert ("100", "##", f"$a{day}d########u##y0ukry50######ca") in rows_of(page)
    rows = [(tag, ind, text.replace("$a$h$i$f", "$aКобзар$hТ. 1")) for tag, ind, text in rows_of(page)]
    sent = {"uid": str(new_uid()), "unit": world.lib.root.pk, "scheme": "unimarc", "kind": "volume",
            "leader": page.context["leader"],
            "tag": [row[0] for row in rows], "ind": [row[1] for row in rows], "text": [row[2] for row in rows]}  # fmt: skip
    assert client.post(reverse("workspace:record_add_marc"), sent).status_code == 302
    record = Record.objects.get()
    assert (record.kind, record.title, record.part, len(body_of(record).value("100", "a"))) == ("volume", "Кобзар", "Т. 1", 36)


def test_places_of_coded_fields_are_explained(world):
    page = world.browser("cataloguer").get(address(described(world, Field("008", "  ", "260101s2016    un ")))).content.decode()
    help_of_008 = page[page.index('id="rule-008"') : page.index('id="rule-010"')]
    assert '<span class="num">35-37</span> мова; українська — «ukr»' in help_of_008
    assert '<span class="num">33</span> літературна форма (книги): <span class="num">0</span> не художнє' in help_of_008
