"""The public catalogue over HTTP as readers meet it: `python -m scripts.bench.readers FOLDER`, of `importing --keep FOLDER`.

One reader who asks again and again, then twenty at once who think for two seconds between pages; then suggestions as one types.
The questions are words of the corpus in all their forms, the most frequent among them, with facets and pages; a fixed seed.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import subprocess
import sys
import threading
import time
from pathlib import Path
from urllib.parse import quote

from scripts.bench.corpus import words
from scripts.bench.importing import environment
from scripts.zebra import free_port

ROOT = Path(__file__).resolve().parents[2]
SEED, ALONE, READERS, THINKING, MINUTES, TYPED = 20261127, 300, 20, 2.0, 1.0, 300
HOST = "127.0.0.1"


def questions(chance: random.Random, number: int) -> list[str]:
    """Addresses: a common word, two words, any word in any form, a second page, a narrowed year."""
    nouns = words()["nouns"]
    common = [forms[0] for forms in nouns[:100]]
    found = []
    for _one in range(number):
        draw, any_form = chance.random(), chance.choice(chance.choice(nouns[:8000])[:4])
        text = chance.choice(common) if draw < 0.4 else any_form if draw < 0.7 else f"{chance.choice(common)} {any_form}"
        more = "&page=2" if draw < 0.1 else "&from=1990&to=2020" if draw > 0.9 else ""
        found.append(f"/catalogue/?q={quote(text)}{more}")
    return found


class Browser:
    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection(HOST, port, timeout=60)
        self.taken: list[float] = []
        self.wrong = 0
        self.largest = 0

    def open(self, path: str) -> None:
        began = time.perf_counter()
        try:
            self.connection.request("GET", path, headers={"Accept-Language": "uk"})
            answer = self.connection.getresponse()
            body = answer.read()
        except OSError:
            self.wrong += 1
            self.connection.close()
            return
        self.taken.append(time.perf_counter() - began)
        self.wrong += answer.status != 200
        self.largest = max(self.largest, len(body))


def part(taken: list[float], share: float) -> float:
    ordered = sorted(taken)
    return round(ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000, 1)


def said(browsers: list[Browser]) -> dict[str, float]:
    taken = [one for browser in browsers for one in browser.taken]
    wrong = sum(browser.wrong for browser in browsers)
    return {"requests": len(taken), "errors": wrong} | {f"p{int(share * 100)}": part(taken, share) for share in (0.5, 0.95, 0.99)}


def alone(port: int, paths: list[str]) -> dict[str, float]:
    browser = Browser(port)
    for path in paths:
        browser.open(path)
    return said([browser]) | {"kb": round(browser.largest / 1000, 1)}


def together(port: int, chance: random.Random) -> dict[str, float]:
    until = time.monotonic() + MINUTES * 60
    browsers = [Browser(port) for _one in range(READERS)]

    def read(browser: Browser, paths: list[str], after: float) -> None:
        time.sleep(after)
        for path in paths:
            if time.monotonic() > until:
                return
            browser.open(path)
            time.sleep(THINKING)

    plans = [(one, questions(chance, 200), chance.random() * THINKING) for one in browsers]
    threads = [threading.Thread(target=read, args=plan) for plan in plans]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return said(browsers)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m scripts.bench.readers", description=__doc__)
    parser.add_argument("folder", help="тека бібліотеки / the library's folder")
    parser.add_argument("--url", default="", help="PostgreSQL")
    chosen = parser.parse_args()
    port, chance = free_port(), random.Random(SEED)  # noqa: S311 - the same questions each time
    env = environment(chosen.folder, chosen.url) | {"MANDRIVNA_PORT": str(port)}
    with subprocess.Popen(
        [sys.executable, "-m", "mandrivna", "serve"], cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None
        while "Ctrl-C" not in server.stdout.readline():
            if server.poll() is not None:
                raise SystemExit("The server did not start")
        threading.Thread(target=server.stdout.read, daemon=True).start()
        try:
            alone(port, questions(chance, 60))  # both sides warm
            found = {"alone": alone(port, questions(chance, ALONE)), "together": together(port, chance)}
            typed = [forms[0] for forms in words()["nouns"][:2000]]
            beginnings = [chance.choice(typed)[: chance.randint(2, 6)] for _one in range(TYPED)]
            found["typing"] = alone(port, [f"/catalogue/suggestions/?q={quote(one)}" for one in beginnings])
        finally:
            server.terminate()
    print(json.dumps(found | {"load": os.getloadavg()[0]}, ensure_ascii=False, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
