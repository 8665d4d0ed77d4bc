"""A cataloguer's screens: parts, fields, versions, duplicates, many at once, imports."""

from __future__ import annotations

import io
import re

import pytest
from django.urls import reverse

from mandrivna.catalogue.actions.describing import body_of
from mandrivna.catalogue.actions.records import edit_record
from mandrivna.catalogue.actions.upkeep import merge_records
from mandrivna.catalogue.formats.item import TROUBLES
from mandrivna.catalogue.importing.work import advance
from mandrivna.catalogue.models import Kind, Merge, Record, Run, RunState, Version
from mandrivna.catalogue.tasks import go_on_with_import
from mandrivna.faces.workspace.catalogue.imports import REASONS
from mandrivna.fund.models import Copy
from mandrivna.fund.queries import holdings_elsewhere, titles_of, where_standing
from tests.faces.screens import World, form, queries, text_of

pytestmark = pytest.mark.django_db
LIST = "/work/catalogue/"


@pytest.fixture
def world(settings, tmp_path):
    settings.DATA = tmp_path
    return World()


def url(name, *args):
    return reverse(f"workspace:{name}", args=args)


def fields(*rows, **more):
    """Lines of the editor: tag, indicators, typed sub-fields."""
    return form(
        tag=[row[0] for row in rows],
        ind=[row[1] for row in rows],
        text=[row[2] for row in rows],
        scheme="marc21",
        **more,
    )


# --- parts -------------------------------------------------------------------------------------------------------------


def test_an_article_is_added_from_the_page_of_its_journal(world):
    journal = world.lib.record("Березіль", kind=Kind.SERIAL)
    client = world.browser("cataloguer")
    page = client.get(url("record", journal.pk)).content.decode()
    link = re.search(r'href="(/work/catalogue/add/\?kind=article[^"]+)"', page)[1].replace("&amp;", "&")
    shown = client.get(link)
    assert (shown.context["host"], shown.context["form"]["kind"].value()) == (journal, "article")
    sent = form(
        title="Про пісню", language="ukr", material="other", kind="article", host=journal.pk, unit=world.lib.root, part="С. 3–8"
    )
    assert client.post("/work/catalogue/add/", sent).status_code == 302
    assert [part.title for part in client.get(url("record", journal.pk)).context["parts"]] == ["Про пісню"]


@pytest.mark.parametrize("host", ["", "x", "00000000-0000-0000-0000-000000000000"])
def test_a_host_that_is_none_is_not_shown(world, host):
    shown = world.browser("cataloguer").get("/work/catalogue/add/", {"kind": "article", "host": host})
    assert (shown.status_code, shown.context["host"]) == (200, None)


def test_an_isbn_that_is_described_already_is_said_before_the_work(world):
    known = world.lib.record(isbn="978-0-306-40615-7")
    shown = world.browser("cataloguer").get("/work/catalogue/add/", {"isbn": "9780306406157"})
    assert list(shown.context["same"]) == [known]


# --- fields ------------------------------------------------------------------------------------------------------------


def test_a_description_is_changed_field_by_field(world):
    record = world.lib.record("Касандра")
    client = world.browser("cataloguer")
    rows = [(row.tag, row.ind, row.text) for row in client.get(url("record_marc", record.pk)).context["rows"] if row.tag]
    changed = [(tag, ind, text.replace("Касандра", "Кассандра")) for tag, ind, text in rows] + [("599", "", "$xсвоє")]
    assert client.post(url("record_marc", record.pk), fields(*changed)).status_code == 302
    record.refresh_from_db()
    assert (record.title, body_of(record).value("599", "x"), Version.objects.count()) == ("Кассандра", "своє", 1)


def test_nothing_changes_when_nothing_was_changed(world):
    record = world.lib.record("Касандра", udc="821", publisher="Дніпро", year=1908)
    client = world.browser("cataloguer")
    rows = [(row.tag, row.ind, row.text) for row in client.get(url("record_marc", record.pk)).context["rows"]]
    before = body_of(record).dumps()
    client.post(url("record_marc", record.pk), {**fields(*rows), "leader": body_of(record).leader})
    assert (body_of(record).dumps(), Version.objects.exists()) == (before, False)


def test_a_check_saves_nothing_and_a_fault_stands_beside_its_line(world):
    record = world.lib.record("Касандра")
    client = world.browser("cataloguer")
    good = client.post(url("record_marc", record.pk), {**fields(("245", "10", "$aКассандра")), "check": "1"})
    bad = client.post(url("record_marc", record.pk), fields(("245", "10", "$aА"), ("245", "10", "$aБ")))
    assert (good.status_code, bad.status_code, record.versions.count()) == (200, 422, 0)
    assert [row.faults for row in bad.context["rows"] if row.hard] == [(("Поле може бути лише одне.", True),)]


def test_a_description_without_a_title_says_so(world):
    record = world.lib.record("Касандра")
    shown = world.browser("cataloguer").post(url("record_marc", record.pk), fields(("500", "", "$aпримітка")))
    assert (shown.status_code, shown.context["whole"]) == (422, ["Бракує обов’язкового поля: 245 $a."])


def test_what_somebody_else_changed_meanwhile_is_not_written_over_unseen(world):
    record = world.lib.record("Касандра")
    client = world.browser("cataloguer")
    stands = client.get(url("record_marc", record.pk)).context["stands"]
    edit_record(world.lib.act(), record=record, title="Кассандра")
    sent = fields(("245", "10", "$aКассандра : поема"), stands=stands)
    first = client.post(url("record_marc", record.pk), sent)
    again = client.post(url("record_marc", record.pk), {**sent, "stands": first.context["stands"]})
    assert (first.status_code, again.status_code) == (409, 302)


def test_a_new_description_begins_with_a_template(world):
    client = world.browser("cataloguer")
    shown = client.get(url("record_add_marc"), {"kind": "article"})
    assert "773" in [row.tag for row in shown.context["rows"]]
    sent = fields(("245", "10", "$aПро пісню"), ("773", "0#", "$tБерезіль$gС. 3"), ("650", "#4", "$a"), unit=world.lib.root.pk)
    assert client.post(url("record_add_marc"), sent).status_code == 302
    assert (Record.objects.get().title, body_of(Record.objects.get()).first("650")) == ("Про пісню", None)


@pytest.mark.parametrize("about", [{"kind": "papyrus"}, {"scheme": "irbis"}, {"scheme": "x"}])
def test_a_template_that_is_none_is_absent(world, about):
    assert world.browser("cataloguer").get(url("record_add_marc"), about).status_code == 404


# --- versions, duplicates, withdrawal ----------------------------------------------------------------------------------


def test_an_old_version_comes_back_by_a_press(world):
    record = world.lib.record("Касандра")
    edit_record(world.lib.act(), record=record, title="Кассандра")
    client = world.browser("cataloguer")
    assert "Касандра" in text_of(client.get(url("record_versions", record.pk)))
    assert client.post(url("record_restore", record.pk, 1), form()).status_code == 302
    record.refresh_from_db()
    assert record.title == "Касандра"
    assert client.post(url("record_restore", record.pk, 7), form()).status_code == 422


def test_duplicates_are_merged_and_parted_on_one_page(world):
    kept, gone = world.lib.record("Кассандра"), world.lib.record("Кассандра")
    client = world.browser("cataloguer")
    assert [len(group) for group in client.get(url("record_twins")).context["groups"]] == [2]
    assert client.post(url("record_merge", kept.pk), form(gone=gone.pk)).status_code == 302
    assert client.get(url("record", gone.pk)).context["record"].merged_into == kept
    assert client.post(url("record_unmerge", Merge.objects.get().pk), form()).status_code == 302
    assert Record.objects.current().count() == 2
    assert client.post(url("record_merge", kept.pk), form(gone="x")).status_code == 404


def test_the_page_of_duplicates_asks_no_more_for_more_of_them(world):
    client = world.browser("cataloguer")

    def one_more(number):
        for _time in range(2):
            world.lib.record(f"Том {number}")
        merge_records(world.lib.act(), kept=world.lib.record(f"Лишився {number}"), gone=world.lib.record(f"Лишився {number}"))

    one_more(1)
    once = queries(client, url("record_twins"))
    one_more(2)
    one_more(3)
    assert (queries(client, url("record_twins")), once <= 12) == (once, True)


def test_a_record_goes_and_comes_back(world):
    record = world.lib.record("Зайвий")
    client = world.browser("cataloguer")
    assert client.get(url("record_withdraw", record.pk)).status_code == 200
    assert client.post(url("record_withdraw", record.pk), form(why="")).status_code == 422
    assert client.post(url("record_withdraw", record.pk), form(why="описано двічі")).status_code == 302
    assert "описано двічі" in text_of(client.get(url("record", record.pk)))
    assert client.post(url("record_return", record.pk), form()).status_code == 302
    assert Record.objects.current().get() == record


def test_a_stage_is_marked(world):
    record = world.lib.record()
    client = world.browser("cataloguer")
    assert client.post(url("record_stage", record.pk), form(stage_done="subjected", unit=world.lib.root.pk)).status_code == 302
    assert [done.stage for done in record.stages.order_by("pk")] == ["described", "subjected"]
    assert client.post(url("record_stage", record.pk), form(stage_done="drawn")).status_code == 422


# --- many at once ------------------------------------------------------------------------------------------------------


def test_many_records_are_changed_after_they_were_shown(world):
    records = [world.lib.record(f"Том {number}", publisher="Днипро") for number in range(3)]
    client = world.browser("cataloguer")
    rows = [str(record.pk) for record in records[:2]]
    said = {"column": "publisher", "find": "Днипро", "put": "Дніпро", "unit": world.lib.root.pk}
    assert len(client.post(url("record_batch"), form(row=rows)).context["records"]) == 2
    shown = client.post(url("record_batch"), form(row=rows, **said))
    assert ([one.after for one in shown.context["planned"]], Version.objects.count()) == (["Дніпро"] * 2, 0)
    assert client.post(url("record_batch"), form(row=rows, do="1", **said)).status_code == 302
    assert sorted(Record.objects.values_list("publisher", flat=True)) == ["Днипро", "Дніпро", "Дніпро"]


def test_nothing_picked_says_so(world):
    assert "Жодного запису не позначено" in text_of(world.browser("cataloguer").post(url("record_batch"), form(row=["x"])))


# --- imports -----------------------------------------------------------------------------------------------------------

FILE = (
    "=LDR  00000nam a2200000 i 4500\n=001  7\n=245  10$aКассандра\n\n=LDR  00000nam a2200000 i 4500\n=001  8\n=245  10$aБояриня\n\n"
)


def brought(client, content=None):
    sent = io.BytesIO(content or FILE.encode())
    sent.name = "каталог.mrk"
    return client.post(url("imports"), {"file": sent})


def test_a_file_is_looked_at_before_anything_happens(world):
    client = world.browser("cataloguer")
    shown = client.get(brought(client)["Location"])
    assert ([one["title"] for one in shown.context["found"].records], shown.context["chosen"]["format"]) == (
        ["Кассандра", "Бояриня"],
        "line",
    )
    assert (Record.objects.count(), Run.objects.count()) == (0, 0)


def test_an_import_begins_runs_and_is_taken_back(world):
    client = world.browser("cataloguer")
    look = brought(client)["Location"]
    token = look.split("/")[-2]
    said = form(
        token=token, name="каталог.mrk", format="line", encoding="utf-8", source="Коха", unit=world.lib.root.pk, existing="update"
    )
    begun = client.post(look, said)
    run = Run.objects.get()
    assert (begun["Location"], client.get(look).status_code) == (url("import_run", run.pk), 404)
    advance(run)
    assert (client.get(url("import_run", run.pk)).context["working"], Record.objects.count()) == (False, 2)
    assert client.post(url("import_change", run.pk, "undo"), form()).status_code == 302
    go_on_with_import.call(run=str(run.pk))
    run.refresh_from_db()
    assert (run.state, Record.objects.count()) == (RunState.UNDONE, 0)
    assert client.post(url("import_change", run.pk, "stop"), form()).status_code == 422


def test_a_form_without_a_source_is_shown_again(world):
    client = world.browser("cataloguer")
    look = brought(client)["Location"]
    shown = client.post(look, form(token=look.split("/")[-2], name="x", format="line", encoding="utf-8", unit=world.lib.root.pk))
    assert (shown.status_code, list(shown.context["form"].errors)) == (422, ["source", "existing"])


def test_what_was_refused_comes_as_a_file(world):
    client = world.browser("cataloguer")
    look = brought(client, FILE.encode() + b"=LDR  00000nam a2200000 i 4500\n=001  9\n\n")["Location"]
    said = form(
        token=look.split("/")[-2],
        name="x",
        format="line",
        encoding="utf-8",
        source="Коха",
        unit=world.lib.root.pk,
        existing="update",
    )
    client.post(look, said)
    run = Run.objects.get()
    advance(run)
    assert [line["reason"] for line in client.get(url("import_run", run.pk)).context["rejects"]] == ["немає назви"]
    answer = client.get(url("import_rejected", run.pk))
    assert (b"=001  9" in b"".join(answer.streaming_content), "attachment" in answer["Content-Disposition"]) == (True, True)


def test_no_file_is_no_import(world):
    assert world.browser("cataloguer").post(url("imports"), {}).status_code == 422


def test_the_list_of_imports_asks_no_more_for_more_of_them(world):
    client = world.browser("cataloguer")

    def one_more():
        Run.objects.create(
            unit=world.lib.root, name="x.mrc", size=1, digest="", format="iso2709", encoding="utf-8", op=world.lib.act().uid
        )

    one_more()
    once = queries(client, url("imports"))
    one_more()
    one_more()
    assert (queries(client, url("imports")), once <= 12) == (once, True)


# --- what readers see of it --------------------------------------------------------------------------------------------


def test_an_article_waits_where_its_journal_does_and_an_old_address_leads_on(world):
    journal = world.lib.record("Березіль", kind=Kind.SERIAL)
    copy = world.lib.copy(journal)
    article = world.lib.record("Про пісню", kind=Kind.ARTICLE, host=journal, part="С. 3–8")
    found = where_standing([article, journal], [copy.place_id])
    assert found == {article.pk: {copy.place_id: 1}, journal.pk: {copy.place_id: 1}}
    assert set(titles_of(world.lib.root)) == {article, journal}
    assert holdings_elsewhere([article.pk])[article.pk].here == 1


def test_an_electronic_resource_needs_no_copy(world):
    online = world.lib.record("Електронний архів", kind=Kind.ERESOURCE, url="https://example.org/archive")
    world.lib.record("Без примірника")
    assert list(titles_of(world.lib.root)) == [online]
    assert holdings_elsewhere([online.pk])[online.pk].owners == (world.lib.root.pk,)


def test_every_reason_of_a_refusal_has_words():
    assert set(TROUBLES) - set(REASONS) == set()


PLACES = "=LDR  00000nam a2200000 i 4500\n=001  7\n=245  10$aКассандра\n=952  \\\\$i1$cКХ\n=952  \\\\$i2$cЧЗ\n=952  \\\\$i3$cкх\n\n"


def test_places_of_the_former_system_become_ours_and_are_remembered(world):
    client = world.browser("cataloguer")
    where = brought(client, PLACES.encode())["Location"]
    shown = client.get(where)
    assert shown.context["shelves"] == [("КХ", 1, None), ("ЧЗ", 1, None), ("кх", 1, None)]
    said = {
        "token": where.split("/")[-2], "name": "к.mrk", "format": "line", "encoding": "utf-8", "source": "Коха",
        "existing": "update",
        "unit": world.lib.root.pk, "place": world.lib.shelf.pk, "old_place": ["КХ", "ЧЗ"],
    }  # fmt: skip
    stranger = client.post(where, form(**said, our_place=["", "999999"]))
    assert (stranger.status_code, Run.objects.count()) == (422, 0)
    assert client.post(where, form(**said, our_place=["", str(world.lib.other_shelf.pk)])).status_code == 302
    advance(Run.objects.get())
    assert list(Copy.objects.order_by("inventory_number").values_list("home", flat=True)) == [
        world.lib.shelf.pk, world.lib.other_shelf.pk, world.lib.shelf.pk,
    ]  # fmt: skip
    again = client.get(brought(client, PLACES.encode())["Location"])
    assert again.context["shelves"][1] == ("ЧЗ", 1, world.lib.other_shelf.pk)
    assert f'<option value="{world.lib.other_shelf.pk}" selected>' in again.content.decode()
