"""Pages as people get them: the server's time over HTTP on the demonstration, what travels, and Lighthouse's marks.

Lighthouse comes from npm into build/ (a pinned version, no scripts of its packages run) and drives the same Chromium as the tests.
"""

from __future__ import annotations

import gzip
import http.client
import json
import os
import re
import shutil
import statistics
import subprocess
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import sync_playwright

from scripts.find_chromium import find_chromium
from scripts.screenshots import demonstration, sign_in

ROOT = Path(__file__).resolve().parent.parent.parent
LIGHTHOUSE = "lighthouse@12.8.2"
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-background-networking --disable-component-update"
MARKS = ("performance", "accessibility", "best-practices", "seo")
SKIPPED = "is-crawlable"  # the demonstration tells search engines to stay away; tests/faces see that a real site does not
TIMES, RUNS = 60, 3
PUBLIC = {"сайт: головна": "/", "сайт: полиці й простори": "/places/", "сайт: каталог": "/catalogue/"}
STAFF = {
    "Сьогодні": "/work/",
    "Видача": "/work/desk/",
    "Читачі": "/work/readers/",
    "Каталог": "/work/catalogue/",
    "Полиці": "/work/shelves/",
    "Показники": "/work/indicators/",
    "Підрозділи": "/work/units/",
    "Мапа": "/work/units/map/",
    "Працівники": "/work/staff/",
    "Журнал змін": "/work/system/audit/",
}


def measure(*, marks: bool = True) -> dict[str, Any]:
    with demonstration() as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS.split()[1:])
        page = browser.new_page()
        sign_in(page, url, "director")
        cookie = "; ".join(f"{one['name']}={one['value']}" for one in page.context.cookies())
        browser.close()
        pages = {
            label: timed(url, path, cookie if path.startswith("/work/") else "") for label, path in {**PUBLIC, **STAFF}.items()
        }
        judged = lighthouse(url, cookie) if marks else {}
    return {"pages": pages, "marks": judged}


def timed(url: str, path: str, cookie: str) -> dict[str, float]:
    host = urlsplit(url).netloc
    taken, body = [], b""
    connection = http.client.HTTPConnection(host, timeout=30)
    for number in range(TIMES + 5):
        began = time.perf_counter()
        connection.request("GET", path, headers={"Cookie": cookie, "Accept-Language": "uk"})
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{path}: {answer.status}")
        if number >= 5:  # the first requests warm both sides
            taken.append(time.perf_counter() - began)
    linked = re.findall(rb'<(?:link rel="stylesheet" href|script src)="(/static/[^"]+)"', body)
    carried = len(gzip.compress(body, 6)) + sum(_size(host, name.decode()) for name in linked)
    cuts = statistics.quantiles(taken, n=20)
    return {"p50": statistics.median(taken) * 1000, "p95": cuts[18] * 1000, "kb": carried / 1000}


def _size(host: str, path: str) -> int:
    connection = http.client.HTTPConnection(host, timeout=30)
    connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
    return len(connection.getresponse().read())


def lighthouse(url: str, cookie: str) -> dict[str, dict[str, int]]:
    """The median of three runs for each page; SEO only where search engines may come."""
    program = _installed()
    found = {}
    for label, path in {**PUBLIC, **{name: STAFF[name] for name in ("Сьогодні", "Видача", "Показники")}}.items():
        public = label in PUBLIC
        runs = [_judge(program, f"{url}{path}", "" if public else cookie) for _ in range(RUNS)]
        wanted = MARKS if public else MARKS[:3]
        found[label] = {mark: round(statistics.median(run[mark] for run in runs) * 100) for mark in wanted}
    return found


def _installed() -> Path:
    folder = ROOT / "build" / "lighthouse"
    program = folder / "node_modules/.bin/lighthouse"
    if not program.exists():
        if shutil.which("npm") is None:
            raise SystemExit("Для Lighthouse потрібні Node.js і npm. / Lighthouse needs Node.js and npm.")
        folder.mkdir(parents=True, exist_ok=True)
        command = ["npm", "install", "--prefix", str(folder), "--ignore-scripts", "--no-audit", "--no-fund", "--silent", LIGHTHOUSE]
        subprocess.run(command, check=True)
    return program


def _judge(program: Path, url: str, cookie: str) -> dict[str, float]:
    command = [str(program), url, "--output=json", "--quiet", f"--chrome-flags={FLAGS}", f"--skip-audits={SKIPPED}"]
    command.append(f"--only-categories={','.join(MARKS)}")
    if cookie:
        command.append(f"--extra-headers={json.dumps({'Cookie': cookie})}")
    for _once_more in range(3):  # now and then the browser does not come up; a mark is never made of nothing
        done = subprocess.run(
            command, capture_output=True, text=True, check=False, env={**os.environ, "CHROME_PATH": find_chromium()}
        )
        if not done.returncode:
            return {mark: about["score"] or 0 for mark, about in json.loads(done.stdout)["categories"].items()}
    raise SystemExit(f"Lighthouse, {url}: {done.stderr[-2000:]}")


if __name__ == "__main__":
    print(json.dumps(measure(), ensure_ascii=False, indent=1))
