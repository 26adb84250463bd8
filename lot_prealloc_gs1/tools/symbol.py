import re
from typing import NamedTuple

from markupsafe import Markup

DARK = re.compile(rb"\x00+")
# Filled as one shape: modules that touch each other have no seam.
SVG = Markup(
    '<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="%(label)s"'
    ' style="display:block; width:%(width)s; height:%(height)s"'
    ' viewBox="%(left)s %(top)s %(columns)s %(rows)s" preserveAspectRatio="none">'
    '<path d="%(path)s"/></svg>'
)


class Symbol(NamedTuple):
    """A barcode, in modules."""

    label: str
    columns: int
    rows: int
    path: str
    # Blank modules that a scanner wants beside it, and above and below.
    quiet_columns: int
    quiet_rows: int

    @classmethod
    def from_barcode(cls, barcode, label, quiet, is_linear=False):
        """:param barcode: ``zxingcpp.Barcode``
        :param str label: what is read to those who don't see it
        :param int quiet: blank modules around it
        :param bool is_linear: of bars, which are as high as it is drawn
        """
        picture = memoryview(barcode.to_image(scale=1, add_quiet_zones=False))
        rows, columns = picture.shape
        if is_linear:
            rows = 1
        dots = picture.tobytes()
        path = "".join(
            f"M{run.start()} {row}h{run.end() - run.start()}v1H{run.start()}z"
            for row in range(rows)
            for run in DARK.finditer(dots[row * columns : (row + 1) * columns])
        )
        return cls(label, columns, rows, path, quiet, 0 if is_linear else quiet)

    @property
    def total_columns(self):
        """How wide it is with its quiet zones."""
        return self.columns + 2 * self.quiet_columns

    def draw(self, width, height):
        """:param str width: of the whole, quiet zones included, e.g. ``17mm``
        :return: Markup, an inline drawing
        """
        return SVG % {
            "label": self.label,
            "width": width,
            "height": height,
            "left": -self.quiet_columns,
            "top": -self.quiet_rows,
            "columns": self.total_columns,
            "rows": self.rows + 2 * self.quiet_rows,
            "path": Markup(self.path),
        }
