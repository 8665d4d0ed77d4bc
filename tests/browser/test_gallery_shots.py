"""The gallery looks as it looked when somebody last agreed to it: every part in every state, by day and by night.

The shots in tests/browser/shots are grey and small on purpose: they notice a part that moved, vanished or lost its colour, not
the anti-aliasing of another version of Chromium. After a change of look that was meant: delete the shot, run this test once (it
makes a new one and says so), look at the gallery with your own eyes, and commit it.
"""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image, ImageStat
from playwright.sync_api import Browser, Page

SHOTS = Path(__file__).parent / "shots"
WIDTH, BLOCK = 256, 32
TOLERANCE = 26
"""Of 255: how far a block's mean grey may wander. A missing button moves it by more, another rasteriser by less."""


def shot(page: Page) -> Image.Image:
    whole = Image.open(io.BytesIO(page.screenshot(full_page=True, animations="disabled", caret="hide"))).convert("L")
    return whole.resize((WIDTH, round(whole.height * WIDTH / whole.width)), Image.Resampling.BOX)


def strayed(now: Image.Image, agreed: Image.Image) -> list[str]:
    if abs(now.height - agreed.height) > BLOCK:
        return [f"the page is {now.height} high, agreed was {agreed.height}"]
    size = (WIDTH, max(now.height, agreed.height))
    now, agreed = (one.crop((0, 0, *size)) for one in (now, agreed))
    found = []
    for top in range(0, size[1], BLOCK):
        for left in range(0, WIDTH, BLOCK):
            box = (left, top, left + BLOCK, top + BLOCK)
            far = abs(ImageStat.Stat(now.crop(box)).mean[0] - ImageStat.Stat(agreed.crop(box)).mean[0])
            if far > TOLERANCE:
                found.append(f"block {left // BLOCK}, {top // BLOCK}: {far:.0f}")
    return found


def open_gallery(browser: Browser, url: str, theme: str) -> Page:
    page = browser.new_page(viewport={"width": 1024, "height": 800}, locale="uk-UA", reduced_motion="reduce")
    page.goto(f"{url}/gallery/?theme={theme}", wait_until="networkidle")
    page.evaluate("document.fonts.ready")
    return page


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_gallery_looks_as_agreed(browser: Browser, live_url: str, settings, theme: str) -> None:
    settings.DEMO = True
    page = open_gallery(browser, live_url, theme)
    now, path = shot(page), SHOTS / f"gallery-{theme}.png"
    page.close()
    if not path.exists():
        SHOTS.mkdir(exist_ok=True)
        now.quantize(64).save(path, optimize=True)
        pytest.fail(f"{path.name} is new: look at the gallery, then commit it")
    assert path.stat().st_size < 60_000
    assert strayed(now, Image.open(path).convert("L")) == []


@pytest.mark.django_db(transaction=True)
def test_the_eye_for_change_sees(browser: Browser, live_url: str, settings) -> None:
    """Negative control: a button that is gone, and a page in the colours of the night."""
    settings.DEMO = True
    page = open_gallery(browser, live_url, "light")
    agreed = shot(page)
    page.evaluate("document.querySelectorAll('main button, main .button').forEach(one => { one.style.visibility = 'hidden' })")
    bare = shot(page)
    page.close()
    night = open_gallery(browser, live_url, "dark")
    dark = shot(night)
    night.close()
    assert strayed(agreed, agreed) == []
    assert (strayed(bare, agreed) != [], strayed(dark, agreed) != []) == (True, True)
