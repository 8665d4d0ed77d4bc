"""Hands at a keyboard: what a person does on the screen, counted in keystrokes and reckoned in seconds.

The reckoning is the keystroke-level model (Card, Moran, Newell): a key 0.28 s, a decision 1.35 s, a scan with its own
Enter 1.5 s; the waiting is what the browser really waited. It is about the interface, not about how fast a test can type.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from playwright.sync_api import Page, expect

KEY, THINK, SCAN = 0.28, 1.35, 1.5


@dataclass
class Hands:
    page: Page
    keys: int = 0
    seconds: float = 0.0
    steps: list[str] = field(default_factory=list)

    def press(self, key: str, times: int = 1) -> None:
        for _ in range(times):
            self.page.keyboard.press(key)
        self._took(key, times, times * KEY)

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)
        self._took(f"«{text}»", len(text), THINK + len(text) * KEY)

    def scan(self, code: str) -> None:
        """A wedge scanner types like lightning and presses Enter by itself: no key of the person's."""
        expect(self.page.locator("[autofocus]")).to_be_focused()  # nobody scans before the cursor stands there
        began = time.perf_counter()
        self.page.keyboard.insert_text(code)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self._took(f"scan {code}", 0, SCAN + time.perf_counter() - began)

    def send(self) -> None:
        began = time.perf_counter()
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self._took("Enter", 1, KEY + time.perf_counter() - began)

    def to(self, label: str, *, most: int = 40) -> None:
        """Tab until the focus stands on what has this name, as somebody without a mouse does."""
        for pressed in range(most):
            if self._focused() == label:
                return self._took(f"Tab × {pressed}", pressed, THINK + pressed * KEY)
            self.page.keyboard.press("Tab")
        raise AssertionError(f"«{label}» is not reached by Tab; the focus is on «{self._focused()}»")

    def _focused(self) -> str:
        return str(self.page.evaluate(NAME)).strip()

    def _took(self, what: str, keys: int, seconds: float) -> None:
        self.steps.append(what)
        self.keys, self.seconds = self.keys + keys, self.seconds + seconds


NAME = """() => { const at = document.activeElement;
    const label = at.labels && at.labels[0] ? at.labels[0].textContent : '';
    return (at.getAttribute('aria-label') || label || at.textContent || '').replace(/\\s+/g, ' ').trim(); }"""
