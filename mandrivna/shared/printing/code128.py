"""Code 128 by the standard (ISO/IEC 15417): what to print as bars so that any scanner reads it. Digits two a sign."""

from __future__ import annotations

_TABLE = (
    "212222222122222221121223121322131222122213122312132212221213221312231212112232122132122231113222123122123221223211221132"
    "221231213212223112312131311222321122321221312212322112322211212123212321232121111323131123131321112313132113132311211313"
    "231113231311112133112331132131113123113321133121313121211331231131213113213311213131311123311321331121312113312311332111"
    "314111221411431111111224111422121124121421141122141221112214112412122114122411142112142211241211221114413111241112134111"
    "111242121142121241114212124112124211411212421112421211212141214121412121111143111341131141114113114311411113411311113141"
    "114131311141411131211412211214211232"
)
WIDTHS = (*(_TABLE[at : at + 6] for at in range(0, len(_TABLE), 6)), "2331112")
START_B, START_C, TO_C, TO_B, STOP = 104, 105, 99, 100, 106
QUIET = 10
"""Modules of white on either side, as the standard asks."""


def codable(text: str) -> bool:
    """Latin letters, digits and signs; other letters have no place in this code."""
    return bool(text) and all(" " <= sign <= "~" for sign in text)


def values(text: str) -> list[int]:
    """Start, signs, check sign, stop."""
    if not codable(text):
        raise ValueError("Code 128 holds Latin letters, digits and signs only")
    found: list[int] = []
    pairs, at = False, 0
    while at < len(text):
        digits = _digits(text, at)
        wanted = digits >= (2 if pairs else 4) and (digits % 2 == 0 or pairs)
        if not found:
            pairs = wanted or digits == len(text) == 2
            found.append(START_C if pairs else START_B)
        elif wanted != pairs:
            pairs = wanted
            found.append(TO_C if pairs else TO_B)
        if pairs:
            found.append(int(text[at : at + 2]))
            at += 2
        else:
            found.append(ord(text[at]) - 32)
            at += 1
    check = (found[0] + sum(number * value for number, value in enumerate(found))) % 103
    return [*found, check, STOP]


def _digits(text: str, at: int) -> int:
    end = at
    while end < len(text) and text[end] in "0123456789":
        end += 1
    return end - at


def bars(text: str) -> list[tuple[int, int]]:
    """Where each bar begins and how wide it is, in modules, after the white before it."""
    found, at = [], QUIET
    for value in values(text):
        for number, width in enumerate(WIDTHS[value]):
            if number % 2 == 0:
                found.append((at, int(width)))
            at += int(width)
    return found


def modules(text: str) -> int:
    """The whole width, with the white on both sides."""
    last, width = bars(text)[-1]
    return last + width + QUIET


def svg(text: str, *, high: int = 40) -> str:
    """One path, black on white whatever the page's colours; stretched to the height it is given."""
    wide = modules(text)
    drawn = "".join(f"M{at} 0h{width}v{high}h-{width}z" for at, width in bars(text))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" preserveAspectRatio="none" '
        f'shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M0 0h{wide}v{high}H0z"/><path d="{drawn}"/></svg>'
    )
