"""Files that people send as ZIP: spreadsheets and office documents."""

from __future__ import annotations

import struct
import zipfile

NO_ZIP = (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError, struct.error)
"""What opening something that only begins like a ZIP raises: a directory, a version, a name or a place in it that is none."""
