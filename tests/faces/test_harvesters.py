"""The whole catalogue harvested by somebody else's client, over a wire, page by page."""

from __future__ import annotations

import pytest
from django.utils import timezone
from oaipmh_scythe import Scythe
from oaipmh_scythe.exceptions import BadResumptionToken, NoRecordsMatch

from mandrivna.catalogue.models import Record
from mandrivna.catalogue.protocols import oai
from tests.factories.library import library

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.thorough]


@pytest.fixture
def client(live_server, monkeypatch):
    monkeypatch.setattr(oai, "PAGE", 10)
    lib = library()
    for number in range(33):
        lib.record(f"Книжка {number} <&>", authors="Українка, Леся", year=1900 + number)
    Record.objects.filter(title="Книжка 7 <&>").update(withdrawn_on=timezone.localdate(), withdrawn_why="двічі описано")
    with Scythe(f"{live_server.url}/oai/") as found:
        yield found


@pytest.mark.parametrize("prefix", ["oai_dc", "marc21"])
def test_every_record_comes_once(client, prefix):
    records = list(client.list_records(metadata_prefix=prefix))
    assert len({record.header.identifier for record in records}) == len(records) == 33
    assert [record.header.deleted for record in records].count(True) == 1
    first = next(record for record in records if not record.header.deleted)
    if prefix == "oai_dc":
        assert first.metadata["creator"] == ["Українка, Леся"]
        assert "<&>" in first.metadata["title"][0]


def test_the_other_verbs_are_understood(client):
    identity = client.identify()
    assert (identity.protocolVersion, identity.deletedRecord) == ("2.0", "transient")
    assert [one.metadataPrefix for one in client.list_metadata_formats()] == ["oai_dc", "marc21"]
    assert "kind:book" in [one.setSpec for one in client.list_sets()]
    headers = list(client.list_identifiers(metadata_prefix="oai_dc", set_="kind:book"))
    assert len(headers) == 33
    name = headers[0].identifier
    assert client.get_record(identifier=name, metadata_prefix="oai_dc").header.identifier == name
    assert len(list(client.list_records(metadata_prefix="oai_dc", ignore_deleted=True))) == 32


def test_errors_are_the_clients_own(client):
    with pytest.raises(NoRecordsMatch):
        list(client.list_records(metadata_prefix="oai_dc", from_="2999-01-01"))
    with pytest.raises(BadResumptionToken):
        list(client.list_records(resumption_token="forged"))
