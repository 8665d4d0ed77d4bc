"""A Zebra of one's own, as Koha has it: MARC 21, words as ICU parts them. For tests and for figures beside ours."""

from __future__ import annotations

import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scripts.find_yaz import find_zebra

TAB = Path("/usr/share/idzebra-2.0/tab")
CONFIG = """profilePath: {root}:/usr/share/idzebra-2.0/tab
modulePath: {modules}
attset: bib1.att
recordtype: grs.marc.ours
register: {root}/register:{room}
encoding: UTF-8
"""


SRU = """<yazgfs><listen id="tcp">tcp:127.0.0.1:{port}</listen>
<server id="ours" listenref="tcp"><directory>{root}</directory><config>{root}/zebra.cfg</config>
<cql2rpn>/usr/share/yaz/etc/pqf.properties</cql2rpn>
<retrievalinfo><retrieval syntax="usmarc"/>
<retrieval syntax="xml" name="marcxml" identifier="info:srw/schema/1/marcxml-v1.1"><backend syntax="usmarc" name="F">
<marc inputformat="marc" outputformat="marcxml" inputcharset="utf-8"/></backend></retrieval>
</retrievalinfo></server></yazgfs>
"""


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def wait_for(port: int) -> None:
    until = time.monotonic() + 15
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), 0.2).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError(f"nobody listens on {port}")


def prepare(root: Path, *, room: str = "50M") -> None:
    """Its settings and an empty register."""
    find_zebra()  # first: where it has to be installed, its modules are not there before
    modules = ":".join(str(one) for one in Path("/usr/lib").glob("**/idzebra-2.0/modules"))
    (root / "register").mkdir()
    (root / "zebra.cfg").write_text(CONFIG.format(root=root, modules=modules, room=room), encoding="utf-8")
    rules = (TAB / "usmarc.abs").read_text().replace("name usmarc", "name ours")
    rules = rules.replace("attset bib1.att", "attset bib1.att\nencoding utf-8")
    (root / "ours.abs").write_text(f"{rules}\nelm 020\tISBN\t-\nelm 020/?\tISBN\t!:w\n", encoding="utf-8")
    (root / "default.idx").write_text((TAB / "icu.idx").read_text(), encoding="utf-8")
    run(root, "init")


def run(root: Path, *command: str) -> None:
    program = [find_zebra(), "-c", str(root / "zebra.cfg"), *command]
    subprocess.run(program, check=True, capture_output=True, stdin=subprocess.DEVNULL, cwd=root)


@contextmanager
def serving(root: Path, *, sru: bool = False) -> Iterator[int]:
    """Its port. With `sru` it speaks that over HTTP as well, in MARCXML, as a library's own server of YAZ does."""
    port = free_port()
    program = str(Path(find_zebra()).with_name("zebrasrv"))
    address = f"tcp:127.0.0.1:{port}"
    how = ["-c", str(root / "zebra.cfg"), address]
    if sru:
        (root / "server.xml").write_text(SRU.format(root=root, port=port), encoding="utf-8")
        how = ["-f", str(root / "server.xml")]
    server = subprocess.Popen([program, "-l", str(root / "log"), *how], stdin=subprocess.DEVNULL, cwd=root)
    try:
        wait_for(port)
        yield port
    finally:
        server.terminate()
        server.wait(10)
