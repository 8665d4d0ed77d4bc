"""Fields as they are typed, and what a format's rules say of them."""

from __future__ import annotations

import pytest

from mandrivna.catalogue.formats.marc import SCHEMES, Field, Marc
from mandrivna.catalogue.formats.rules import faults, rules, templates
from mandrivna.catalogue.formats.typed import read_typed, typed
from mandrivna.catalogue.models import Kind


@pytest.mark.parametrize(
    ("scheme", "field"),
    [
        ("marc21", Field("245", "10", "", (("a", "Лісова пісня :"), ("b", "драма за $5")))),
        ("marc21", Field("008", "  ", "260101s2016    un a     b    000 0 ukr d")),
        ("unimarc", Field("200", "1 ", "", (("a", "Кассандра"),))),
        ("irbis", Field("910", "", "", (("A", "0"), ("!", "зал"), ("B", "1759089")))),
        ("irbis", Field("101", "", "ukr")),
        ("irbis", Field("006", "", "до першого підполя", (("A", "x"),))),
    ],
)
def test_what_is_shown_is_read_back_the_same(scheme, field):
    assert read_typed(scheme, field.tag, field.ind.replace(" ", "#"), typed(field)) == field


@pytest.mark.parametrize("sign", "ǂ‡▼")
def test_signs_of_other_systems_begin_a_subfield_too(sign):
    assert read_typed("marc21", "245", "1_", f"{sign}aКассандра{sign}b поема ") == Field(
        "245", "1 ", "", (("a", "Кассандра"), ("b", "поема"))
    )


def test_a_field_typed_with_nothing_in_it_is_empty():
    assert read_typed("marc21", "650", "", "$") == Field("650", "  ", "", ())


def test_every_format_has_names_and_help():
    assert {scheme: rules(scheme)["200" if scheme != "marc21" else "245"].once for scheme in SCHEMES} == dict.fromkeys(
        SCHEMES, True
    )
    assert [
        (rule.tag, code) for scheme in SCHEMES for rule in rules(scheme).values() for code in rule.many if code not in rule.subs
    ] == []


def test_templates_know_every_kind_and_break_no_rule():
    assert set(templates("marc21")) == set(Kind.values)
    for scheme in ("marc21", "unimarc"):
        for template in templates(scheme).values():
            fields = [read_typed(scheme, tag, ind, text.replace("$", "$", 1)) for tag, ind, text in template.fields]
            filled = Marc(
                scheme, template.leader, [Field(f.tag, f.ind, f.value, tuple((c, t or "x") for c, t in f.subs)) for f in fields]
            )
            hard = {fault.code for fault in faults(filled) if fault.code != "field_missing"}
            assert hard == set()


@pytest.mark.parametrize(
    ("fields", "codes"),
    [
        ([Field("245", "10", "", (("a", "А"),)), Field("245", "10", "", (("a", "Б"),))], [("field_once", True)]),
        ([Field("020", "  ", "", (("a", "1"), ("a", "2")))], [("subfield_once", True), ("field_missing", True)]),
        ([Field("2a", "  ", "", (("a", "А"),))], [("bad_tag", True), ("field_missing", True)]),
        ([Field("001", "", "x", (("a", "А"),)), Field("245", "10", "", (("a", "А"),))], [("control_subfields", True)]),
        ([Field("500", "  ", "", (("a", " "),)), Field("245", "10", "", (("a", "А"),))], [("empty_field", True)]),
        ([Field("245", "10", "", (("a", "А"),)), Field("599", "  ", "", (("a", "своє"),))], [("unknown_field", False)]),
        ([Field("245", "10", "", (("a", "А"), ("я", "Б")))], [("unknown_subfield", False)]),
        ([Field("245", "7 ", "", (("a", "А"),))], [("indicator", False), ("indicator", False)]),
        ([Field("245", "10", "", (("a", "А"),))], []),
    ],
)
def test_what_cannot_be_right_is_pointed_out(fields, codes):
    assert [(fault.code, fault.hard) for fault in faults(Marc("marc21", "", fields))] == codes
