from __future__ import annotations

from pathlib import Path

import pytest

from mandrivna.catalogue.search import synonyms
from mandrivna.catalogue.search.home import Home
from tests.factories.library import Library, library


@pytest.fixture
def place(settings, tmp_path: Path) -> Home:
    """An empty place for an index."""
    settings.SEARCH_INDEX = tmp_path / "search"
    synonyms.forget()
    return Home(tmp_path / "search")


@pytest.fixture
def lib(db) -> Library:
    return library()
