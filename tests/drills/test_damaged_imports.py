"""G10 for whole imports: damaged files of every format, with copies, are looked at in the browser and taken in to their end.

Whatever is in a file, records in = imported + updated + same + left + rejected, what was refused lies in its file as it came, no
copy is without its record, number and opening, the ledger agrees, and no page answers with an error of the program.
"""

from __future__ import annotations

import base64
import random
from collections import Counter
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.db.models import Count, Q
from django.test import Client

from mandrivna.catalogue.actions.imports import start_import, undo_import
from mandrivna.catalogue.formats.encodings import KNOWN
from mandrivna.catalogue.formats.item import Item
from mandrivna.catalogue.formats.marc import IRBIS, SCHEMES, Field
from mandrivna.catalogue.formats.project import fresh, project
from mandrivna.catalogue.formats.reading import read
from mandrivna.catalogue.formats.sniffing import FORMATS
from mandrivna.catalogue.formats.writing import write
from mandrivna.catalogue.importing import arrival, back, files, mapping, work
from mandrivna.catalogue.models import Body, Origin, Record, Run, RunState
from mandrivna.core.problems import Refused
from mandrivna.fund.models import Copy, Opening
from mandrivna.fund.opening import PENDING
from mandrivna.ledger.api import check_facts
from tests.catalogue.test_formats_fuzz import mutated, seeds, workbook
from tests.drills.kit import times
from tests.drills.reporting import Tell
from tests.faces.screens import World

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
INPUTS = times(23, 2_000)
"""Of each of the nine formats."""
OFTEN = times(8, 100)
COUNTED = ("imported", "updated", "same", "left", "rejected")
TOLD = {
    "same_number",
    "corrected_here",
    "withdrawn_here",
    "copy_withdrawn",
    "copy_number",
    "copy_number_taken",
    "copy_barcode_taken",
}
"""Lines of the file of refusals about records that are in the catalogue nevertheless."""
REFUSED = {"wrong_size", "no_title_column", "doubled_column", "unknown_column"}


@pytest.fixture
def world(settings, tmp_path) -> World:
    settings.DATA = tmp_path
    return World()


def pool(format: str) -> list[bytes]:
    """Files of the fuzz, and files whose every record brings copies: with a number, with a barcode, without either, twice the same,
    lost there and written off there."""
    made = seeds(format)
    for scheme in SCHEMES:
        irbis = scheme == IRBIS
        tag, ind, number, code = ("910", "", "b", "h") if irbis else ("952", "  ", "i", "p")
        marcs = []
        for place in range(4):
            marc = fresh(scheme, title=f"Книжка {place} за схемою {scheme}", authors="Косач Лариса", year=1990 + place)
            marc.fields.insert(0, Field("903" if irbis else "001", "" if irbis else "  ", f"{scheme}-{place}"))
            held = [
                ((number, str(100 + place)), (code, f"К{scheme}{place}")),
                ((number, str(200 + place)),),
                ((number, "7"),),
                (("z", "без номера"),),
            ]
            held.append(((number, str(300 + place)), ("a", "6")) if irbis else ((number, str(300 + place)), ("0", "1")))
            marc.fields += [Field(tag, ind, "", ((("a", "0"),) if irbis and one[-1][0] != "a" else ()) + one) for one in held]
            marcs.append(marc)
        made.append(b"".join(write(marcs, format)))
    return made


def taken_in(world: World, format: str, encoding: str, data: bytes, **said: Any) -> tuple[Run | None, list[Item]]:
    """By the verb and by the chunks, as the command does it; None where nothing could begin."""
    act = world.lib.act()
    size, digest = arrival.keep(act.uid, [data])
    path = files.folder() / f"{act.uid}.data"
    table = mapping.table_of(path, format, encoding)
    options = {"place": world.lib.shelf.pk, **said, **mapping.options_of(table, mapping.proposed(table))}
    try:
        run = start_import(
            act, unit=world.lib.root, name="з.dat", size=size, digest=digest, format=format, encoding=encoding, options=options
        )
    except Refused as refusal:
        assert {problem.code for problem in refusal.problems if problem.code not in REFUSED} == set()
        assert not Run.objects.filter(pk=act.uid).exists()
        arrival.throw_away(act.uid)
        return None, []
    assert work.advance(run)
    return run, list(read(path, format, encoding, columns=options.get("columns", ())))


def audit(run: Run, items: list[Item]) -> None:
    """What must be so after any file."""
    run.refresh_from_db()
    assert (run.state, run.number) == (RunState.DONE, len(items))
    assert sum(run.counts[name] for name in COUNTED) == len(items)
    nameless = [item for item in items if item.marc is None or not project(item.marc).title.strip()]
    lines = [line for line in files.rejects(run) if line["reason"] not in TOLD]
    others = [line for line in lines if line["reason"] == "other_book"]
    assert run.counts["rejected"] == len(lines) == len(nameless) + len(others)
    kept = Counter((line["number"], base64.b64decode(line["raw"])) for line in lines if line not in others)
    assert kept == Counter((item.number, item.raw) for item in nameless)
    records = Record.objects.filter(run=run.pk)
    assert records.count() == run.counts["imported"] == Body.objects.filter(record__run=run.pk).count()
    assert Origin.objects.filter(record__run=run.pk).count() == run.counts["imported"]
    copies = Copy.objects.filter(opening=run.pk)
    assert copies.count() == run.counts["copies"]
    assert not copies.filter(Q(barcode__startswith=PENDING) | Q(inventory_number=None, inventory_text="", barcode="")).exists()
    assert Opening.objects.filter(run=run.pk).exists() == copies.exists()


def orphans() -> list[Any]:
    """Copies of imports without an origin of their record, and counts of the lists that say otherwise than the fund."""
    known = Origin.objects.values("record")
    found = list(Copy.objects.exclude(opening=None).exclude(record__in=known).values_list("pk", flat=True))
    counted = dict(Copy.objects.values_list("record").annotate(Count("pk")).order_by())
    return found + [pk for pk, copies in Record.objects.filter(pk__in=counted).values_list("pk", "copies") if copies != counted[pk]]


def looked_at(client: Client, chance: random.Random, format: str, encoding: str, data: bytes) -> Counter[int]:
    """Through the browser: the file is brought, looked at as the program takes it, and then as something else."""
    file = BytesIO(data)
    file.name = "каталог.dat"
    sent = client.post("/work/catalogue/imports/", {"file": file})
    said = Counter([sent.status_code])
    if sent.status_code == 302:
        address = sent["Location"]
        said[client.get(address).status_code] += 1
        said[client.get(address, {"format": chance.choice(FORMATS), "encoding": chance.choice(KNOWN)}).status_code] += 1
        form = {"look": "1", "format": format, "encoding": encoding, "token": address.split("/")[-2], "name": "к", "source": "x"}
        said[client.post(address, form).status_code] += 1
    return said


@pytest.mark.drift  # the same question is asked here, and more often
@pytest.mark.parametrize("format", FORMATS)
def test_damaged_files_are_looked_at_and_taken_in_whole_or_refused(world, format, tell: Tell):
    chance, files_of = random.Random(f"import {format}"), pool(format)
    make: Callable[[random.Random, list[bytes]], bytes] = workbook if format == "xlsx" else mutated
    client = world.browser("cataloguer")
    counted, pages, begun = Counter[str](), Counter[int](), 0
    for number in range(INPUTS):
        data = make(chance, files_of) if number else files_of[-1]
        encoding = chance.choice(KNOWN) if number % 4 == 3 else "utf-8"
        try:
            pages += looked_at(client, chance, format, encoding, data)
            source, existing = chance.choice(("Коха", "ІРБІС")), chance.choice(("update", "update", "skip", "replace"))
            run, items = taken_in(world, format, encoding, data, source=source, existing=existing)
            if run is not None:
                audit(run, items)
                begun += 1
                counted.update(run.counts)
                if number % 5 == 4:
                    client.get(f"/work/catalogue/imports/{run.pk}/")
                    b"".join(client.get(f"/work/catalogue/imports/{run.pk}/rejected/").streaming_content)
            if number % OFTEN == OFTEN - 1 or number == INPUTS - 1:
                assert (orphans(), check_facts().drift) == ([], [])
        except Exception as error:
            raise AssertionError(f"{format}, input {number}, {encoding}: {data[:2000]!r}") from error
    assert {status for status in pages if status >= 500} == set()
    assert set(pages) <= {200, 302, 422}
    assert begun > INPUTS // 2
    assert counted["imported"] > 0
    tell(f"{INPUTS} files, {begun} imports, {dict(counted)}, pages {dict(pages)}")


@pytest.mark.drift
def test_what_damaged_files_brought_goes_whole_when_it_is_taken_back(world):
    chance, files_of = random.Random(11), pool("iso2709")
    for number in range(times(4, 200)):
        run, items = taken_in(world, "iso2709", "utf-8", mutated(chance, files_of), source=f"С{number}")
        audit(run, items)
        undo_import(world.lib.act(), run=run)
        run.refresh_from_db()
        assert back.take_back(run)
        left = (Record.objects.filter(run=run.pk).count(), Copy.objects.filter(opening=run.pk).count())
        assert (left, orphans(), check_facts().drift) == ((0, 0), [], [])


def lose_a_record(run: Run) -> None:
    Run.objects.filter(pk=run.pk).update(imported=run.imported - 1)


def lose_a_description(run: Run) -> None:
    Body.objects.filter(record__run=run.pk).first().delete()


def lose_a_copy(run: Run) -> None:
    Copy.objects.filter(pk=Copy.objects.filter(opening=run.pk).first().pk)._raw_delete(using="default")


def lose_a_refusal(run: Run) -> None:
    path = files.rejects_of(run)
    kept = path.read_bytes().splitlines(keepends=True)[1:]
    path.write_bytes(b"".join(kept))
    Run.objects.filter(pk=run.pk).update(rejects_size=path.stat().st_size)


def a_number_less(run: Run) -> None:
    one = Copy.objects.filter(opening=run.pk).first()
    Copy.objects.filter(pk=one.pk).update(barcode=f"{PENDING}x")


@pytest.mark.drift
@pytest.mark.parametrize("harm", [lose_a_record, lose_a_description, lose_a_copy, lose_a_refusal, a_number_less])
def test_an_import_that_loses_something_is_found_out(world, harm):
    """The negative control: what an importer might lose quietly, done to a good run by hand."""
    run, items = taken_in(world, "iso2709", "utf-8", b"00099nam" + b"x" * 40 + b"\x1d" + pool("iso2709")[-3], source="Коха")
    audit(run, items)
    assert (run.counts["rejected"], run.counts["copies"] > 8) == (1, True)
    harm(run)
    with pytest.raises(AssertionError):
        audit(run, items)


@pytest.mark.drift
def test_a_copy_that_the_ledger_does_not_know_is_found_out(world):
    run, _items = taken_in(world, "iso2709", "utf-8", pool("iso2709")[-3], source="Коха")
    lose_a_copy(run)
    assert (len(orphans()), check_facts().drift == []) == (1, False)
