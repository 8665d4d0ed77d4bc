"""OAI-PMH 2.0: the whole catalogue for harvesters, page by page, withdrawn records as deleted.

A resumption token is the place to go on from, signed by us: it needs no table, lives a day, and a record changed during a harvest
simply comes again at the end. `deletedRecord` is transient: an import undone as a whole leaves no row behind.
"""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.core import signing
from django.db.models import Min, Q, QuerySet
from django.utils import timezone

from mandrivna.catalogue.models import Kind, Record
from mandrivna.catalogue.protocols.schemas import OAI_FORMATS, Schema
from mandrivna.catalogue.protocols.xml import HEAD, say, tag

SPACE = "http://www.openarchives.org/OAI/2.0/"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
PAGE, TOKEN_LIVES, LONGEST_TOKEN, MOST_COUNTED = 100, dt.timedelta(days=1), 2_000, 10_000
SALT = "catalogue.oai"
LOCAL = "local"
DOMAIN = re.compile(r"[A-Za-z][A-Za-z0-9-]*(?:\.[A-Za-z][A-Za-z0-9-]*)+")
STAMP = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\dZ)?")


class Wrong(Exception):  # noqa: N818 - an answer of the protocol
    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code, self.message = code, message


@dataclass(frozen=True)
class Repository:
    name: str
    address: str
    host: str
    email: str
    page: Callable[[Record], str]

    def identifier(self, record: Record) -> str:
        return f"oai:{self.host}:{record.pk}"


@dataclass(frozen=True)
class Selection:
    """What a harvester asked for, and how far it has come."""

    prefix: str
    since: str = ""
    until: str = ""
    set_: str = ""
    after_at: str = ""
    after_uid: str = ""
    cursor: int = 0
    total: int = -1

    def token(self) -> str:
        return signing.dumps(list(vars_of(self)), salt=SALT, compress=True)


def vars_of(selection: Selection) -> tuple[Any, ...]:
    one = selection
    return one.prefix, one.since, one.until, one.set_, one.after_at, one.after_uid, one.cursor, one.total


ARGUMENTS = {
    "Identify": (), "ListMetadataFormats": ("identifier",), "ListSets": ("resumptionToken",),
    "GetRecord": ("identifier", "metadataPrefix"), "ListIdentifiers": ("from", "until", "metadataPrefix", "set", "resumptionToken"),
    "ListRecords": ("from", "until", "metadataPrefix", "set", "resumptionToken"),
}  # fmt: skip


def answer(asked: Mapping[str, list[str]], repository: Repository) -> str:
    verb = ""
    echoed: dict[str, str] = {}
    try:
        verb, given = _checked(asked)
        echoed = {"verb": verb, **given}
        inside = tag(verb, VERBS[verb](given, repository))
    except Wrong as wrong:
        inside = say("error", wrong.message, code=wrong.code)
        echoed = {} if wrong.code in ("badVerb", "badArgument") else echoed
    said = say("responseDate", _stamp(timezone.now())) + say(
        "request", repository.address, **{f"{key}_": value for key, value in echoed.items()}
    )
    schema = f"{SPACE} {SPACE}OAI-PMH.xsd"
    return HEAD + tag("OAI-PMH", said + inside, xmlns=SPACE, xmlns__xsi=XSI, xsi__schemaLocation=schema)


def _checked(asked: Mapping[str, list[str]]) -> tuple[str, dict[str, str]]:
    verbs = asked.get("verb", [])
    if len(verbs) != 1 or verbs[0] not in VERBS:
        raise Wrong("badVerb", "One verb of the protocol is needed.")
    verb, given = verbs[0], {}
    for name, values in asked.items():
        if name == "verb":
            continue
        if name not in ARGUMENTS[verb]:
            raise Wrong("badArgument", f"This verb takes no argument of this name: {name[:40]}")
        if len(values) != 1:
            raise Wrong("badArgument", f"Said twice: {name}")
        given[name] = values[0]
    if "resumptionToken" in given and len(given) > 1:
        raise Wrong("badArgument", "A resumption token stands alone.")
    return verb, given


# --- verbs ------------------------------------------------------------------------------------------------------------


def _identify(_given: dict[str, str], repository: Repository) -> str:
    first = Record.objects.aggregate(first=Min("changed_at"))["first"] or timezone.now()
    return "".join(
        (
            say("repositoryName", repository.name),
            say("baseURL", repository.address),
            say("protocolVersion", "2.0"),
            say("adminEmail", repository.email),
            say("earliestDatestamp", _stamp(first)),
            say("deletedRecord", "transient"),
            say("granularity", "YYYY-MM-DDThh:mm:ssZ"),
            _identifiers(repository),
        )
    )


def _identifiers(repository: Repository) -> str:
    """How our identifiers are made; the schema knows only hosts with a name of several parts."""
    if not DOMAIN.fullmatch(repository.host):
        return ""
    space = "http://www.openarchives.org/OAI/2.0/oai-identifier"
    said = say("scheme", "oai") + say("repositoryIdentifier", repository.host) + say("delimiter", ":")
    said += say("sampleIdentifier", f"oai:{repository.host}:{uuid.UUID(int=0)}")
    about = {"xmlns": space, "xmlns:xsi": XSI, "xsi:schemaLocation": f"{space} {space}.xsd"}
    return tag("description", tag("oai-identifier", said, **about))


def _formats(given: dict[str, str], repository: Repository) -> str:
    if "identifier" in given:
        _named(given["identifier"], repository)
    return "".join(
        tag(
            "metadataFormat",
            say("metadataPrefix", one.name) + say("schema", one.location) + say("metadataNamespace", one.identifier),
        )
        for one in OAI_FORMATS.values()
    )


def _sets(given: dict[str, str], _repository: Repository) -> str:
    if "resumptionToken" in given:
        raise Wrong("badResumptionToken", "The sets fit one answer.")
    kinds = [("kind", "За видом документа"), *((f"kind:{kind.value}", str(kind.label)) for kind in Kind)]
    return "".join(
        tag("set", say("setSpec", code) + say("setName", name)) for code, name in [*kinds, (LOCAL, "Краєзнавчі видання")]
    )


def _get(given: dict[str, str], repository: Repository) -> str:
    if set(given) != {"identifier", "metadataPrefix"}:
        raise Wrong("badArgument", "Both identifier and metadataPrefix are needed.")
    schema = _format(given["metadataPrefix"])
    return _record(_named(given["identifier"], repository), schema, repository)


def _list(given: dict[str, str], repository: Repository, *, whole: bool) -> str:
    asked = _resumed(given["resumptionToken"]) if "resumptionToken" in given else _selection(given)
    schema = _format(asked.prefix)
    rows = _selected(asked)
    page = list(_after(rows, asked).select_related("body", "host")[: PAGE + 1])
    if not page and not asked.cursor:
        raise Wrong("noRecordsMatch", "Nothing was described or changed in this time.")
    total = asked.total if asked.total >= 0 else _counted(rows, page)
    if whole:
        written = "".join(_record(one, schema, repository) for one in page[:PAGE])
    else:
        written = "".join(_header(one, repository) for one in page[:PAGE])
    return written + _token(asked, page, total)


def _counted(rows: QuerySet[Record], page: list[Record]) -> int:
    """How long the list is; 0 when it is longer than anybody need know: the protocol lets that be left out."""
    if len(page) <= PAGE:
        return len(page)
    number = rows.order_by()[: MOST_COUNTED + 1].count()
    return number if number <= MOST_COUNTED else 0


def _token(asked: Selection, page: list[Record], total: int) -> str:
    """Only an incomplete list has one; the last part of such a list closes with an empty one."""
    about = {**({"completeListSize": total} if total else {}), "cursor": asked.cursor}
    if len(page) <= PAGE:
        return say("resumptionToken", "", **about) if asked.cursor else ""
    last = page[PAGE - 1]
    onward = replace(asked, after_at=last.changed_at.isoformat(), after_uid=str(last.pk), cursor=asked.cursor + PAGE, total=total)
    return say("resumptionToken", onward.token(), expirationDate=_stamp(timezone.now() + TOKEN_LIVES), **about)


VERBS: dict[str, Callable[[dict[str, str], Repository], str]] = {
    "Identify": _identify,
    "ListMetadataFormats": _formats,
    "ListSets": _sets,
    "GetRecord": _get,
    "ListIdentifiers": lambda given, repository: _list(given, repository, whole=False),
    "ListRecords": lambda given, repository: _list(given, repository, whole=True),
}


# --- what is selected -------------------------------------------------------------------------------------------------


def _selection(given: dict[str, str]) -> Selection:
    if "metadataPrefix" not in given:
        raise Wrong("badArgument", "metadataPrefix is needed.")
    since, until = given.get("from", ""), given.get("until", "")
    if since and until and len(since) != len(until):
        raise Wrong("badArgument", "from and until differ in granularity.")
    chosen = Selection(given["metadataPrefix"], since, until, given.get("set", ""))
    _format(chosen.prefix)
    bounds = _moment("from", since), _moment("until", until)
    if bounds[0] and bounds[1] and bounds[0] > bounds[1]:
        raise Wrong("badArgument", "from is later than until.")
    _in_set(chosen.set_)
    return chosen


def _resumed(token: str) -> Selection:
    try:
        said = signing.loads(token[:LONGEST_TOKEN], salt=SALT, max_age=TOKEN_LIVES)
        return Selection(*said)
    except (signing.BadSignature, TypeError, ValueError):
        raise Wrong("badResumptionToken", "This token is not ours or has expired; begin anew.") from None


def _moment(name: str, said: str) -> dt.datetime | None:
    if not said:
        return None
    try:
        if not STAMP.fullmatch(said):
            raise ValueError(said)
        return dt.datetime.fromisoformat(said if "T" in said else f"{said}T00:00:00Z")
    except ValueError:
        raise Wrong("badArgument", f"{name} is no date of the protocol: {said[:40]}") from None


def _selected(asked: Selection) -> QuerySet[Record]:
    """Both ends belong to the time asked for, to the second or to the day."""
    rows = Record.objects.filter(_in_set(asked.set_))
    if (since := _moment("from", asked.since)) is not None:
        rows = rows.filter(changed_at__gte=since)
    if (until := _moment("until", asked.until)) is not None:
        step = dt.timedelta(seconds=1) if "T" in asked.until else dt.timedelta(days=1)
        rows = rows.filter(changed_at__lt=until + step if until.year < dt.MAXYEAR else until)
    return rows.order_by("changed_at", "uid")


def _after(rows: QuerySet[Record], asked: Selection) -> QuerySet[Record]:
    if not asked.after_at:
        return rows
    at = dt.datetime.fromisoformat(asked.after_at)
    return rows.filter(changed_at__gte=at).filter(Q(changed_at__gt=at) | Q(uid__gt=asked.after_uid))


def _in_set(spec: str) -> Q:
    if spec in ("", "kind"):
        return Q()
    if spec == LOCAL:
        return Q(local=True)
    kind = spec.removeprefix("kind:")
    if spec.startswith("kind:") and kind in Kind.values:
        # Books are most of any catalogue; the others have an index of their own, used when the question says what it leaves out.
        return Q(kind=kind) if kind == Kind.BOOK else Q(kind=kind) & ~Q(kind=Kind.BOOK)
    raise Wrong("noRecordsMatch", "There is no such set.")


def _format(prefix: str) -> Schema:
    if prefix not in OAI_FORMATS:
        raise Wrong("cannotDisseminateFormat", f"No such format here: {prefix[:40]}")
    return OAI_FORMATS[prefix]


def _named(identifier: str, repository: Repository) -> Record:
    scheme, _colon, rest = identifier.partition(":")
    host, _colon, local = rest.rpartition(":")
    try:
        key = uuid.UUID(local)
    except ValueError:
        key = None
    found = None
    if key is not None and scheme == "oai" and host == repository.host and str(key) == local:
        found = Record.objects.filter(pk=key).select_related("body", "host").first()
    if found is None:
        raise Wrong("idDoesNotExist", "No such record here.")
    return found


# --- records ----------------------------------------------------------------------------------------------------------


def _header(record: Record, repository: Repository) -> str:
    sets = say("setSpec", f"kind:{record.kind}") + (say("setSpec", LOCAL) if record.local else "")
    inside = say("identifier", repository.identifier(record)) + say("datestamp", _stamp(record.changed_at)) + sets
    return tag("header", inside, status="deleted" if record.withdrawn_on else None)


def _record(record: Record, schema: Schema, repository: Repository) -> str:
    inside = _header(record, repository)
    if record.withdrawn_on is None:
        inside += tag("metadata", schema.write(record, repository.page(record)))
    return tag("record", inside)


def _stamp(when: dt.datetime) -> str:
    return f"{when.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}"
