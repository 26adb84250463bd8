"""ZPL II, the language of Zebra's label printers: parts of a label as text.

``^FH`` makes ``_5E`` of a ``^`` in a text: nothing that a record says is a command.
"""

from itertools import zip_longest

from .elements import PREDEFINED, sort_elements, write_elements

UNSAFE = "^~_"
# Of a label 4 inches wide at 203 dpi: 812 dots, with a margin, two for a module.
LEFT, TOP, WIDTH = 40, 30, 732
MOST_MODULES = WIDTH // 2
LINE, SIDE, BARS = 30, 240, 80
QUIET_MODULES = 20
# Of ``>;`` to ``>8``, and of what ends a Code 128: a check, and the stop.
MODULES, STOP_MODULES = 11, 13
DATAMATRIX, CODE_128, QR = "^BXN,8,200,,,,_,1", f"^BY2^BCN,{BARS},N,N,N", "^BQN,2,5"
TEXT = "^A0N,28,24"


def write_text(text):
    """:return: str, field data of any text, in one line"""
    line = " ".join(text.split())
    return "^FH^FD" + "".join(
        f"_{ord(character):02X}" if character in UNSAFE else character
        for character in line
    )


def write_datamatrix(elements):
    """:return: str, field data of a GS1 DataMatrix, in a ``^BX`` whose escape character
    is ``_``: ``_1`` is FNC1, ``__`` is the character itself
    """
    escaped = [(ai, value.replace("_", "__")) for ai, value in elements]
    return f"^FD_1{write_elements(escaped, separator='_1')}"


def write_plain_datamatrix(text):
    """:return: str, field data of a DataMatrix that is not GS1's, of ASCII text, in a
    ``^BX`` as above; ``^FH`` has another escape character there
    """
    escaped = "".join(
        f"\\{ord(character):02X}" if character in "^~\\" else character
        for character in text.replace("_", "__")
    )
    return f"^FH\\^FD{escaped}"


def write_gs1_128(elements):
    """:return: str, field data of a GS1-128 in a ``^BC`` without mode: ``>;`` starts
    with pairs of digits (C), ``>8`` is FNC1, ``>6`` goes on with any character (B),
    where ``>0`` is the character itself
    """
    data, is_paired = ">;>8", True
    parts = sort_elements(elements)
    for index, (ai, value) in enumerate(parts, 1):
        if is_paired and not PREDEFINED.match(ai):
            data += f"{ai}>6"
            is_paired = False
            ai = ""
        data += ai + value.replace(">", ">0")
        if index < len(parts) and not PREDEFINED.match(parts[index - 1][0]):
            data += ">8"
    return f"^FD{data}"


def write_qr(text):
    """:return: str, field data of a QR code with error correction M"""
    return write_text(f"MA,{text}")


def count_modules(elements):
    """:return: int, how wide ``write_gs1_128`` is with its quiet zones"""
    data = write_gs1_128(elements).removeprefix("^FD")
    pairs, _switch, characters = data.removeprefix(">;>8").partition(">6")
    codes = 2 + len(pairs) // 2 + 1
    if characters:
        codes += 1 + len(characters) - characters.count(">")
    return codes * MODULES + STOP_MODULES + QUIET_MODULES


def write_label(label, symbol):
    """:param label: :class:`Label`
    :param str symbol: ``datamatrix``, ``code128`` or ``digital_link``
    :return: str, commands that print it
    """
    is_square = label.parts and symbol != "code128"
    body = _write_beside(label, symbol) if is_square else _write_below(label)
    copies = f"^PQ{label.count}" if label.count > 1 else ""
    return "\n".join(["^XA^CI28", *body, f"{copies}^XZ"])


def _write_beside(label, symbol):
    """The symbol, square, and texts at its right."""
    if symbol == "digital_link":
        data = QR + write_qr(label.link)
    else:
        [elements] = label.parts
        data = DATAMATRIX + write_datamatrix(elements)
    texts = [label.title, *label.lines]
    return [
        _place(LEFT, TOP, data),
        *(
            _place(LEFT + SIDE, TOP + index * LINE, TEXT + write_text(text))
            for index, text in enumerate(texts)
        ),
    ]


def _write_below(label):
    """Texts, and below them symbols of bars; without elements, of the number only."""
    texts = [label.title, "  ".join(label.facts)]
    symbols = [write_gs1_128(elements) for elements in label.parts]
    if not symbols and label.name.isascii():
        symbols = [write_text(label.name.replace(">", ">0"))]
    body = [
        _place(LEFT, TOP + index * LINE, TEXT + write_text(text))
        for index, text in enumerate(texts)
    ]
    top = TOP + LINE * len(texts) + 10
    for told, data in zip_longest(label.told, symbols):
        if data:
            body.append(_place(LEFT, top, CODE_128 + data))
            top += BARS + 10
        body.append(_place(LEFT, top, TEXT + write_text(told)))
        top += LINE + 10
    return body


def _place(left, top, data):
    return f"^FO{left},{top}{data}^FS"
