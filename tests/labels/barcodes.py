"""What a scanner reads: barcodes in a sheet, on a page of a PDF, in a picture."""

import re
from urllib.request import urlopen

from PIL import Image
from reportlab.graphics.barcode import code128

WORDS = re.compile(rb"\S+")
BARS = re.compile(r"M([\d.]+) ([\d.]+)h([\d.]+)v([\d.]+)h-\3z")
FEWEST_BARS = 9  # of a start, one character with its check, and a stop


def decode(picture):
    """Read the Code 128 barcode in a picture.

    :return: the text
    """
    picture = picture.convert("L")
    row = [
        picture.getpixel((x, picture.height // 2)) < 128 for x in range(picture.width)
    ]
    edges = [
        x
        for x, (before, after) in enumerate(
            zip([False, *row], [*row, False], strict=True)
        )
        if before != after
    ]
    return decode_edges(edges)


def decode_edges(edges):
    """:param edges: where bars begin and end, from the left
    :return: the text
    """
    widths = [right - left for left, right in zip(edges, edges[1:], strict=False)]
    symbols = {}
    for symbol, pattern in code128._patterns.items():
        symbols[tuple("abcd".index(bar.lower()) + 1 for bar in pattern)] = symbol
    values = []
    while len(widths) > 7:  # what remains then is the stop symbol
        group, widths = widths[:6], widths[6:]
        module = sum(group) / 11
        values.append(symbols[tuple(round(width / module) for width in group)])
    *values, check = values
    weights = [1, *range(1, len(values))]
    assert sum(w * v for w, v in zip(weights, values, strict=True)) % 103 == check
    text, code = "", {103: "A", 104: "B", 105: "C"}[values[0]]
    for value in values[1:]:
        if value in (99, 100, 101) and (code, value) != ("C", 99):
            code = {99: "C", 100: "B", 101: "A"}[value]
        else:
            text += f"{value:02}" if code == "C" else chr(value + 32)
    return text


def read_drawing(svg):
    """:param svg: ``lxml`` element of a barcode
    :return: list of (left, top, width, height) of its bars
    """
    [path] = svg
    text = path.get("d")
    bars = [tuple(map(float, bar)) for bar in BARS.findall(text)]
    assert "".join(bar.group() for bar in BARS.finditer(text)) == text, text
    return bars


def read_sheet(element):
    """:return: texts of the barcodes, drawings and pictures, in an ``lxml`` element"""
    return [_read_element(node) for node in element.xpath(".//svg | .//img")]


def _read_element(node):
    if node.tag != "img":
        return decode_edges(get_edges(read_drawing(node)))
    return decode(open_picture(node))


def open_picture(img):
    """:return: the picture that an ``lxml`` element has in it"""
    with urlopen(img.get("src")) as source, Image.open(source) as picture:
        return picture.convert("L")


def get_edges(bars):
    return [
        edge for left, _top, width, _height in bars for edge in (left, left + width)
    ]


def read_page(page):
    """:return: texts of the barcodes that are drawn on a page of a PDF, in the order of
    the page, and how many drawings there are that look like one but are not read
    """
    texts, unread = [], 0
    for shape in _get_filled_shapes(page.get_contents().get_data()):
        if len(shape) < FEWEST_BARS:
            continue
        edges = [edge for left, right in sorted(shape) for edge in (left, right)]
        try:
            texts.append(decode_edges(edges))
        except (AssertionError, KeyError, ZeroDivisionError):
            unread += 1
    return texts, unread


def _get_filled_shapes(content):
    """Walk through the operators of a page.

    :return: iterator over lists of (left, right), one for each shape that consists of
        rectangles only
    """
    numbers, parts, is_angular = [], [], True
    for word in WORDS.findall(content):
        if word[-1:].isdigit() or word[-1:] == b".":
            numbers.append(word)
            continue
        if word == b"m":
            parts.append([float(numbers[-2])])
        elif word == b"l" and parts:
            parts[-1].append(float(numbers[-2]))
        elif word == b"re":
            left, _bottom, width, _height = map(float, numbers[-4:])
            parts.append([left, left + width])
        elif word == b"c":
            is_angular = False
        elif word in (b"f", b"f*", b"n", b"S"):
            if word.startswith(b"f") and is_angular and all(map(_is_box, parts)):
                yield [(min(part), max(part)) for part in parts]
            parts, is_angular = [], True
        numbers = []


def _is_box(part):
    return len({round(x, 3) for x in part}) == 2
