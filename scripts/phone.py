"""The reference phone, said once: how Chromium plays it, and how soon suggestions stand on its screen while somebody types.

A cheap phone on 3G: the processor four times slower than this computer, 150 ms there and back, 1.6 Mbit/s down and 0.75 up (the
figures Lighthouse calls a slow mobile network). No server can answer sooner than the line carries, so what is held to
`TARGET` is what we add to the line: from the key to the painted list, without one journey of the line.

`python -m scripts.phone` measures it on the demonstration.
"""

from __future__ import annotations

import statistics

from playwright.sync_api import Page, ViewportSize, expect, sync_playwright

from scripts.find_chromium import find_chromium
from scripts.screenshots import demonstration

SLOWER, LINE, DOWN, UP = 4, 150, 1_600, 750
"""Times, milliseconds, kilobits a second."""
TARGET = 100.0
SCREEN: ViewportSize = {"width": 360, "height": 740}
A_LETTER, ROUNDS = 250, 5
"""Milliseconds between two letters of an unhurried thumb; how often the words are typed."""
WORDS = ("ворошиловград", "жадан", "українська", "шевченко")
FIELD = "input[data-suggest]"

_WATCH = """
field => {
  const watched = Boolean(window.shownAfter);
  window.shownAfter = [];
  if (watched) return;
  let at = 0;
  field.addEventListener("input", () => { at = performance.now(); }, true);
  new MutationObserver(() => requestAnimationFrame(() => {
    if (at && field.nextElementSibling.querySelector("[role=option]")) { window.shownAfter.push(performance.now() - at); at = 0; }
  })).observe(field.nextElementSibling, { childList: true });
}
"""


def as_phone(page: Page) -> None:
    """From the next request on. Nothing is answered out of the browser's own store: an answer may be kept for a minute, and a word
    typed twice would be measured without its line."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    line = {"offline": False, "latency": LINE, "downloadThroughput": DOWN * 125, "uploadThroughput": UP * 125}
    session.send("Network.emulateNetworkConditions", line)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})


def typed(page: Page, *words: str) -> list[float]:
    """Milliseconds from each key that brought a list to that list on the screen, the line taken off."""
    field = page.locator(FIELD)
    field.evaluate(_WATCH)
    for word in words:
        field.fill("")
        field.focus()
        page.keyboard.type(word, delay=A_LETTER)
        page.wait_for_timeout(LINE + A_LETTER)
    return [float(took) - LINE for took in page.evaluate("window.shownAfter")]


def main() -> None:
    with demonstration() as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium())
        page = browser.new_page(viewport=SCREEN, has_touch=True, locale="uk-UA")
        page.goto(f"{url}/catalogue/")
        expect(page.locator(FIELD)).to_have_attribute("role", "combobox")
        as_phone(page)
        typed(page, *WORDS)  # both sides warm
        found = sorted(typed(page, *(WORDS * ROUNDS)))
        browser.close()
    middle, late = statistics.median(found), statistics.quantiles(found, n=20)[18]
    said = f"підказки на телефоні: {len(found)} переліків, p50 {middle:.0f} мс, p95 {late:.0f} мс понад {LINE} мс лінії"
    print(f"{said}; ціль {TARGET:.0f} мс, процесор у {SLOWER} рази повільніший")


if __name__ == "__main__":
    main()
