"""Barcodes drawn by hand, as a printer puts them on a book, and a camera that films them: a picture and a raw video."""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter

LEFT = ("0001101", "0011001", "0010011", "0111101", "0100011", "0110001", "0101111", "0111011", "0110111", "0001011")
PARITY = ("AAAAAA", "AABABB", "AABBAB", "AABBBA", "ABAABB", "ABBAAB", "ABBBAA", "ABABAB", "ABABBA", "ABBABA")
SIZE = (640, 480)
FRAMES = 6


def ean13(number: str) -> str:
    """Bars as ones and spaces as noughts (GS1 General Specifications, 5.2.1)."""
    right = [pattern.translate(str.maketrans("01", "10")) for pattern in LEFT]
    signs = {"A": LEFT, "B": [pattern[::-1] for pattern in right], "R": right}
    halves = [signs[of][int(digit)] for of, digit in zip(PARITY[int(number[0])] + "R" * 6, number[1:], strict=True)]
    return "101" + "".join(halves[:6]) + "01010" + "".join(halves[6:]) + "101"


_WIDTHS = (
    "212222222122222221121223121322131222122213122312132212221213221312231212112232122132122231113222123122123221223211221132"
    "221231213212223112312131311222321122321221312212322112322211212123212321232121111323131123131321112313132113132311211313"
    "231113231311112133112331132131113123113321133121313121211331231131213113213311213131311123311321331121312113312311332111"
    "314111221411431111111224111422121124121421141122141221112214112412122114122411142112142211241211221114413111241112134111"
    "111242121142121241114212124112124211411212421112421211212141214121412121111143111341131141114113114311411113411311113141"
    "114131311141411131211412211214211232"
)
CODE128 = [*(_WIDTHS[at : at + 6] for at in range(0, len(_WIDTHS), 6)), "2331112"]


def code128(digits: str) -> str:
    """An even number of digits, two a sign (ISO/IEC 15417, set C): what our own labels of copies would carry."""
    values = [105, *(int(digits[at : at + 2]) for at in range(0, len(digits), 2))]
    values += [(values[0] + sum(at * value for at, value in enumerate(values))) % 103, 106]
    widths = "".join(CODE128[value] for value in values)
    return "".join("10"[at % 2] * int(width) for at, width in enumerate(widths))


def drawn(bars: str, *, turned: float = 0, blurred: float = 0) -> Image.Image:
    """On grey paper, in the middle of what a camera sees."""
    module = 4 if len(bars) < 120 else 3
    width = len(bars) * module
    label = Image.new("L", (width + 24 * module, 200), 235)
    pen = ImageDraw.Draw(label)
    for at, bar in enumerate(bars):
        if bar == "1":
            left = (12 + at) * module
            pen.rectangle((left, 20, left + module - 1, 180), fill=30)
    label = label.rotate(turned, expand=True, fillcolor=170, resample=Image.Resampling.BICUBIC)
    scene = Image.new("L", SIZE, 170)
    scene.paste(label, ((SIZE[0] - label.width) // 2, (SIZE[1] - label.height) // 2))
    return scene.filter(ImageFilter.GaussianBlur(blurred)) if blurred else scene


def film(scene: Image.Image, path: Path) -> Path:
    """YUV4MPEG2, which Chromium plays as its camera, over and over."""
    grey = bytes([128]) * (SIZE[0] * SIZE[1] // 2)
    frame = b"FRAME\n" + scene.tobytes() + grey
    path.write_bytes(f"YUV4MPEG2 W{SIZE[0]} H{SIZE[1]} F10:1 Ip A1:1 C420\n".encode() + frame * FRAMES)
    return path
