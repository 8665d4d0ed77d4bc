"""G15: a unique word in every S3 and S4 field is found nowhere in the raw bytes. Reproduces the table of SECURITY.md."""

from __future__ import annotations

import base64
import logging
import shutil
import subprocess
import uuid
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection, models, transaction

from mandrivna.core import audit
from mandrivna.core.act import Act
from mandrivna.core.actor import SYSTEM
from mandrivna.core.fields import Encrypted, EncryptedJSONField
from mandrivna.core.retention import levels_of
from tests.core.vault import Open, Safe, table

pytestmark = pytest.mark.django_db(transaction=True)


class Canaries:
    """Unique words and every form in which they may lie in bytes."""

    def __init__(self) -> None:
        self.words: dict[str, str] = {}
        self.made: dict[type[models.Model], models.Model] = {}
        """One row of each model: what another row points to is not made twice, or its first words would be lost."""

    def word(self, field: str) -> str:
        self.words[field] = f"Канарка{uuid.uuid4().hex}"
        return self.words[field]

    def found_in(self, data: bytes) -> list[str]:
        lower = data.lower()
        return sorted(name for name, word in self.words.items() if any(form in lower for form in forms(word)))


def forms(word: str) -> set[bytes]:
    """The ASCII part is searched, so that escaping of Cyrillic letters (JSON, logs) hides nothing. Lower case, as the data."""
    core = word.removeprefix("Канарка")
    found = {core.encode(), core.encode("utf-16-le"), core.encode("utf-16-be"), core.encode().hex().encode()}
    for lead in range(3):  # base64 of the same bytes differs by where they begin
        whole = base64.b64encode(b"\0" * lead + core.encode()).decode()
        found.add(whole[4:-4].lower().encode())
    return found


def raw_database() -> bytes:
    """Everything a thief of the disk gets: the files of SQLite, or a dump of PostgreSQL with bytea as it lies there."""
    if connection.vendor == "sqlite":
        path = Path(str(connection.settings_dict["NAME"]))
        files = [Path(f"{path}{suffix}") for suffix in ("", "-wal", "-shm")]
        return b"".join(file.read_bytes() for file in files if file.exists())
    rows: list[bytes] = []
    with connection.cursor() as cursor:
        for name in connection.introspection.table_names(cursor):
            quoted = connection.ops.quote_name(name)
            cursor.execute(f"SELECT t::text FROM {quoted} t")
            rows += [row[0].encode() for row in cursor.fetchall()]
    return b"\n".join(rows) + dump()


def dump() -> bytes:
    if shutil.which("pg_dump") is None:
        return b""
    made = subprocess.run(["pg_dump", "--inserts", f"--dbname={dsn()}"], capture_output=True, check=False)
    return made.stdout


def dsn() -> str:
    conf = connection.get_connection_params()
    parts = {
        "host": conf.get("host"),
        "port": conf.get("port"),
        "user": conf.get("user"),
        "password": conf.get("password"),
        "dbname": conf["dbname"],
    }
    return " ".join(f"{name}={value}" for name, value in parts.items() if value)


def personal_models() -> list[type[models.Model]]:
    found = [m for m in apps.get_models() if any(level > 2 for level in levels_of(m).values())]
    return [*found, Safe]


WANTED = {"programme.Admission.event", "programme.Circle.course"}
"""Keys that may be empty, and that a rule of their table wants filled all the same."""


def build(model: type[models.Model], canaries: Canaries, depth: int = 0) -> models.Model:
    """A valid row made from the schema alone; every S3 and S4 field holds its word."""
    if model in canaries.made:
        return canaries.made[model]
    levels, values = levels_of(model), {}
    for field in model._meta.concrete_fields:
        label = f"{model._meta.label}.{field.name}"
        if levels.get(field.name, 1) > 2:
            word = canaries.word(label)
            values[field.attname] = {"word": word, word: [word]} if isinstance(field, EncryptedJSONField) else word
        elif isinstance(field, models.ForeignKey):
            if (not field.null or label in WANTED) and depth < 5:
                values[field.attname] = build(field.related_model, canaries, depth + 1).pk
        elif not field.has_default() and not field.null and not isinstance(field, models.AutoField):
            values[field.attname] = plain(field)
    made = canaries.made[model] = model(**values)
    made.save(force_insert=True)
    return made


def plain(field: models.Field) -> object:
    match field:
        case models.UUIDField():
            return uuid.uuid4()
        case models.DateTimeField() | models.DateField():
            return Act(actor=SYSTEM).at if isinstance(field, models.DateTimeField) else Act(actor=SYSTEM).on
        case models.IntegerField():
            return 1
        case models.BooleanField():
            return True
        case models.BinaryField():
            return b"x"
    if field.choices:
        return field.flatchoices[0][0]
    return uuid.uuid4().hex[: field.max_length or 12]


@pytest.fixture
def canaries(caplog):
    caplog.set_level(logging.DEBUG)
    with table(Safe, Open):
        yield Canaries()


@pytest.mark.drift  # rows put beside the verbs: a refusal without its fact
def test_no_word_is_in_the_database_the_logs_or_the_audit(canaries, caplog):
    for model in personal_models():
        with transaction.atomic():
            row = build(model, canaries)
            act = Act(actor=SYSTEM)
            shown = {f.name: getattr(row, f.attname) for f in model._meta.concrete_fields}
            audit.record(act, row, "canary", before=shown, after=shown)
        logging.getLogger("mandrivna").error("saved %s %r %s", row.pk, row.__dict__, type(row).objects.values())
    assert len(canaries.words) == sum(level > 2 for m in personal_models() for level in levels_of(m).values())
    assert canaries.found_in(raw_database()) == []
    assert canaries.found_in(caplog.text.encode()) == []


@pytest.mark.drift
def test_every_word_is_readable_with_the_key(canaries):
    """Otherwise the search above would have looked for what was never written."""
    rows = [build(model, canaries) for model in personal_models()]
    for row in rows:
        again = type(row)._base_manager.get(pk=row.pk)
        for field in (f for f in row._meta.concrete_fields if isinstance(f, Encrypted)):
            assert canaries.words[f"{row._meta.label}.{field.name}"] in str(getattr(again, field.attname))


def test_an_error_does_not_carry_the_words(canaries):
    safe = build(Safe, canaries)
    twin = Safe(phone=safe.phone, name=safe.name)
    with pytest.raises(Exception, match=r"(?i)unique") as refused:
        twin.save()
    assert canaries.found_in(f"{refused.value!r} {refused.value.__cause__!r}".encode()) == []


@pytest.mark.parametrize(
    "wrap", [str, lambda w: base64.b64encode(w.encode()).decode(), lambda w: w.encode().hex()], ids=["utf-8", "base64", "hex"]
)
def test_the_search_finds_what_is_not_encrypted(canaries, wrap):
    """Negative control: the same words in a plain column."""
    Open.objects.create(phone=wrap(canaries.word("vault.Open.phone")))
    assert canaries.found_in(raw_database()) == ["vault.Open.phone"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
def test_the_search_knows_every_encoding(encoding):
    canaries = Canaries()
    word = canaries.word("x.y")
    assert canaries.found_in(b"\x00" + word.encode(encoding) + b"\xff") == ["x.y"]
    assert canaries.found_in(word[:-1].encode(encoding)) == []
