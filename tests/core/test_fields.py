"""Encrypted columns as a programmer and as a thief of the database meet them."""

from __future__ import annotations

import copy
import pickle
import threading

import pytest
from django.core import checks, serializers
from django.core.exceptions import FieldError
from django.db import IntegrityError, connection, models

from mandrivna.core import crypto
from mandrivna.core.fields import BlindIndexField, EncryptedTextField, Sealed, matching
from mandrivna.core.normalise import name, phone
from mandrivna.shared.ids import new_uid
from tests.core.vault import Safe, apart, fresh_keys, table

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def vault(settings, tmp_path, db):
    with fresh_keys(settings, tmp_path), table(Safe):
        yield


def raw(pk, column: str) -> bytes | None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM vault_safe WHERE uid = %s", [Safe._meta.pk.get_db_prep_value(pk, connection)])
        value = cursor.fetchone()[0]
    return None if value is None else bytes(value)


def test_values_come_back_and_the_database_holds_ciphertext():
    safe = Safe.objects.create(phone="+380501234567", name="Олена", notes={"місто": ["Х"], "n": 1})
    again = Safe.objects.get(pk=safe.pk)
    assert (again.phone, again.name, again.notes) == ("+380501234567", "Олена", {"місто": ["Х"], "n": 1})
    assert b"380501234567" not in raw(safe.pk, "phone")
    assert "Олена".encode() not in raw(safe.pk, "name")


def test_none_empty_and_absent_stay_different():
    safe = Safe.objects.create(phone=None, name="", notes=None)
    again = Safe.objects.get(pk=safe.pk)
    assert (again.phone, again.name, again.notes) == (None, "", None)
    assert raw(safe.pk, "phone") is None
    assert raw(safe.pk, "name")
    assert list(Safe.objects.filter(phone__isnull=True, name__isnull=False)) == [safe]


def test_saving_a_part_refreshing_and_deferring():
    safe = Safe.objects.create(phone="0501112233", name="А")
    before = raw(safe.pk, "name")
    safe.phone, safe.name = "0502223344", "Б"
    safe.save(update_fields=["phone"])
    assert raw(safe.pk, "name") == before
    assert [s.phone for s in Safe.objects.only("label")] == ["0502223344"]
    assert Safe.objects.defer("name").get().name == "А"
    safe.refresh_from_db()
    assert (safe.phone, safe.name) == ("0502223344", "А")


def test_saving_only_the_phone_also_moves_its_index():
    safe = Safe.objects.create(phone="0501112233")
    safe.phone = "0502223344"
    safe.save(update_fields=["phone"])
    assert Safe.objects.filter(matching(Safe, "phone_index", "0501112233")).count() == 0
    assert Safe.objects.get(matching(Safe, "phone_index", "0502223344")) == safe


def test_an_untouched_column_is_written_back_as_it_was():
    safe = Safe.objects.create(name="А", notes={"a": 1})
    before = raw(safe.pk, "name"), raw(safe.pk, "notes")
    again = Safe.objects.get(pk=safe.pk)
    again.label = "інше"
    again.save()
    assert (raw(safe.pk, "name"), raw(safe.pk, "notes")) == before


def test_json_changed_in_place_is_saved():
    Safe.objects.create(notes={"a": 1})
    safe = Safe.objects.get()
    safe.notes["a"] = 2
    safe.save()
    assert Safe.objects.get().notes == {"a": 2}


def test_bulk_create_encrypts():
    Safe.objects.bulk_create([Safe(phone=f"050111223{n}", name="А") for n in range(3)])
    assert sorted(s.phone for s in Safe.objects.all()) == ["0501112230", "0501112231", "0501112232"]
    assert Safe.objects.filter(matching(Safe, "name_index", "а")).count() == 3


def test_update_and_bulk_update_take_only_none():
    safe = Safe.objects.create(name="А", notes={})
    with pytest.raises(TypeError):
        Safe.objects.update(name="Б")
    with pytest.raises(TypeError):
        Safe.objects.bulk_update([safe], ["name"])
    assert Safe.objects.update(name=None) == 1
    assert Safe.objects.get().name is None


@pytest.mark.parametrize(
    "question", ["name", "name__exact", "name__contains", "name__in", "name__gt", "name__foo__isnull", "notes__key"]
)
def test_nothing_but_isnull_can_be_asked(question):
    with pytest.raises(FieldError):
        list(Safe.objects.filter(**{question: "А"}))


def test_values_never_carry_plaintext():
    safe = Safe.objects.create(name="Олена")
    ((value,), row) = Safe.objects.values_list("name")[0], Safe.objects.values("name")[0]
    for sealed in (value, row["name"]):
        assert isinstance(sealed, Sealed)
        assert (str(sealed), f"{sealed:>5}", repr(sealed)) == ("•••", "•••", "<Sealed vault.Safe.name>")
        assert sealed.reveal(safe.pk) == "Олена"
    with pytest.raises(crypto.DecryptionError):
        Safe.objects.values_list("name", flat=True)[0].reveal(new_uid())


def test_nothing_is_pickled_or_serialised():
    Safe.objects.create(name="Олена")
    for safe in (Safe.objects.get(), Safe(name="Олена")):
        with pytest.raises(TypeError):
            pickle.dumps(safe)
    with pytest.raises(TypeError):
        serializers.serialize("json", Safe.objects.all())
    assert "Олена" not in repr(Safe.objects.get().__dict__)


def test_a_copy_of_a_value_is_its_own():
    Safe.objects.create(notes={"a": [1]})
    safe = Safe.objects.get()
    safe.notes["a"].append(2)
    twin = copy.deepcopy(safe.__dict__["notes"])
    twin.reveal(safe.pk)["a"].append(3)
    assert (safe.notes, twin.reveal(safe.pk)) == ({"a": [1, 2]}, {"a": [1, 2, 3]})
    assert Safe.objects.get().notes == {"a": [1]}


def test_swapped_ciphertexts_do_not_open():
    one, two = Safe.objects.create(name="Один"), Safe.objects.create(name="Два")
    with connection.cursor() as cursor:
        for pk, value in ((one.pk, raw(two.pk, "name")), (two.pk, raw(one.pk, "name"))):
            cursor.execute(
                "UPDATE vault_safe SET name = %s WHERE uid = %s", [value, Safe._meta.pk.get_db_prep_value(pk, connection)]
            )
    for pk in (one.pk, two.pk):
        with pytest.raises(crypto.DecryptionError):
            assert Safe.objects.get(pk=pk).name


def test_a_row_moved_to_another_column_does_not_open():
    safe = Safe.objects.create(name="Один", phone="0501112233")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE vault_safe SET name = phone")
    with pytest.raises(crypto.DecryptionError):
        assert Safe.objects.get(pk=safe.pk).name


def test_a_read_row_is_not_saved_under_another_key():
    Safe.objects.create(name="Один")
    safe = Safe.objects.get()
    safe.pk = new_uid()
    with pytest.raises(crypto.DecryptionError):
        safe.save(force_insert=True)
    assert Safe.objects.count() == 1


@pytest.mark.parametrize("value", [5, b"bytes", models.F("label"), ["a"]])
def test_a_text_takes_only_text(value):
    with pytest.raises(TypeError):
        Safe(name=value)


def test_an_automatic_primary_key_is_refused_by_the_system_check():
    class Auto(models.Model):
        word = EncryptedTextField(null=True)
        mark = BlindIndexField(source="elsewhere", normalise="unheard")

        class Meta:
            apps = apart
            app_label = "vault"

    assert [e.id for e in Auto._meta.get_field("word").check()] == ["mandrivna.E101"]
    assert [e.id for e in Auto._meta.get_field("mark").check()] == ["mandrivna.E103", "mandrivna.E104"]
    assert [e for f in Safe._meta.get_fields() for e in f.check() if e.level >= checks.ERROR] == []


# --- blind indexes -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written",
    [
        "0501234567",
        "+38 (050) 123-45-67",
        "380501234567",
        "80501234567",
        "00380501234567",
        "050 123 45 67",
        "501234567",
        "٠٥٠١٢٣٤٥٦٧",
    ],
)
def test_one_phone_however_it_is_written(written):
    assert phone(written) == "+380501234567"
    Safe.objects.create(phone="+38 (050) 123-45-67")
    assert Safe.objects.filter(matching(Safe, "phone_index", written)).count() == 1


def test_phones_of_other_countries_and_no_phones():
    assert [phone(p) for p in ("+48 600 100 200", "0048600100200", "", " - ", "102")] == [
        "+48600100200",
        "+48600100200",
        "",
        "",
        "102",
    ]


@pytest.mark.parametrize(
    "written",
    ["Мар’яна  Косач-Квітка", "мар'яна косач - квітка", "МАРʼЯНА КОСАЧ–КВІТКА", "Мар’я́на Косач-Квітка", "Мap’яна Косач-Квiткa"],
)
def test_one_name_however_it_is_written(written):
    assert name(written) == "мар'яна косач-квітка"


def test_letters_that_differ_stay_different():
    assert len({name(n) for n in ("Гай", "Ґай", "Гаї", "Гаи", "Гає")}) == 5
    assert name("Maria Pia") == "maria pia"


def test_an_empty_value_is_no_value():
    Safe.objects.create(phone="")
    Safe.objects.create(phone=None)
    assert Safe.objects.filter(phone_index__isnull=True).count() == 2
    assert Safe.objects.filter(matching(Safe, "phone_index", "")).count() == 0


def test_the_same_phone_twice_is_refused():
    Safe.objects.create(phone="0501234567")
    with pytest.raises(IntegrityError):
        Safe.objects.create(phone="+380 50 123 45 67")


def test_of_two_at_once_one_is_written():
    results: list[str] = []
    gate = threading.Barrier(2)

    def create(text: str) -> None:
        gate.wait()
        try:
            Safe.objects.create(phone=text)
            results.append("written")
        except IntegrityError:
            results.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=create, args=[text]) for text in ("0501234567", "+38 (050) 123-45-67")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(results) == ["refused", "written"]
    assert Safe.objects.count() == 1
