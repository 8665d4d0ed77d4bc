"""Headings as people page through them: by letter, one with its records, those that look alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from mandrivna.catalogue.likeness import may_be_one
from mandrivna.catalogue.models import Authority, AuthorityName, Mention, Record, RecordQuerySet
from mandrivna.catalogue.models.authorities import folded_heading
from mandrivna.shared.alphabet import ALPHABET, letter_key
from mandrivna.shared.text import words

LETTERS = tuple(letter for letter in ALPHABET if letter not in "ыэъё")
LATIN, SIGNS = "latin", "0-9"
_RANGES = {
    **{letter: (letter_key(letter), letter_key(letter) + "g") for letter in LETTERS},
    LATIN: ("60", "7g"),
    SIGNS: ("00", "1g"),
}
"""Keys are hexadecimal, so whatever begins with one lies before the same with a «g»."""
MOST_KEYS, MOST_GROUPS = 500, 50


def under(headings: QuerySet[Authority], letter: str) -> QuerySet[Authority]:
    first, after = _RANGES[letter]
    return headings.filter(order__gte=first, order__lt=after)


def letters_of(headings: QuerySet[Authority]) -> list[str]:
    """Those under which something stands; one question, an index seek a letter."""
    found = {f"at{number}": Exists(under(headings, letter).order_by()) for number, letter in enumerate(_RANGES)}
    said = Authority.objects.order_by().annotate(**found).values_list(*found)[:1]
    return [letter for letter, there in zip(_RANGES, said[0], strict=True) if there] if said else []


def standing(sort: str, records: RecordQuerySet | None = None) -> QuerySet[Authority]:
    """Headings of their own in their order; with `records` only those that one of these names."""
    found = Authority.objects.filter(sort=sort, merged_into__isnull=True).order_by("order", "pk")
    if records is None:
        return found
    named = Exists(records.filter(mentions__authority=OuterRef("pk")).order_by())
    merged = Authority.objects.filter(named, sort=sort, merged_into__isnull=False).order_by()
    return found.filter(named | Q(pk__in=merged.values("merged_into")))


def family(headings: Iterable[int]) -> QuerySet[Authority]:
    """These headings and all that became them. A question of its own inside others, so that both engines go by its index."""
    keys = list(headings)
    return Authority.objects.filter(Q(pk__in=keys) | Q(merged_into__in=keys)).order_by()


def meanings(headings: Sequence[Authority]) -> dict[int, str]:
    """The first other form of each: of a class it says what the number means."""
    said: dict[int, str] = {}
    for of, name in AuthorityName.objects.filter(authority__in=headings).order_by("pk").values_list("authority", "name"):
        said.setdefault(of, name)
    return said


def counted(headings: Sequence[Authority], records: RecordQuerySet | None = None) -> dict[int, int]:
    """How many records name each; one question for all of them."""
    rows = Record.objects.current() if records is None else records
    rows = rows.filter(mentions__authority__in=family(one.pk for one in headings)).order_by()
    of = rows.annotate(of=Coalesce("mentions__authority__merged_into", "mentions__authority")).values_list("of")
    return dict(of.annotate(number=Count("pk", distinct=True)))


def counted_so_far(headings: Sequence[Authority], records: RecordQuerySet, most: int) -> dict[int, int]:
    """The same, but at most `most` + 1 of each: a page of popular subjects would visit the whole catalogue."""
    rows = Mention.objects.filter(authority__in=family(one.pk for one in headings)).order_by()
    of = rows.annotate(of=Coalesce("authority__merged_into", "authority")).values_list("of")
    popular = {key for key, number in of.annotate(number=Count("pk")) if number > most}
    found = counted([one for one in headings if one.pk not in popular], records) if len(popular) < len(headings) else {}
    for one in headings:
        if one.pk in popular:
            found[one.pk] = records_of(one, records).order_by()[: most + 1].count()
    return found


def records_of(authority: Authority, records: RecordQuerySet | None = None) -> RecordQuerySet:
    """Those that name it, in any of the headings that became it."""
    named = Mention.objects.filter(authority__in=family([authority.pk])).values("record")
    return (Record.objects.current() if records is None else records).filter(pk__in=named)


def latest_of(authority: Authority, records: RecordQuerySet, most: int) -> tuple[RecordQuerySet, bool]:
    """Those that name it, in their order; and whether more name it than the `most` described last, which alone are looked at:
    the titles of a popular subject cannot be put in order while somebody waits."""
    keys = [authority.pk, *(one.pk for one in authority.taken_in.all())]
    named = Mention.objects.filter(authority__in=keys).order_by("-pk").values_list("record", flat=True)
    looked = list(named[: most + 1])
    if len(looked) <= most:
        return records.filter(pk__in=set(looked)).order_by("order", "pk"), False
    found = records.filter(pk__in=set(looked[:most])).order_by("order", "pk")
    # A reader can come by none of the latest: then by an older one, if there is any.
    return (found if found.order_by().exists() else records_of(authority, records).order_by("order", "pk")), True


def variants_of(authority: Authority) -> list[str]:
    """Other forms, also of what was merged into it; what differs from the heading only by the years is not one."""
    merged = [(one.heading, one.dates) for one in authority.taken_in.all()]
    names = AuthorityName.objects.filter(authority__in=family([authority.pk]))
    found = [*names.order_by("name").values_list("name", flat=True), *(" ".join(one).strip() for one in merged)]
    own = {authority.folded, folded_heading(authority.heading)}
    return list({folded_heading(name): name for name in reversed(found) if folded_heading(name) not in own}.values())[::-1]


def matching(headings: QuerySet[Authority], text: str) -> QuerySet[Authority]:
    """Every word somewhere in the heading or in one of its other forms."""
    for word in words(text):
        names = AuthorityName.objects.filter(folded__contains=word).order_by()
        merged = Authority.objects.filter(merged_into__isnull=False, folded__contains=word).order_by()
        headings = headings.filter(
            Q(folded__contains=word)
            | Q(pk__in=names.values(of=Coalesce("authority__merged_into", "authority")))
            | Q(pk__in=merged.values("merged_into"))
        )
    return headings


def alike(authority: Authority) -> list[Authority]:
    """Other headings that may be the same one."""
    if not authority.likeness or authority.merged_into_id:
        return []
    met = standing(authority.sort).filter(likeness=authority.likeness).exclude(pk=authority.pk)[:MOST_GROUPS]
    return [one for one in met if _may_be_one(authority, one)]


def alike_groups() -> list[list[Authority]]:
    """Headings that may be one, at most so many groups; dealt with, they make room for the next."""
    own = Authority.objects.filter(merged_into__isnull=True).exclude(likeness="")
    keys = own.order_by().values("sort", "likeness").annotate(number=Count("pk")).filter(number__gt=1)
    wanted = [(row["sort"], row["likeness"]) for row in keys.order_by("sort", "likeness")[:MOST_KEYS]]
    groups: dict[tuple[str, str], list[Authority]] = {key: [] for key in wanted}
    for one in own.filter(likeness__in=[key for _sort, key in wanted]).order_by("order", "pk"):
        if (one.sort, one.likeness) in groups:
            groups[one.sort, one.likeness].append(one)
    found = (_together(group) for group in groups.values())
    return [group for group in found if len(group) > 1][:MOST_GROUPS]


def _together(group: Iterable[Authority]) -> list[Authority]:
    """Those that contradict not all of the others."""
    listed = list(group)
    return [one for one in listed if any(one is not other and _may_be_one(one, other) for other in listed)]


def _may_be_one(one: Authority, other: Authority) -> bool:
    return may_be_one(one.sort, (one.heading, one.dates), (other.heading, other.dates))


def same_author(record: Record, records: RecordQuerySet, most: int) -> tuple[list[Record], list[Record]]:
    """(other editions of this work, other works of its authors) among `records`: the same author and the same title is one work."""
    writing = Mention.objects.filter(record=record, role="author").annotate(of=Coalesce("authority__merged_into", F("authority")))
    authors = list(writing.values_list("of", flat=True)[:5])
    if not authors:
        return [], []
    named = Mention.objects.filter(authority__in=family(authors), role="author")
    others = records.filter(pk__in=named.values("record")).exclude(pk=record.pk)
    work = title_of(record)
    begun = others.filter(folded__startswith=work) if work else others.none()
    editions = [one for one in begun.order_by("-year", "pk")[: 4 * most] if title_of(one) == work][:most]
    known = {one.pk for one in editions}
    works: dict[str, Record] = {}
    for one in others.exclude(pk__in=known).order_by("-year", "pk")[: 4 * most]:
        if title_of(one) != work:
            works.setdefault(title_of(one), one)
    return editions, list(works.values())[:most]


def title_of(record: Record) -> str:
    """The title without what stands after a colon or a full stop, folded as `Record.folded` is."""
    return " ".join(words(record.title.partition(" : ")[0]))
