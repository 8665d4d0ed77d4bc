"""Which of the addresses a browser brings along are ours."""

from __future__ import annotations

import pytest

from mandrivna.core.addresses import same_site


@pytest.mark.parametrize(
    ("asked", "ours"),
    [
        ("http://testserver/work/units/?q=1", "/work/units/?q=1"),
        ("http://testserver//evil.example/x", "/evil.example/x"),
        ("http://testserver", ""),
        ("http://evil.example/work/", ""),
        ("", ""),
    ],
)
def test_the_path_of_this_site_never_names_another_host(rf, asked, ours):
    assert same_site(rf.get("/"), asked) == ours
