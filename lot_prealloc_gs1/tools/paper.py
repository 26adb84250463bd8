from math import ceil
from typing import NamedTuple

# A bar is at least so wide, in millimetres: thinner ones do not verify.
NARROWEST, WIDEST = 0.25, 0.5
# Of the size of the font: a line of text, and a character of it on average.
LINE_HEIGHT, CHARACTER_WIDTH = 1.15, 0.65


class Paper(NamedTuple):
    """A page of labels, in millimetres."""

    columns: int
    rows: int
    left: float
    top: float
    across: float  # from the left of a label to that of the next
    down: float
    width: float  # of a label
    height: float
    side: float  # of a square symbol
    font: float
    page_height: float

    @property
    def per_page(self):
        return self.columns * self.rows

    @property
    def most_modules(self):
        """Of a symbol of bars, with its quiet zones."""
        return int(self.width / NARROWEST)

    @property
    def text_width(self):
        """Beside a square symbol."""
        return self.width - self.side

    def get_font(self, texts):
        """:param list texts: below each other, beside a square symbol; long ones are
            broken
        :return: float, the size at which all of them are on the label
        """
        characters = self.text_width / (self.font * CHARACTER_WIDTH)
        lines = sum(ceil(len(text) / characters) for text in texts)
        return min(self.font, self.height / (lines * LINE_HEIGHT))

    def place(self, index):
        """:return: str, the style that puts a label where it belongs on its page"""
        row, column = divmod(index, self.columns)
        return (
            f"position:absolute; overflow:hidden; padding:0; "
            f"left:{self.left + column * self.across:.2f}mm; "
            f"top:{self.top + row * self.down:.2f}mm; "
            f"width:{self.width}mm; height:{self.height}mm"
        )

    def get_bar_height(self, count):
        """:param int count: how many symbols of bars are on a label
        :return: float
        """
        return self.height * (0.36 if count < 2 else 0.22)

    def get_bar_width(self, symbol):
        """:return: str, how wide a symbol of bars is drawn"""
        module = min(WIDEST, self.width / symbol.total_columns)
        return f"{symbol.total_columns * module:.2f}mm"


PAPERS = {
    # where Odoo's own sheet of labels has them
    "4x12": Paper(4, 12, 8, 20, 48.5, 21.15, 43, 19, 17, 2.1, 296),
    "2x7": Paper(2, 7, 6.5, 17, 101.5, 38.1, 95, 34.5, 28, 3, 296),
    "dymo": Paper(1, 1, 1.5, 1.5, 57, 32, 54, 29, 24, 2.4, 31.5),
}
