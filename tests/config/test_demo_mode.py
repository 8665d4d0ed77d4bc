"""When there is no demonstration to load or to sign in to."""

from __future__ import annotations

from typing import Any

import pytest

from mandrivna.config import demo
from mandrivna.config.env import ConfigError
from mandrivna.core.models import Unit


@pytest.mark.django_db
def test_only_in_demo_mode(settings: Any) -> None:
    settings.DEMO = False
    with pytest.raises(ConfigError, match="MANDRIVNA_DEMO=1"):
        demo.load()
    assert (demo.sign_ins(), Unit.objects.count()) == ([], 0)


@pytest.mark.django_db
def test_no_sign_ins_for_a_library_of_ones_own(settings: Any) -> None:
    settings.DEMO = True
    assert demo.sign_ins() == []
