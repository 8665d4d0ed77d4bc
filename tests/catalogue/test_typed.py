"""Fields as they are typed, and what a format's rules say of them."""

from __future__ import annotations

from itertools import pairwise

import pytest

from mandrivna.catalogue.formats.marc import MARC21, SCHEMES, UNIMARC, Field, Marc
from mandrivna.catalogue.formats.positions import in_words, positions
from mandrivna.catalogue.formats.project import project
from mandrivna.catalogue.formats.rules import faults, leader_faults, rules, templates
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


@pytest.mark.parametrize("scheme", [MARC21, UNIMARC])
def test_templates_know_every_kind_and_break_no_rule(scheme):
    assert set(templates(scheme)) == set(Kind.values)
    for kind, template in templates(scheme).items():
        fields = [read_typed(scheme, tag, ind, text.replace("{day}", "20261128")) for tag, ind, text in template.fields]
        filled = Marc(
            scheme, template.leader, [Field(f.tag, f.ind, f.value, tuple((c, t or "x") for c, t in f.subs)) for f in fields]
        )
        assert (faults(filled), leader_faults(scheme, filled.leader), project(filled).kind) == ([], [], kind)


@pytest.mark.parametrize("scheme", [MARC21, UNIMARC])
def test_places_of_a_fixed_field_follow_each_other_and_end_where_it_ends(scheme):
    """For one sort of editions at a time: 008 says other things of books than of serials."""
    for tag, fixed in positions(scheme).items():
        for only in {place.only for place in fixed.places} or {""}:
            spans = [list(map(int, place.at.split("-"))) for place in fixed.places if place.only in ("", only)]
            assert all(before[-1] < after[0] for before, after in pairwise(spans)), (tag, only)
            assert spans[-1][-1] == fixed.length - 1, (tag, only)
        assert [(place.at, sign) for place in fixed.places for sign in place.values if not _fits(place, sign)] == []


def _fits(place, sign):
    """One sign of several, or all of them."""
    first, *last = map(int, place.at.split("-"))
    return len(sign) in (1, (last[0] if last else first) - first + 1)


@pytest.mark.parametrize(
    ("tag", "code", "text"), [("100", "a", "20260101d2016    u  y0ukry50      ca"), ("105", "a", "    z   000y ")]
)
def test_blanks_of_a_coded_field_are_seen_and_kept(tag, code, text):
    field = Field(tag, "  ", "", ((code, text),))
    assert typed(field, UNIMARC) == f"${code}{text.replace(' ', '#')}"
    assert read_typed(UNIMARC, tag, "##", typed(field, UNIMARC)) == field


def test_the_length_of_a_coded_field_is_pointed_out():
    marc = Marc(MARC21, "", [Field("008", "  ", "260101s2016"), Field("245", "10", "", (("a", "А"),))])
    assert [(fault.code, fault.about, fault.hard) for fault in faults(marc)] == [("fixed_length", "11 ≠ 40", False)]


def test_a_leader_says_itself_in_words():
    assert in_words(MARC21, "00000nas a2200000 i 4500")[:3] == [("n", "новий"), ("a", "текст"), ("s", "серіальне видання")]
    assert in_words("irbis", "") == []


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
