"""A label printer: what its commands put on a label."""

import re

FIELD = re.compile(r"\^FO(\d+),(\d+)(.*?)\^FD(.*?)\^FS", re.DOTALL)
HEX = re.compile("_([0-9A-Fa-f]{2})")
FNC1 = "\x1d"


def read_labels(zpl):
    """:return: list of labels, each a list of fields: kind and content"""
    labels = [part for part in zpl.split("^XZ") if part.strip()]
    assert all(label.strip().startswith("^XA^CI28") for label in labels)
    return [
        [read_field(*field[2:]) for field in FIELD.findall(label)] for label in labels
    ]


def read_field(command, data):
    if command.startswith("^BX"):
        # ^BXo,h,s,c,r,f,g,a: quality 200, the escape character, a square symbol
        options, _hex, indicator = command.partition("^FH")
        _o, _h, quality, _c, _r, _f, escape, aspect = options.split(",", 7)
        assert (quality, escape, aspect) == ("200", "_", "1")
        if indicator:
            return "plain", read_plain_datamatrix(data, indicator)
        return "datamatrix", read_datamatrix(data)
    if "^FH" in command:
        data = HEX.sub(lambda found: chr(int(found[1], 16)), data)
    if command.startswith("^BQ"):
        mode, _comma, text = data.partition(",")
        assert mode == "MA"
        return "qr", text
    if "^BC" in command:
        return "code128", read_code128(data)
    return "text", data


def read_datamatrix(data):
    """:return: str, of a symbol that begins with FNC1"""
    text = re.sub("_(.?)", lambda found: {"1": FNC1, "_": "_"}[found[1]], data)
    assert text.startswith(FNC1)
    return text[1:]


def read_plain_datamatrix(data, indicator):
    """:return: str, of a symbol that is not GS1's"""
    assert indicator == "\\"
    data = re.sub(r"\\([0-9A-F]{2})", lambda found: chr(int(found[1], 16)), data)
    assert not re.search("_[^_]", data.replace("__", ""))
    return data.replace("__", "_")


def read_code128(data):
    """Follow the codes of a symbol, as ``^BC`` without mode does.

    :return: str; with ``]C1`` before it where FNC1 comes first
    """
    code, text, is_gs1 = "B", "", False
    while data:
        invoked = data[:2] if data.startswith(">") else ""
        if invoked:
            data = data[2:]
            if invoked in (">;", ">5"):
                code = "C"
            elif invoked in (">:", ">6"):
                code = "B"
            elif invoked == ">0":
                text += ">"
            elif invoked == ">8" and not text:
                is_gs1 = True
            elif invoked == ">8":
                text += FNC1
            else:
                raise AssertionError(f"unknown: {invoked}")
            continue
        if code == "C":
            assert data[:2].isdigit() and len(data[:2]) == 2, data
        length = 2 if code == "C" else 1
        text, data = text + data[:length], data[length:]
    return ("]C1" if is_gs1 else "") + text
