"""When there is no demonstration to load or to sign in to."""

from __future__ import annotations

from typing import Any

import pytest

from mandrivna.config import demo, demonstration
from mandrivna.config.demo import story
from mandrivna.config.env import ConfigError
from mandrivna.core.models import Operation, Unit


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


@pytest.mark.django_db
def test_an_interrupted_loading_leaves_the_database_empty(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a demonstration would be taken for somebody's own library and never completed."""
    settings.DEMO = True
    reached: list[int] = []

    def interrupted(*_arguments: Any) -> None:
        reached.append(Unit.objects.count())
        raise KeyboardInterrupt

    monkeypatch.setattr(story, "trial", interrupted)
    with pytest.raises(KeyboardInterrupt):
        demonstration.load_once(lambda _text: None)
    assert reached == [23]
    assert (Unit.objects.count(), Operation.objects.count()) == (0, 0)
