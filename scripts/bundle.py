"""One stylesheet and one script out of the parts in mandrivna/faces/look: `python -m scripts.bundle [--check]`.

No tool from elsewhere: comments and needless white space go, a rule stays on a line of its own (merges stay readable, and
compression makes up for the rest). The dark tokens stand once in the source and twice in the result, because there are two ways
into the dark: what the system wishes, and what the person has chosen.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path

LOOK = Path(__file__).resolve().parent.parent / "mandrivna/faces/look"
OUT = LOOK / "static/look"
DARK = "11-dark.css"


def css() -> str:
    parts = []
    for path in sorted((LOOK / "css").glob("*.css")):
        text = _bare(path.read_text(encoding="utf-8"))
        parts.append(_dark(text) if path.name == DARK else text)
    return "\n".join(parts) + "\n"


def _bare(text: str) -> str:
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    text = re.sub(r"\s*([{};,])\s*", r"\1", re.sub(r"[ \t]+", " ", text))
    text = re.sub(r"(?<=[a-z-]): ", ":", text).replace(";}", "}")
    return re.sub(r"}(?=[^}])", "}\n", text).strip()


def _dark(tokens: str) -> str:
    return f"@media (prefers-color-scheme:dark){{:root:not([data-theme=light]){{{tokens}}}}}\n:root[data-theme=dark]{{{tokens}}}"


def js() -> str:
    """Each part is a function of its own, so that names do not meet."""
    parts = [path.read_text(encoding="utf-8") for path in sorted((LOOK / "js").glob("*.js"))]
    return "".join(f"(()=>{{\n{_tight(text)}\n}})();\n" for text in parts)


def _tight(text: str) -> str:
    """Whole-line comments and indentation only: nothing that could change a meaning. Template literals keep to one line."""
    lines = (line.strip() for line in re.sub(r"^\s*/\*.*?\*/", "", text, flags=re.DOTALL | re.MULTILINE).splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))


def page_js(path: Path) -> Callable[[], str]:
    """What only one kind of page needs is not sent with every page."""
    return lambda: f"(()=>{{\n{_tight(path.read_text(encoding='utf-8'))}\n}})();\n"


BUNDLES = {"look.css": css, "look.js": js, **{path.name: page_js(path) for path in sorted((LOOK / "pages").glob("*.js"))}}


def main(arguments: list[str]) -> int:
    stale = []
    for name, make in BUNDLES.items():
        path, text = OUT / name, make()
        if "--check" in arguments:
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                stale.append(name)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    for name in stale:
        print(f"{name}: застарів, виконайте python -m scripts.bundle / stale, run python -m scripts.bundle", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
