"""Records as the index reads them from the database: a few questions for a thousand of them."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence

from django.db.models import F, Q
from django.db.models.functions import Coalesce

from mandrivna.catalogue.holdings import NOTHING, Holding, standing
from mandrivna.catalogue.models import Authority, AuthorityName, Mention, Record
from mandrivna.catalogue.search.documents import Row

CHUNK = 1_000
COLUMNS = (
    "title", "subtitle", "part", "authors", "people", "responsibility", "subjects", "series", "annotation", "publisher", "place",
    "isbn", "isbn_wrong", "issn", "udc", "year", "kind", "language", "material", "audience", "local", "created_on",
)  # fmt: skip
PEOPLE = ("person", "body")


def everything() -> Iterator[list[tuple[Row, Holding]]]:
    """All that is not withdrawn, in chunks in the order of the key; nothing is kept open between them."""
    after = uuid.UUID(int=0)
    while keys := list(Record.objects.current().filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:CHUNK]):
        yield rows(keys)
        after = keys[-1]


def rows(keys: Sequence[uuid.UUID]) -> list[tuple[Row, Holding]]:
    """Of these records, those that may be found."""
    found = list(Record.objects.current().filter(pk__in=keys).values_list("pk", "host__title", *COLUMNS))
    held, variants = standing(keys), _variants(keys)
    made = []
    for key, host, *columns in found:
        about = dict(zip(COLUMNS, columns, strict=True))
        names, topics = variants.get(key, ("", ""))
        if host:
            about["series"] = f"{about['series']} {host}"
        made.append((Row(uid=str(key), variants=names, subject_variants=topics, **about), held.get(key, NOTHING)))
    return made


def _variants(keys: Sequence[uuid.UUID]) -> dict[uuid.UUID, tuple[str, str]]:
    """Headings and all their other forms: a pseudonym finds what stands under the name, and so does what was merged into it."""
    of = Coalesce("authority__merged_into", F("authority"))
    mentions = list(Mention.objects.filter(record__in=keys).annotate(of=of).values_list("record_id", "of", "authority__sort"))
    if not mentions:
        return {}
    forms = _forms({heading for _record, heading, _sort in mentions})
    found: dict[uuid.UUID, tuple[list[str], list[str]]] = {}
    for record, heading, sort in mentions:
        found.setdefault(record, ([], []))[sort not in PEOPLE].extend(forms[heading])
    return {record: ("; ".join(people), "; ".join(topics)) for record, (people, topics) in found.items()}


def _forms(headings: set[int]) -> dict[int, list[str]]:
    rows = Authority.objects.filter(Q(pk__in=headings) | Q(merged_into__in=headings)).order_by("pk")
    said = list(rows.values_list("pk", "merged_into", "heading"))
    names: dict[int, list[str]] = {}
    for one, name in AuthorityName.objects.filter(authority__in=[pk for pk, *_rest in said]).values_list("authority_id", "name"):
        names.setdefault(one, []).append(name)
    found: dict[int, list[str]] = {}
    for pk, merged, heading in said:
        found.setdefault(merged or pk, []).extend([heading, *names.get(pk, ())])
    return found
