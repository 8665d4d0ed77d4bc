"""The reader of barcodes is the one published, with its licences, and no page loads it before somebody scans."""

from __future__ import annotations

import gzip
import hashlib
from pathlib import Path

from mandrivna.faces import look
from scripts.scanner import PACKAGE

ROOT = Path(__file__).resolve().parents[2]
STATIC = Path(look.__file__).parent / "static/look"
PRINTS = {
    "zxing.js": "98e44c8063b9aa75b31562f6b64b2cead420842ac3e4f57a791c01cd8f450a7a",
    "zxing.wasm": "2ebda08a93eea3efcd8399cda6b276e6a0b1de4fec60b4d8988a047de4c6d1ba",
}


def test_it_is_the_published_one() -> None:
    assert {name: hashlib.sha256((STATIC / name).read_bytes()).hexdigest() for name in PRINTS} == PRINTS


def test_it_comes_with_its_licences_and_is_named_among_what_is_not_ours() -> None:
    licence, notice = (STATIC / "zxing.LICENSE.txt").read_text(encoding="utf-8"), (ROOT / "NOTICE").read_text(encoding="utf-8")
    assert all(words in licence for words in ("Copyright (c) 2023 Ze-Zheng Wu", "Apache License", "Version 2.0, January 2004"))
    assert PACKAGE.replace("@", " ") in notice and "ZXing-C++" in notice


def test_no_page_links_it_and_its_weight_is_known() -> None:
    linking = [path.name for path in ROOT.glob("mandrivna/**/*.html") if "zxing" in path.read_text(encoding="utf-8")]
    assert linking == ["_eye.html"]
    page = (ROOT / "mandrivna/faces/workspace/templates/workspace/catalogue/_eye.html").read_text(encoding="utf-8")
    assert ("src=\"{% static 'look/zxing" in page, "data-wasm=\"{% static 'look/zxing.wasm' %}\"" in page) == (False, True)
    assert len(gzip.compress((STATIC / "zxing.wasm").read_bytes())) < 500_000
