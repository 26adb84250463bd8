from itertools import chain, repeat, zip_longest

from markupsafe import Markup

from odoo import models
from odoo.tools.misc import split_every

from ..tools import symbols, zpl
from ..tools.paper import PAPERS


class LotLabelLayout(models.TransientModel):
    """How labels are drawn, as PDF and as ZPL (GS-1)."""

    _inherit = "lot.label.layout"

    def _get_pages(self):
        """:return: list of lists of labels, page by page, each ``(place, drawn)``: a
        style, and what is drawn of the label
        """
        self.ensure_one()
        paper = self._get_paper()
        drawn = chain.from_iterable(
            repeat(self._draw_label(label, paper), label.count)
            for label in self._get_labels()
        )
        return [
            [(paper.place(index), label) for index, label in enumerate(page)]
            for page in split_every(paper.per_page, drawn, list)
        ]

    def _get_paper(self):
        return PAPERS[self.gs1_size]

    def _draw_label(self, label, paper):
        """:return: dict for the template. A square symbol stands beside the ``lines``;
        without one, ``facts`` are in one line, and bars with what they say are below it
        """
        made = self._make_symbols(label)
        side = f"{paper.side}mm"
        bars = f"{paper.get_bar_height(len(made)):.1f}mm"
        is_square = any(symbol.rows > 1 for symbol in made)
        return {
            "label": label,
            # the title is one line, however long it is
            "font": paper.get_font(["-", *label.lines]) if is_square else paper.font,
            "width": paper.text_width,
            "square": made[0].draw(side, side) if is_square else "",
            "bars": []
            if is_square
            else [
                (symbol.draw(paper.get_bar_width(symbol), bars), told)
                for symbol, told in zip_longest(made, label.told)
                if symbol
            ],
        }

    def _make_symbols(self, label):
        """:return: list of ``Symbol``"""
        if label.link:
            return [symbols.make_qr(label.link)]
        if label.parts:
            make = {
                "datamatrix": symbols.make_datamatrix,
                "code128": symbols.make_gs1_128,
            }[self.gs1_symbol]
            return [make(elements) for elements in label.parts]
        # a name that bars cannot have is printed as text
        is_drawable = label.name.isascii() and label.name.isprintable()
        return [symbols.make_code_128(label.name)] if is_drawable else []

    def _write_zpl(self):
        """:return: Markup, commands for a label printer"""
        self.ensure_one()
        return Markup("\n").join(
            Markup(zpl.write_label(label, self.gs1_symbol))
            for label in self._get_labels()
        )
