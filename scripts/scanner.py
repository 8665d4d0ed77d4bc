"""Takes the reader of barcodes from its npm package: static/look/zxing.js and zxing.wasm, byte for byte. The result is committed.

    .venv/bin/python -m scripts.scanner

Needs npm once, and nobody who only uses the program. The prints of what was taken are in tests/look/test_scanner.py.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from scripts.fonts import from_npm

OUT = Path(__file__).resolve().parent.parent / "mandrivna/faces/look/static/look"
PACKAGE = "zxing-wasm@3.1.3"
APACHE = Path("/usr/share/common-licenses/Apache-2.0")
TAKEN = {"dist/iife/reader/index.js": "zxing.js", "dist/reader/zxing_reader.wasm": "zxing.wasm"}


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="mandrivna-scanner-") as folder:
        package = from_npm(PACKAGE, Path(folder))
        for theirs, ours in TAKEN.items():
            shutil.copyfile(package / theirs, OUT / ours)
        wrapper = (package / "LICENSE").read_text(encoding="utf-8")
    parts = (f"{PACKAGE}, the wrapper:", wrapper, "ZXing-C++, the reader in zxing.wasm:", APACHE.read_text(encoding="utf-8"))
    (OUT / "zxing.LICENSE.txt").write_text("\n\n".join(part.strip() for part in parts) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
