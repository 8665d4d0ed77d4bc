"""Makes the two fonts that the pages carry: Commissioner for work, Literata for reading. Run after a change of LETTERS.

    .venv/bin/python -m scripts.fonts

Needs npm and a package registry once; the result is committed, so that nobody else does. Both come under the SIL Open Font License,
whose text is put beside them. They are made small enough for an old phone on 3G: one axis (weight 400-700), no hinting, no
italics, and only the signs that a Ukrainian library types. What is missing comes from the reader's system, letter by letter.

Commissioner is published in pieces by alphabet, so it is put together again: each piece is fixed at both ends of the axis, the
pieces are joined, and the two ends become one variable font. Three things that the pieces lost, or that the font never had, are
added on the way: tabular figures, arrows and ✓, and kerning between Cyrillic letters and punctuation, taken from the Latin
letters of like shape.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from fontTools import subset
from fontTools.designspaceLib import AxisDescriptor, DesignSpaceDocument, SourceDescriptor
from fontTools.feaLib.builder import addOpenTypeFeaturesFromString
from fontTools.merge import Merger
from fontTools.misc.roundTools import otRound
from fontTools.misc.timeTools import timestampFromString
from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph
from fontTools.varLib import build as build_variable
from fontTools.varLib import instancer
from fontTools.varLib.iup import iup_delta

ROOT = Path(__file__).resolve().parent.parent
FONTS = ROOT / "mandrivna/faces/look/static/look/fonts"
SANS = "@fontsource-variable/commissioner@5.3.0"
SERIF = "fontpkg-literata==3.103"
BUDGET = {"sans.woff2": 38 * 1024, "serif.woff2": 26 * 1024}
LIGHT, BOLD = 400, 700
OPTICAL_SIZE = 22  # between a page of text and its heading: the one size that serves both

# Russian letters stay: they are in the titles of old books. U+0301 marks the stress.
CYRILLIC = "".join(map(chr, range(0x410, 0x450))) + "ІіЇїЄєҐґЁё"
LATIN = "".join(map(chr, range(0x20, 0x7F))) + "\u00a0§©«°±²³·»½×"
ACCENTED = "ÄÉÖÜßàáäåçèéêëíïñóôöøúüý"  # foreign names
RARE = "#$@^`{|}~\\_<>±²³½"  # in the sans only: not in titles and not in reading matter
PUNCTUATION = "ʼ‘’‚“”„–—…•€−\u2009"
PIECES = {"latin": LATIN + ACCENTED + PUNCTUATION, "cyrillic": CYRILLIC + "№\u0301", "cyrillic-ext": "₴"}
LETTERS = "".join(PIECES.values()) + "←→✓"
FEATURES = ["kern", "mark", "ccmp", "locl", "liga", "calt", "tnum"]
USELESS = ["STAT", "MVAR", "VVAR", "vmtx", "vhea", "gasp", "prep", "DSIG", "meta", "VDMX"]

MADE = timestampFromString("Thu Jan  1 00:00:00 2026")
STEP = 12  # of 1000: a quarter of a pixel in a heading

FIGURES = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
FIGURE_WIDTH = 1216  # the same in both weights: a bold total stands under its column
# What kerns like what: a Cyrillic letter, and the Latin one whose edge it shares.
RIGHT_EDGE = {"Г": "T", "Ґ": "T", "Т": "T", "У": "Y", "Р": "P", "А": "A", "К": "K", "О": "O", "Ф": "O", "Ю": "O", "Я": "H"}
RIGHT_EDGE |= {"г": "r", "ґ": "r", "т": "r", "у": "y", "р": "p", "а": "a", "к": "k", "о": "o", "ф": "o", "ю": "o"}
LEFT_EDGE = {"А": "A", "Т": "T", "У": "Y", "О": "O", "С": "C", "Є": "C", "Х": "X", "а": "a", "т": "r", "у": "y", "о": "o", "с": "c"}
AFTER = ".,:;…!?»”’)-–—"
BEFORE = "«„“’(-–—"


def main() -> int:
    FONTS.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="mandrivna-fonts-") as folder:
        work = Path(folder)
        package = from_npm(SANS, work)
        save(sans(package / "files", work), "sans.woff2")
        shutil.copyfile(package / "LICENSE", FONTS / "commissioner-OFL.txt")
        package = from_pypi(SERIF, work)
        save(serif(next(package.rglob("Literata[[]*.ttf"))), "serif.woff2")
        shutil.copyfile(next(package.rglob("LICENSE")), FONTS / "literata-OFL.txt")
    too_large = [name for name, most in BUDGET.items() if (FONTS / name).stat().st_size > most]
    for name in BUDGET:
        print(f"{name}  {(FONTS / name).stat().st_size:,} bytes")
    if too_large:
        print(f"Larger than allowed: {', '.join(too_large)}", file=sys.stderr)
    return 1 if too_large else 0


# --- where they come from ---------------------------------------------------------------------------------------------


def from_npm(name: str, work: Path) -> Path:
    folder = Path(tempfile.mkdtemp(dir=work))
    subprocess.run(["npm", "pack", "--silent", name], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    shutil.unpack_archive(next(folder.glob("*.tgz")), folder, filter="data")
    return folder / "package"


def from_pypi(name: str, work: Path) -> Path:
    folder = Path(tempfile.mkdtemp(dir=work))
    subprocess.run([sys.executable, "-m", "pip", "download", "--quiet", "--quiet", "--no-deps", "--dest", folder, name], check=True)
    shutil.unpack_archive(next(folder.glob("*.whl")), folder, "zip")
    return folder


# --- the serif: whole as published, only made smaller -----------------------------------------------------------------


def serif(source: Path) -> TTFont:
    letters = "".join(sign for sign in LETTERS if sign not in RARE)
    font, middle = (reduced(TTFont(source), letters, features=["kern", "locl", "tnum"]) for _ in range(2))
    middle = instancer.instantiateVariableFont(middle, {"opsz": OPTICAL_SIZE, "wght": (LIGHT + BOLD) // 2})
    font = instancer.instantiateVariableFont(font, {"opsz": OPTICAL_SIZE, "wght": (LIGHT, BOLD)})
    coarsen_variation(font)
    flatten_kerning(font, kerning(middle))
    return font


def coarsen_variation(font: TTFont) -> None:
    """Points that move almost as their neighbours do are not written down: a tenth less for 0.1 pixels in a large heading."""
    outlines, metrics = font["glyf"], font["hmtx"].metrics
    for name, variations in font["gvar"].variations.items():
        points, control = outlines._getCoordinatesAndControls(name, metrics)
        for variation in variations:
            moves = iup_delta(variation.coordinates, points, control.endPts)
            variation.coordinates = [(otRound(x), otRound(y)) for x, y in moves]
            variation.optimize(points, control.endPts, tolerance=2.5, isComposite=outlines[name].isComposite())


def flatten_kerning(font: TTFont, kern: Callable[[str, str], int]) -> None:
    """The published tables weigh a quarter of the font. Told anew at one weight and in steps: letters alike become one class."""
    glyphs = sorted(set(font.getBestCmap().values()))
    table = {left: tuple(STEP * round(kern(left, right) / STEP) for right in glyphs) for left in glyphs}
    rows = {row: [left for left in glyphs if table[left] == row] for row in table.values() if any(row)}
    columns = {
        column: [glyphs[i] for i, one in enumerate(zip(*rows, strict=True)) if one == column] for column in zip(*rows, strict=True)
    }
    rules = [
        f"pos [{' '.join(lefts)}] [{' '.join(rights)}] {value};"
        for i, lefts in enumerate(rows.values())
        for column, rights in columns.items()
        if (value := column[i])
    ]
    del font["GPOS"], font["GDEF"]
    addOpenTypeFeaturesFromString(font, f"feature kern {{ {' '.join(rules)} }} kern;", tables=["GPOS"])


# --- the sans: pieces, joined at both ends of the axis ----------------------------------------------------------------


def sans(pieces: Path, work: Path) -> TTFont:
    space = DesignSpaceDocument()
    space.addAxis(AxisDescriptor(tag="wght", name="Weight", minimum=LIGHT, default=LIGHT, maximum=BOLD))
    for weight in (LIGHT, BOLD):
        end = joined(
            [piece(pieces / f"commissioner-{part}-wght-normal.woff2", signs, weight, work) for part, signs in PIECES.items()]
        )
        path = work / f"sans-{weight}.ttf"
        end.save(path)
        space.addSource(SourceDescriptor(path=str(path), name=str(weight), location={"Weight": weight}))
    font, _, _ = build_variable(space)
    return reduced(font, LETTERS)


def piece(path: Path, letters: str, weight: int, work: Path) -> Path:
    font = reduced(instancer.instantiateVariableFont(TTFont(path), {"wght": weight}), letters, names=True)
    font.flavor = None
    at = work / f"{path.stem}-{weight}.ttf"
    font.save(at)
    return at


def joined(paths: list[Path]) -> TTFont:
    font = Merger().merge([str(path) for path in paths])
    share_outlines(font)
    add_signs(font)
    add_tabular_figures(font)
    add_edge_kerning(font)
    return font


def share_outlines(font: TTFont) -> None:
    """«А» is drawn by pointing to the Latin A; every piece brought one of its own."""
    glyphs = font["glyf"]
    for glyph in glyphs.glyphs.values():
        for component in glyph.components if glyph.isComposite() else ():
            first = component.glyphName.rsplit(".", 1)[0]
            if component.glyphName[-1].isdigit() and first in glyphs.glyphs and glyphs[first] == glyphs[component.glyphName]:
                component.glyphName = first


def add_signs(font: TTFont) -> None:
    """→ ← and ✓, as thick as the minus: the font has none."""
    _, bottom, _, top = bounds(font, "minus")
    thick, middle = top - bottom, (top + bottom) / 2
    across = thick / 2**0.5  # the same thickness on a stroke at 45°
    apex, arm, start = 1330, 380, 110
    shaft = [(start, bottom), (start, top), (apex - across, top), (apex - across, bottom)]
    head = [(apex - arm, middle - arm), (apex - arm - across, middle - arm + across), (apex - 2 * across, middle)]
    head += [(apex - arm - across, middle + arm - across), (apex - arm, middle + arm), (apex, middle)]
    add_sign(font, "→", [shaft, head], apex + start)
    add_sign(font, "←", [[(apex + start - x, y) for x, y in reversed(line)] for line in (shaft, head)], apex + start)
    x, y, short, long = 450, 140, 310, 800
    tick = [(x, y), (x - short, y + short), (x - short + across, y + short + across), (x, y + 2 * across)]
    tick += [(x + long - across, y + long + across), (x + long, y + long)]
    add_sign(font, "✓", [tick], x + long + x - short)


def add_sign(font: TTFont, sign: str, lines: list[list[tuple[float, float]]], width: float) -> None:
    pen = TTGlyphPen(None)
    for first, *others in lines:
        pen.moveTo(first)
        for point in others:
            pen.lineTo(point)
        pen.closePath()
    name = f"uni{ord(sign):04X}"
    add_glyph(font, name, pen.glyph(round=otRound), round(width))
    for table in font["cmap"].tables:
        table.cmap[ord(sign)] = name


def bounds(font: TTFont, name: str) -> tuple[float, float, float, float]:
    glyphs = font.getGlyphSet()
    pen = BoundsPen(glyphs)
    glyphs[name].draw(pen)
    return pen.bounds


def add_tabular_figures(font: TTFont) -> None:
    """Each figure again, in the middle of one width for all: columns of numbers stand straight."""
    glyphs, metrics = font.getGlyphSet(), font["hmtx"]
    for name in FIGURES:
        drawing = TTGlyphPen(glyphs)
        drawing.addComponent(name, (1, 0, 0, 1, round((FIGURE_WIDTH - metrics[name][0]) / 2), 0))
        add_glyph(font, f"{name}.tnum", drawing.glyph(), FIGURE_WIDTH)
    substitutions = " ".join(f"sub {name} by {name}.tnum;" for name in FIGURES)
    add_feature(font, "GSUB", "tnum", substitutions)


def add_glyph(font: TTFont, name: str, glyph: Glyph, width: int) -> None:
    font.setGlyphOrder([*font.getGlyphOrder(), name])
    font["glyf"][name] = glyph
    glyph.recalcBounds(font["glyf"])
    font["hmtx"][name] = (width, glyph.xMin)


def add_edge_kerning(font: TTFont) -> None:
    """«У.» and «Т»: letter and punctuation came in different pieces, so their kerning was lost."""
    cmap = font.getBestCmap()
    pairs = [(left, mark, like, mark) for left, like in RIGHT_EDGE.items() for mark in AFTER]
    pairs += [(mark, right, mark, like) for right, like in LEFT_EDGE.items() for mark in BEFORE]
    kern = kerning(font)
    rules = [f"pos {cmap[ord(a)]} {cmap[ord(b)]} {kern(cmap[ord(c)], cmap[ord(d)])};" for a, b, c, d in pairs]
    add_feature(font, "GPOS", "kern", " ".join(rules))


def add_feature(font: TTFont, tag: str, feature: str, rules: str) -> None:
    """One more lookup: behind the others of the same feature, or as a feature of its own in every script."""
    made = TTFont()
    made.setGlyphOrder(font.getGlyphOrder())
    addOpenTypeFeaturesFromString(made, f"feature {feature} {{ {rules} }} {feature};")
    table = font[tag].table
    (lookup,) = made[tag].table.LookupList.Lookup
    table.LookupList.Lookup.append(lookup)
    number = len(table.LookupList.Lookup) - 1
    present = [record.Feature for record in table.FeatureList.FeatureRecord if record.FeatureTag == feature]
    for known in present:
        known.LookupListIndex.append(number)
    if not present:
        record = made[tag].table.FeatureList.FeatureRecord[0]
        record.Feature.LookupListIndex = [number]
        table.FeatureList.FeatureRecord.append(record)
        for script in table.ScriptList.ScriptRecord:
            for language in (script.Script.DefaultLangSys, *(one.LangSys for one in script.Script.LangSysRecord)):
                language.FeatureIndex.append(len(table.FeatureList.FeatureRecord) - 1)


def kerning(font: TTFont) -> Callable[[str, str], int]:
    """The space that the font's own tables put between two glyphs: the first subtable that knows the pair decides."""
    lookups = [lookup for lookup in font["GPOS"].table.LookupList.Lookup if lookup.LookupType in (2, 9)]
    subtables = [getattr(part, "ExtSubTable", part) for lookup in lookups for part in lookup.SubTable]

    def between(left: str, right: str) -> int:
        for part in subtables:
            if part.LookupType != 2 or left not in part.Coverage.glyphs:
                continue
            if part.Format == 1:
                found = [one for one in part.PairSet[part.Coverage.glyphs.index(left)].PairValueRecord if one.SecondGlyph == right]
                if not found:
                    continue
                value = found[0].Value1
            else:
                first, second = part.ClassDef1.classDefs.get(left, 0), part.ClassDef2.classDefs.get(right, 0)
                value = part.Class1Record[first].Class2Record[second].Value1
            return int(getattr(value, "XAdvance", 0) or 0)
        return 0

    return between


# --- making small -----------------------------------------------------------------------------------------------------


def reduced(font: TTFont, letters: str, *, features: Sequence[str] = FEATURES, names: bool = False) -> TTFont:
    options = subset.Options()
    options.layout_features = list(features)
    options.layout_scripts = ["DFLT", "latn", "cyrl"]
    options.hinting = False
    options.glyph_names = names
    options.name_IDs = [0, 1, 2, 13, 14]  # whose it is and under which licence
    options.notdef_outline = True
    options.drop_tables += USELESS
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=letters)
    subsetter.subset(font)
    return font


def save(font: TTFont, name: str) -> None:
    font.flavor = "woff2"
    font.recalcTimestamp = False  # the same input gives the same file
    font["head"].created = font["head"].modified = MADE
    font.save(FONTS / name)


if __name__ == "__main__":
    sys.exit(main())
