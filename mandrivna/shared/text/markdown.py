"""The little Markdown our handbook is written in, made into HTML.

Headings with anchors, paragraphs, lists (a step may hold paragraphs and pictures), tables, quotations, code, links, images, bold
and italic. Nothing else means anything: every sign of the source is escaped first, so no HTML passes through, and an address gets
into the page only through the `resolve` of whoever shows it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape

type Resolve = Callable[[str, str], str]
"""(«link» or «image», address as written) → attributes of the tag, already escaped; empty: the words stay, the tag goes."""

_HEADING = re.compile(r"(#{1,4})\s+(.+)")
_ITEM = re.compile(r"(\s*)([-*]|\d{1,3}\.)\s+(.*)")
_RULE = re.compile(r"\|?\s*:?-{3,}:?\s*(\|\s*:?-{3,}:?\s*)*\|?")
_CODE = re.compile(r"`([^`]+)`")
_LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^()\s]+)\)")
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_ITALIC = re.compile(r"(?<![\w*])\*([^*\s][^*]*)\*(?![\w*])")
_HELD = re.compile("\x00(\\d+)\x00")


@dataclass
class Heading:
    level: int
    anchor: str
    text: str


@dataclass
class Document:
    html: str = ""
    headings: list[Heading] = field(default_factory=list)

    @property
    def title(self) -> str:
        return next((one.text for one in self.headings if one.level == 1), "")


def anchor_of(text: str) -> str:
    """As GitHub makes it, so that one link works in both places: lower case, hyphens for spaces, no punctuation."""
    kept = (sign for sign in text.lower() if sign.isalnum() or sign in " -_")
    return "".join(kept).replace(" ", "-")


def render(source: str, resolve: Resolve) -> Document:
    found = Document()
    found.html = _Writer(found, resolve).blocks(source.replace("\x00", "").splitlines())
    return found


class _Writer:
    def __init__(self, document: Document, resolve: Resolve) -> None:
        self.document = document
        self.resolve = resolve

    # --- blocks ---

    def blocks(self, lines: list[str]) -> str:
        out, at = [], 0
        while at < len(lines):
            line = lines[at]
            if not line.strip():
                at += 1
                continue
            if line.startswith("```"):
                html, at = self._code(lines, at)
            elif match := _HEADING.fullmatch(line.rstrip()):
                html, at = self._heading(match), at + 1
            elif _ITEM.match(line):
                html, at = self._list(lines, at)
            elif line.startswith(">"):
                html, at = self._quote(lines, at)
            elif "|" in line and at + 1 < len(lines) and _RULE.fullmatch(lines[at + 1].strip()):
                html, at = self._table(lines, at)
            else:
                html, at = self._paragraph(lines, at)
            out.append(html)
        return "\n".join(out)

    def _heading(self, match: re.Match[str]) -> str:
        level, text = len(match[1]), _plain(match[2])
        anchor = base = anchor_of(text)
        taken = {one.anchor for one in self.document.headings}
        number = 0
        while anchor in taken:
            number += 1
            anchor = f"{base}-{number}"
        self.document.headings.append(Heading(level, anchor, text))
        return f'<h{level} id="{escape(anchor)}">{self.inline(match[2])}</h{level}>'

    def _code(self, lines: list[str], at: int) -> tuple[str, int]:
        end = next((n for n in range(at + 1, len(lines)) if lines[n].startswith("```")), len(lines))
        return f"<pre><code>{escape(chr(10).join(lines[at + 1 : end]))}</code></pre>", end + 1

    def _quote(self, lines: list[str], at: int) -> tuple[str, int]:
        end = at
        while end < len(lines) and lines[end].startswith(">"):
            end += 1
        inside = [line[1:].removeprefix(" ") for line in lines[at:end]]
        return f"<blockquote>{self.blocks(inside)}</blockquote>", end

    def _paragraph(self, lines: list[str], at: int) -> tuple[str, int]:
        end = at + 1
        while end < len(lines) and lines[end].strip() and not _begins_a_block(lines[end]):
            end += 1
        text = " ".join(line.strip() for line in lines[at:end])
        html = self.inline(text)
        alone = _LINK.fullmatch(text)
        return (f"<figure>{html}</figure>" if alone and alone[1] and html.startswith("<img") else f"<p>{html}</p>"), end

    def _table(self, lines: list[str], at: int) -> tuple[str, int]:
        head, end = _cells(lines[at]), at + 2
        rows = []
        while end < len(lines) and "|" in lines[end]:
            rows.append(_cells(lines[end]))
            end += 1
        top = "".join(f'<th scope="col">{self.inline(cell)}</th>' for cell in head)
        body = "".join(f"<tr>{''.join(f'<td>{self.inline(cell)}</td>' for cell in row)}</tr>" for row in rows)
        return f'<div class="scroll"><table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div>', end

    def _list(self, lines: list[str], at: int) -> tuple[str, int]:
        """Items of one kind; whatever is indented under an item belongs to it, also after an empty line."""
        first = _ITEM.match(lines[at])
        assert first is not None
        depth, ordered = len(first[1]), first[2].endswith(".")
        items: list[list[str]] = []
        while at < len(lines):
            match, indent = _ITEM.match(lines[at]), len(lines[at]) - len(lines[at].lstrip())
            if match and len(match[1]) == depth and match[2].endswith(".") == ordered:
                items.append([match[3]])
            elif not lines[at].strip():
                following = next((line for line in lines[at:] if line.strip()), "")
                goes_on = len(following) - len(following.lstrip()) > depth
                again = _ITEM.match(following)
                if not goes_on and not (again and len(again[1]) == depth and again[2].endswith(".") == ordered):
                    break
                items[-1].append("")
            elif indent > depth:
                items[-1].append(lines[at])
            else:
                break
            at += 1
        tag = "ol" if ordered else "ul"
        return f"<{tag}>{''.join(f'<li>{self._item(item)}</li>' for item in items)}</{tag}>", at

    def _item(self, item: list[str]) -> str:
        rest = [len(line) - len(line.lstrip()) for line in item[1:] if line.strip()]
        inner = self.blocks([item[0], *(line[min(rest) :] if line.strip() else "" for line in item[1:])] if rest else [item[0]])
        short = inner.startswith("<p>") and inner.endswith("</p>") and inner.count("<p>") == 1
        return inner[3:-4] if short else inner

    # --- inside a line ---

    def inline(self, text: str) -> str:
        """Code and links are set aside while the rest is dressed, so that nothing inside them means anything."""
        held: list[str] = []

        def hold(html: str) -> str:
            held.append(html)
            return f"\x00{len(held) - 1}\x00"

        text = _CODE.sub(lambda m: hold(f"<code>{escape(m[1])}</code>"), text)
        text = _LINK.sub(lambda m: hold(self._link(m)), text)
        text = _ITALIC.sub(r"<em>\1</em>", _BOLD.sub(r"<strong>\1</strong>", escape(text)))
        while _HELD.search(text):
            text = _HELD.sub(lambda m: held[int(m[1])], text)
        return text

    def _link(self, match: re.Match[str]) -> str:
        words = match[2]
        attributes = self.resolve("image" if match[1] else "link", match[3])
        if match[1]:
            return f'<img {attributes} alt="{escape(words)}">' if attributes else escape(words)
        return f"<a {attributes}>{escape(words)}</a>" if attributes else escape(words)


def _begins_a_block(line: str) -> bool:
    return bool(line.startswith(("```", ">", "|")) or _HEADING.fullmatch(line.rstrip()) or _ITEM.match(line))


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def _plain(text: str) -> str:
    """A heading without its dress, for the contents."""
    return re.sub(r"[`*]", "", _LINK.sub(lambda m: m[2], text)).strip()
