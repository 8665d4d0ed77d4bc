"""What of a line that fails: the machine is hung up, the journal learns where, and nobody's card or name."""

from __future__ import annotations

import asyncio

import pytest

from mandrivna.faces.sip import server
from mandrivna.faces.sip.server import MOST, MOST_OF_ONE, Server, most_of


class Gone:
    """The other end of a wire that only asks to be closed."""

    closed = False

    def get_extra_info(self, _name: str) -> tuple[str, int]:
        return "10.0.0.7", 40000

    def close(self) -> None:
        self.closed = True


def test_a_failure_is_told_by_class_and_line_and_never_by_its_message(monkeypatch, caplog):
    def failing(_session: object, line: bytes) -> bytes:
        raise KeyError(line.decode())

    monkeypatch.setattr(server, "_fresh", failing)

    async def met() -> tuple[Gone, Server]:
        read, gone, house = asyncio.StreamReader(), Gone(), Server()
        read.feed_data("2300020260112    090000AAКвиток|AD654321|\r".encode())
        await house._met(read, gone)
        house.database.shutdown()
        return gone, house

    gone, house = asyncio.run(met())
    (record,) = [one for one in caplog.records if one.name == "mandrivna.sip"]
    assert (record.message, record.error, record.exc_info) == ("a line failed", "builtins.KeyError", None)
    assert (gone.closed, house.open.total(), "654321" in repr(vars(record)), "Квиток" in caplog.text) == (True, 0, False, False)


@pytest.mark.parametrize(
    ("network", "most"), [("127.0.0.1", MOST), ("::1", MOST), ("10.0.0.7", MOST_OF_ONE), ("", MOST_OF_ONE), ("x", MOST_OF_ONE)]
)
def test_machines_behind_a_tunnel_are_counted_only_all_together(network, most):
    assert most_of(network) == most
