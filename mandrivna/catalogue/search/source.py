"""Records as the index reads them from the database: a few questions for a thousand of them."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from mandrivna.catalogue.holdings import NOTHING, Holding, standing
from mandrivna.catalogue.models import Authority, AuthorityName, Mention, Record
from mandrivna.catalogue.search.documents import Row

CHUNK, MANY, AMONG = 1_000, 50, 100
COLUMNS = (
    "title", "subtitle", "part", "authors", "people", "responsibility", "subjects", "series", "annotation", "publisher", "place",
    "isbn", "isbn_wrong", "issn", "udc", "year", "kind", "language", "material", "audience", "local", "created_on",
)  # fmt: skip
PEOPLE = ("person", "body")


def newest() -> uuid.UUID:
    return Record.objects.order_by("-pk").values_list("pk", flat=True).first() or uuid.UUID(int=0)


def everything(until: uuid.UUID) -> Iterator[list[tuple[Row, Holding]]]:
    """All that is not withdrawn, in chunks in the order of the key; nothing is kept open between them. What has a later key is left
    to the feed, or what an import brings meanwhile would be read twice."""
    after = uuid.UUID(int=0)
    while found := list(_read().filter(pk__gt=after, pk__lte=until).order_by("pk")[:CHUNK]):
        yield _rows(found, Q(record__gte=found[0][0], record__lte=found[-1][0]))
        after = found[-1][0]


def rows(keys: Sequence[uuid.UUID]) -> list[tuple[Row, Holding]]:
    """Of these records, those that may be found. Keys grow with time, so those of an import stand side by side: to read from the
    first to the last is one way down the index, where a list is a thousand. Keys of one millisecond have no order, so some of the
    neighbours may stand between them."""
    if len(keys) >= MANY:
        first, last, wanted = min(keys), max(keys), set(keys)
        most = len(wanted) + AMONG
        among = Record.objects.filter(pk__range=(first, last)).order_by()  # withdrawn ones too: their headings would be read
        if among[: most + 1].count() <= most:
            found = list(_read().filter(pk__range=(first, last)).order_by("pk"))
            return _rows([row for row in found if row[0] in wanted], Q(record__gte=first, record__lte=last))
    return _rows(list(_read().filter(pk__in=keys)), Q(record__in=keys))


def _read() -> QuerySet[Record, tuple[Any, ...]]:
    return Record.objects.current().values_list("pk", "host_id", "host__title", "url", *COLUMNS)


def _rows(found: list[tuple[Any, ...]], those: Q) -> list[tuple[Row, Holding]]:
    held = standing([pk for pk, *_rest in found], [pk for pk, host, _title, url, *_columns in found if host or url])
    variants = _variants(those)
    made = []
    for key, _host, title, _url, *columns in found:
        about = dict(zip(COLUMNS, columns, strict=True))
        names, topics = variants.get(key, ("", ""))
        if title:
            about["series"] = f"{about['series']} {title}"
        made.append((Row(uid=str(key), variants=names, subject_variants=topics, **about), held.get(key, NOTHING)))
    return made


def _variants(those: Q) -> dict[uuid.UUID, tuple[str, str]]:
    """Headings and all their other forms: a pseudonym finds what stands under the name, and so does what was merged into it."""
    if Authority.objects.filter(merged_into__isnull=False).exists():
        of = Coalesce("authority__merged_into", F("authority"))
        mentions = list(Mention.objects.filter(those).annotate(of=of).values_list("record_id", "of", "authority__sort"))
        forms = _forms({heading for _record, heading, _sort in mentions})
    else:  # as everywhere in the beginning: one way through the mentions finds all
        said = list(Mention.objects.filter(those).values_list("record_id", "authority", "authority__sort", "authority__heading"))
        mentions = [(record, heading, sort) for record, heading, sort, _words in said]
        forms = {heading: [words] for _record, heading, _sort, words in said}
        names = AuthorityName.objects.filter(authority__in=Mention.objects.filter(those).values("authority"))
        for heading, name in names.order_by("pk").values_list("authority_id", "name"):
            forms[heading].append(name)
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
