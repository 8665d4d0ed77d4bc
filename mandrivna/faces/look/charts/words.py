"""The sentence behind a chart: largest, smallest, trend, what is missing. What somebody who sees it would say."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from django.utils.translation import gettext as _

from mandrivna.faces.look.charts.grids import share
from mandrivna.faces.look.charts.spec import ChartKind, ChartSpec, Series, exact, total

MOST_NAMED = 3

type Pair = tuple[str, Decimal]


def summary(spec: ChartSpec) -> str:
    if not spec.known:
        return _("Даних ще немає.")
    said = TELLERS[spec.kind](spec)
    return " ".join(part for part in (*said, _gaps(spec)) if part)


def _pairs(spec: ChartSpec, one: Series) -> list[Pair]:
    return [(label, exact(value)) for label, value in zip(spec.labels, one.values, strict=True) if value is not None]


def _named(spec: ChartSpec, pair: Pair) -> str:
    return f"{pair[0]} ({spec.show(pair[1])})"


def _ended(text: str) -> str:
    """One full stop, also after «IV кв.»."""
    return f"{text.rstrip('.')}."


def _range(spec: ChartSpec, pairs: list[Pair]) -> str:
    """Largest and smallest; one value and equal ones need no comparison."""
    largest, smallest = max(pairs, key=lambda pair: pair[1]), min(pairs, key=lambda pair: pair[1])
    if len(pairs) == 1:
        return _("%(label)s: %(value)s.") % {"label": pairs[0][0], "value": spec.show(pairs[0][1])}
    if largest[1] == smallest[1]:
        return _("Усюди однаково: %(value)s.") % {"value": spec.show(largest[1])}
    return _("Найбільше: %(most)s, найменше: %(least)s.") % {"most": _named(spec, largest), "least": _named(spec, smallest)}


def _together(spec: ChartSpec, values: list[Decimal]) -> str:
    if not spec.additive or len(values) < 2:
        return ""
    return _("Разом: %(sum)s.") % {"sum": spec.show(sum(values))}


def _bars(spec: ChartSpec) -> list[str]:
    alone = len(spec.series) == 1
    return _each(spec, lambda pairs: [_range(spec, pairs), _together(spec, [value for _label, value in pairs]) if alone else ""])


def _lines(spec: ChartSpec) -> list[str]:
    """Of several lines only the way they go: the rest would be longer than the table."""
    alone = len(spec.series) == 1
    return _each(spec, lambda pairs: [_trend(spec, pairs), _range(spec, pairs) if alone or len(pairs) == 1 else ""])


def _each(spec: ChartSpec, tell: Callable[[list[Pair]], list[str]]) -> list[str]:
    """One series speaks for the chart; of several each says its name first."""
    said = []
    for one in spec.series:
        pairs = _pairs(spec, one)
        words = " ".join(part for part in tell(pairs) if part) if pairs else _("Немає даних.")
        said.append(f"{one.name}. {words}" if len(spec.series) > 1 else words)
    return said


def _trend(spec: ChartSpec, pairs: list[Pair]) -> str:
    first, last = pairs[0], pairs[-1]
    if len(pairs) == 1:
        return ""
    about = {"first": _named(spec, first), "last": _named(spec, last)}
    if first[1] == last[1]:
        return _("Початок: %(first)s, кінець: %(last)s, без змін.") % about
    grown = last[1] > first[1]
    if first[1] <= 0:
        text = _("Початок: %(first)s, кінець: %(last)s, зростання.") if grown else _("Початок: %(first)s, кінець: %(last)s, спад.")
        return text % about
    about["change"] = spec.percent(abs(float(last[1]) - float(first[1])), float(first[1]))
    if grown:
        return _("Початок: %(first)s, кінець: %(last)s, зростання на %(change)s.") % about
    return _("Початок: %(first)s, кінець: %(last)s, спад на %(change)s.") % about


def _stacked(spec: ChartSpec) -> list[str]:
    """The largest share, and the largest whole."""
    wholes = [
        (label, total(one.values[place] for one in spec.series))
        for place, label in enumerate(spec.labels)
        if any(one.values[place] is not None for one in spec.series)
    ]
    parts = [(one.name, total(one.values)) for one in spec.series]
    everything, largest = sum((value for _name, value in parts), Decimal(0)), max(parts, key=lambda part: part[1])
    about = {"name": largest[0], "value": spec.show(largest[1])}
    said = [_together(spec, [value for _label, value in wholes])]
    if everything > 0 and len(parts) > 1 and all(value >= 0 for _name, value in parts):
        text = _("Найбільша частка: %(name)s, %(value)s (%(share)s).")
        said.append(text % {**about, "share": spec.percent(float(largest[1]), float(everything))})
    return [*said, _range(spec, wholes)]


def _heat(spec: ChartSpec) -> list[str]:
    pairs = [(f"{one.name}, {label}", exact(value)) for one, label, value in spec.cells() if value is not None]
    return [_range(spec, pairs), _together(spec, [value for _label, value in pairs])]


def _plan(spec: ChartSpec) -> list[str]:
    """How many rows have reached their plan, and who is farthest from it."""
    fact, wanted = spec.series
    shares = [
        (label, one)
        for label, value, target in zip(spec.labels, fact.values, wanted.values, strict=True)
        if (one := share(value, target)) is not None
    ]
    if not shares:
        return [_("Плану, з яким можна порівняти, немає.")]
    done = sum(one >= 100 for _label, one in shares)
    said = [_("План виконано в рядках: %(done)d з %(all)d.") % {"done": done, "all": len(shares)}]
    label, least = min(shares, key=lambda pair: pair[1])
    if least < 100:
        said.append(_("Найдалі від плану: %(label)s (%(share)s).") % {"label": label, "share": spec.percent(least, 100)})
    return said


def _gaps(spec: ChartSpec) -> str:
    """Where something is unknown; of many places only some by name. A series of which nothing is known has already said so."""
    telling = spec.series[:1] if spec.kind == ChartKind.PLAN else spec.series
    telling = [one for one in telling if any(value is not None for value in one.values)]
    if spec.kind == ChartKind.HEAT:
        gaps = [f"{one.name}, {label}" for one, label, value in spec.cells() if value is None and one in telling]
    else:
        gaps = [label for place, label in enumerate(spec.labels) if any(one.values[place] is None for one in telling)]
    if not gaps:
        return ""
    named, more = "; ".join(gaps[:MOST_NAMED]), len(gaps) - MOST_NAMED
    if more > 0:
        return _("Немає даних: %(labels)s і ще %(number)d.") % {"labels": named, "number": more}
    return _ended(_("Немає даних: %(labels)s") % {"labels": named})


TELLERS: dict[ChartKind, Callable[[ChartSpec], list[str]]] = {
    ChartKind.BAR: _bars,
    ChartKind.ACROSS: _bars,
    ChartKind.LINE: _lines,
    ChartKind.SPARK: _lines,
    ChartKind.STACKED: _stacked,
    ChartKind.HEAT: _heat,
    ChartKind.PLAN: _plan,
}
