"""SRU 1.1, 1.2 and 2.0: explain and searchRetrieve. A wrong question is answered with a diagnostic, never with an error page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from mandrivna.catalogue.models import Record
from mandrivna.catalogue.protocols.cql import Diagnostic, read
from mandrivna.catalogue.protocols.finding import NAMED, page
from mandrivna.catalogue.protocols.schemas import SRU_SCHEMAS, Schema
from mandrivna.catalogue.protocols.xml import HEAD, say, tag, text

DEFAULT, MOST, FARTHEST = 10, 50, 10_000
"""Records by default and at most in one answer; beyond the farthest position nobody pages, they harvest by OAI-PMH."""
VERSIONS = ("1.1", "1.2", "2.0")
EXPLAIN = "http://explain.z3950.org/dtd/2.0/"


@dataclass(frozen=True)
class Names:
    """What the two generations of the protocol call the same things."""

    response: str
    diagnostic: str


OLD = Names("http://www.loc.gov/zing/srw/", "http://www.loc.gov/zing/srw/diagnostic/")
NEW = Names("http://docs.oasis-open.org/ns/search-ws/sruResponse", "http://docs.oasis-open.org/ns/search-ws/diagnostic")


@dataclass(frozen=True)
class Server:
    """Who answers, for explain and for addresses inside records."""

    host: str
    port: str
    path: str
    title: str
    page: Callable[[Record], str]


def answer(asked: Mapping[str, str], server: Server) -> str:
    version = asked.get("version") or ("2.0" if "operation" not in asked else "1.2")
    names = NEW if version == "2.0" else OLD
    try:
        if version not in VERSIONS:
            raise Diagnostic(5, "Unsupported version", "2.0")
        operation = asked.get("operation") or ("searchRetrieve" if asked.get("query") else "explain")
        if operation == "explain":
            return HEAD + _explain(version, names, server)
        if operation != "searchRetrieve":
            raise Diagnostic(4, "Unsupported operation", operation)
        return HEAD + _search(asked, version, names, server)
    except Diagnostic as trouble:
        return HEAD + _failed(trouble, version if version in VERSIONS else "2.0", names)


# --- searchRetrieve ---------------------------------------------------------------------------------------------------


def _search(asked: Mapping[str, str], version: str, names: Names, server: Server) -> str:
    query = asked.get("query", "")
    if not query:
        raise Diagnostic(7, "Mandatory parameter not supplied", "query")
    if asked.get("queryType", "cql") != "cql":
        raise Diagnostic(6, "Unsupported parameter value", "queryType")
    schema = _schema(asked.get("recordSchema", ""))
    packing = asked.get("recordXMLEscaping" if version == "2.0" else "recordPacking", "xml")
    if packing not in ("xml", "string"):
        raise Diagnostic(71, "Unsupported record packing", packing)
    start = _number(asked, "startRecord", 1, least=1)
    number = min(_number(asked, "maximumRecords", DEFAULT, least=0), MOST)
    if start + number - 1 > FARTHEST:
        raise Diagnostic(61, "First record position out of range", f"no farther than {FARTHEST}")
    total, found = page(read(query), start - 1, number)
    if total and start > total:
        raise Diagnostic(61, "First record position out of range", str(start))
    records = "".join(_record(one, schema, packing, version, start + at, server) for at, one in enumerate(found))
    after = start + len(found)
    inside = "".join(
        (
            say("version", version) if version != "2.0" else "",
            say("numberOfRecords", total),
            tag("records", records) if found else "",
            say("nextRecordPosition", after) if found and after <= min(total, FARTHEST) else "",
            tag("echoedSearchRetrieveRequest", _echo(query, start, number, schema, version)),
            say("resultCountPrecision", "info:srw/vocabulary/resultCountPrecision/1/exact") if version == "2.0" else "",
        )
    )
    return tag("searchRetrieveResponse", inside, xmlns=names.response)


def _schema(wanted: str) -> Schema:
    for schema in SRU_SCHEMAS.values():
        if wanted in ("", schema.name, schema.identifier) or wanted.lower() == schema.name:
            return schema
    raise Diagnostic(66, "Unknown schema for retrieval", wanted)


def _number(asked: Mapping[str, str], name: str, otherwise: int, *, least: int) -> int:
    said = asked.get(name, "")
    if not said:
        return otherwise
    if not (said.isascii() and said.isdigit() and len(said) < 10 and int(said) >= least):
        raise Diagnostic(6, "Unsupported parameter value", name)
    return int(said)


def _record(record: Record, schema: Schema, packing: str, version: str, position: int, server: Server) -> str:
    data = schema.write(record, server.page(record))
    name = "recordXMLEscaping" if version == "2.0" else "recordPacking"
    return tag(
        "record",
        "".join(
            (
                say("recordSchema", schema.identifier),
                say(name, packing),
                tag("recordData", data if packing == "xml" else text(data)),
                say("recordIdentifier", record.pk) if version != "1.1" else "",
                say("recordPosition", position),
            )
        ),
    )


def _echo(query: str, start: int, number: int, schema: Schema, version: str) -> str:
    said = (
        say("version", version),
        say("query", query),
        say("startRecord", start),
        say("maximumRecords", number),
        say("recordSchema", schema.name),
    )
    return "".join(said)


def _failed(trouble: Diagnostic, version: str, names: Names) -> str:
    """`uri`, `details`, `message`, in this order."""
    inside = say("uri", f"info:srw/diagnostic/1/{trouble.number}")
    inside += say("details", trouble.details) if trouble.details else ""
    diagnostics = tag("diagnostics", tag("diagnostic", inside + say("message", trouble.message), xmlns=names.diagnostic))
    head = say("version", version) if version != "2.0" else ""
    return tag("searchRetrieveResponse", head + say("numberOfRecords", 0) + diagnostics, xmlns=names.response)


# --- explain ----------------------------------------------------------------------------------------------------------


def _explain(version: str, names: Names, server: Server) -> str:
    data = tag("explain", _server(version, server) + _indexes() + _schemas() + _configuration(), xmlns=EXPLAIN)
    name = "recordXMLEscaping" if version == "2.0" else "recordPacking"
    record = tag("record", say("recordSchema", EXPLAIN) + say(name, "xml") + tag("recordData", data))
    head = say("version", version) if version != "2.0" else ""
    return tag("explainResponse", head + record, xmlns=names.response)


def _server(version: str, server: Server) -> str:
    inside = say("host", server.host) + say("port", server.port) + say("database", server.path.strip("/"))
    info = tag("serverInfo", inside, protocol="SRU", version=version, transport="http")
    return info + tag("databaseInfo", say("title", server.title, lang="uk", primary="true"))


def _indexes() -> str:
    sets = {
        "cql": "info:srw/cql-context-set/1/cql-v1.2", "dc": "info:srw/cql-context-set/1/dc-v1.1",
        "bath": "http://zing.z3950.org/cql/bath/2.0/", "rec": "info:srw/cql-context-set/2/rec-1.1",
    }  # fmt: skip
    inside = "".join(tag("set", name=name, identifier=identifier) for name, identifier in sets.items())
    for one in NAMED:
        context, _dot, name = one.rpartition(".")
        said = say("name", name, set=context) if context else say("name", name)
        inside += tag("index", say("title", one) + tag("map", said))
    return tag("indexInfo", inside)


def _schemas() -> str:
    inside = "".join(
        tag(
            "schema",
            say("title", one.title),
            identifier=one.identifier,
            location=one.location,
            name=one.name,
            sort="false",
            retrieve="true",
        )
        for one in SRU_SCHEMAS.values()
    )
    return tag("schemaInfo", inside)


def _configuration() -> str:
    said = say("default", DEFAULT, type="numberOfRecords") + say("setting", MOST, type="maximumRecords")
    return tag("configInfo", said + say("default", "marcxml", type="retrieveSchema"))
