"""What the index holds of a record. Raise SHAPE when it changes: older indexes are then made anew."""

from __future__ import annotations

from functools import cache

import tantivy

from mandrivna.shared.text.lemmas import identity

SHAPE = 3
WORDS, RAW = "whitespace", "raw"
"""Texts come ready: folded and parted by spaces. `raw` is one value as it stands."""

LEMMAS = ("title_l", "people_l", "subject_l", "rest_l")
SURFACES = ("title_s", "people_s", "subject_s")


def shape() -> str:
    """An index made by other code or by another dictionary answers other questions."""
    return f"{SHAPE}/{str(getattr(tantivy, '__version__', '')).split(',')[0]}/{identity()}"


@cache
def schema() -> tantivy.Schema:
    build = tantivy.SchemaBuilder()
    build.add_text_field("uid", stored=True, tokenizer_name=RAW, index_option="basic")
    build.add_text_field("state", stored=True, tokenizer_name=RAW, index_option="basic")
    for name in LEMMAS:
        build.add_text_field(name, tokenizer_name=WORDS, index_option="freq")
    for name in ("title_s", "people_s", "subject_s"):
        build.add_text_field(name, tokenizer_name=WORDS, index_option="freq")
    build.add_text_field("any_l", tokenizer_name=WORDS, index_option="basic")
    build.add_text_field("any_s", tokenizer_name=WORDS, index_option="position")
    build.add_text_field("sound", tokenizer_name=WORDS, index_option="basic")
    build.add_bytes_field("shown", stored=True)
    for name in ("exact", "number"):
        build.add_text_field(name, tokenizer_name=RAW, index_option="basic")
    for name in ("kind", "language", "material", "author", "subject", "audience"):
        build.add_text_field(name, fast=True, tokenizer_name=RAW, index_option="basic")
    for name in ("owner", "place", "held", "here", "local"):
        build.add_unsigned_field(name, indexed=True, fast=True)
    build.add_integer_field("year", indexed=True, fast=True)
    for name in ("order", "arrived"):
        build.add_unsigned_field(name, fast=True)
    return build.build()
