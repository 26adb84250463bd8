"""Draws icon.png and cover.png of each addon with Chromium: pictures.py ODOO_TREE.

The letters are Lato, which lies in Odoo's tree. What is drawn is committed: nobody
needs Chromium to build or to install the addons.
"""

import subprocess
import sys
import tempfile
from pathlib import Path
from string import Template

REPO = Path(__file__).resolve().parent.parent.parent
YELLOW = "#f6c667"
# A true GS1 DataMatrix: (01)09506000134352, which is GS1's example, (21)ACME-26-04711.
MATRIX = """
aaaaa cf3af 8a1b4 bee79 ec082 832ad 90b3e b21f9 ebc1e dc9a5
e0bac ecff5 e5390 c1dd3 caf1e d220f d1a26 d9b1d 9a83a fffff
"""
BARS = (3, 1, 1, 2, 1, 3, 2, 1, 1, 1, 3, 1, 2, 2, 1, 1, 3, 1, 1, 2, 1, 1, 2, 3, 1)

CHECK = (
    f'<path d="M84 190 l28 28 l62 -62" fill="none" stroke="{YELLOW}" '
    'stroke-width="20" stroke-linecap="round" stroke-linejoin="round"/>'
)
TAG = (
    f'<path d="M76 160 h62 l42 34 l-42 34 h-62 z" fill="{YELLOW}" stroke="{YELLOW}" '
    'stroke-width="10" stroke-linejoin="round"/>'
    '<circle cx="148" cy="194" r="9" fill="{color}"/>'
)
CLOCK = (
    f'<circle cx="128" cy="192" r="38" fill="none" stroke="{YELLOW}" '
    'stroke-width="15"/>'
    f'<path d="M128 168 v24 l17 12" fill="none" stroke="{YELLOW}" stroke-width="12" '
    'stroke-linecap="round" stroke-linejoin="round"/>'
)

ADDONS = {
    "lot_prealloc": {
        "color": "#5b3b57",
        "dark": "#35203a",
        "symbol": CHECK,
        "title": "Numbers exist<br/>when the order exists",
        "points": [
            "Lots and serials before production",
            "Labels first, typing never",
            "Timeline, genealogy, hold and recall",
        ],
        "picture": "docs/order-confirmed.png",
    },
    "lot_prealloc_sale": {
        "color": "#1f6b70",
        "dark": "#12393f",
        "symbol": TAG,
        "title": "Every sales order<br/>knows its numbers",
        "points": [
            "Planned, in production, ready, shipped",
            "Reserved for whom they were made",
            "On the order, its PDF and the portal",
        ],
        "picture": "docs/sale-order-numbers.png",
    },
    "lot_prealloc_expiry": {
        "color": "#96503a",
        "dark": "#4f2719",
        "symbol": CLOCK,
        "title": "Dates count<br/>from production",
        "points": [
            "Not from the day a number was allocated",
            "On receipts, components and papers",
            "Shown, never enforced",
        ],
        "picture": "docs/expiry-components.png",
    },
    "lot_prealloc_gs1": {
        "color": "#2b4a7d",
        "dark": "#15264a",
        "symbol": CHECK,
        "title": "Labels<br/>that verify",
        "points": [
            "GS1 DataMatrix, GS1-128, Digital Link",
            "PDF and ZPL, before and after production",
            "Mistakes are said before printing",
        ],
        "picture": None,
    },
}

COVER = Template(Path(__file__).with_name("cover.html").read_text(encoding="utf-8"))
SCREEN = (
    '<div class="screen"><div><i></i><i></i><i></i></div><img src="{picture}"/></div>'
)
LABEL = (
    '<div class="label"><b>Acme Widget</b><svg viewBox="0 0 20 20">{matrix}</svg>'
    "<p>(01) 09506000134352<br/>(21) ACME-26-04711<br/><br/>WH/MO/00109</p></div>"
)


def draw_bars(left, top, height, unit):
    """:return: str, SVG of bars and gaps, as a barcode has them"""
    drawn = []
    for number, width in enumerate(BARS):
        if number % 2 == 0:
            drawn.append(
                f'<rect x="{left}" y="{top}" width="{width * unit}" height="{height}"/>'
            )
        left += width * unit
    return f'<g fill="#2b1f2d">{"".join(drawn)}</g>'


def draw_matrix(left, top, unit):
    """:return: str, SVG of the modules of MATRIX"""
    drawn = []
    for y, row in enumerate(MATRIX.split()):
        for x, module in enumerate(f"{int(row, 16):020b}"):
            if module == "1":
                place = f'x="{left + x * unit}" y="{top + y * unit}"'
                drawn.append(f'<rect {place} width="{unit}" height="{unit}"/>')
    return f'<g fill="#15181f" shape-rendering="crispEdges">{"".join(drawn)}</g>'


def draw_icon(addon):
    """:return: str, what is inside an SVG of 256 by 256"""
    look = ADDONS[addon]
    symbol = look["symbol"].replace("{color}", look["color"])
    if addon == "lot_prealloc_gs1":
        code = '<rect x="72" y="22" width="112" height="112" rx="16" fill="#fff"/>'
        code += draw_matrix(83, 33, 4.5)
    else:
        code = '<rect x="40" y="44" width="176" height="92" rx="18" fill="#fff"/>'
        code += draw_bars(61, 62, 56, 3.2)
    return (
        f'<rect width="256" height="256" rx="52" fill="{look["color"]}"/>{code}{symbol}'
    )


def make_icon_page(addon):
    return (
        "<!DOCTYPE html><style>* { margin: 0; } svg { display: block; }</style>"
        f'<svg width="256" height="256" viewBox="0 0 256 256">{draw_icon(addon)}</svg>'
    )


def make_cover_page(addon, fonts):
    look = ADDONS[addon]
    if look["picture"]:
        right = SCREEN.format(picture=(REPO / look["picture"]).as_uri())
    else:
        right = LABEL.format(matrix=draw_matrix(0, 0, 1))
    return COVER.substitute(
        fonts=fonts.as_uri(),
        addon=addon,
        yellow=YELLOW,
        icon=draw_icon(addon),
        points="".join(f"<li>{point}</li>" for point in look["points"]),
        right=right,
        **{key: look[key] for key in ("color", "dark", "title")},
    )


def photograph(page, path, width, height):
    """Render the HTML ``page`` into the PNG file ``path``."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "page.html")
        source.write_text(page, encoding="utf-8")
        subprocess.run(
            [
                "chromium",
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--hide-scrollbars",
                "--allow-file-access-from-files",
                "--default-background-color=00000000",
                "--virtual-time-budget=3000",
                f"--user-data-dir={folder}/profile",
                f"--window-size={width},{height}",
                f"--screenshot={path}",
                source.as_uri(),
            ],
            check=True,
            stderr=subprocess.DEVNULL,
        )


def main(tree):
    [fonts] = {
        path.parent
        for path in Path(tree).rglob("web/static/fonts/lato/*-Reg-webfont.ttf")
    }
    for addon in ADDONS:
        folder = REPO / addon / "static" / "description"
        folder.mkdir(parents=True, exist_ok=True)
        photograph(make_icon_page(addon), folder / "icon.png", 256, 256)
        photograph(make_cover_page(addon, fonts), folder / "cover.png", 1120, 560)
        print(f"drawn: {addon}")


if __name__ == "__main__":
    main(sys.argv[1])
