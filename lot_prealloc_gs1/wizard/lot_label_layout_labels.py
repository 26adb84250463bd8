from collections import Counter
from itertools import chain, repeat, zip_longest

from markupsafe import Markup

from odoo import models
from odoo.tools import format_date
from odoo.tools.misc import split_every

from ..tools import symbols, zpl
from ..tools.label import Label
from ..tools.paper import PAPERS

# Below what they say in GS1's way, the same for people; a small label has no room.
WORDY = {"2x7", "dymo", "zpl"}


class LotLabelLayout(models.TransientModel):
    """What is on the labels, as PDF and as ZPL (GS-1)."""

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
            "font": paper.font,
            "width": paper.width - paper.side,
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

    # ------------------------------------------------------------------
    # Labels
    # ------------------------------------------------------------------

    def _get_labels(self):
        """:return: list of ``Label``, in the order of the numbers"""
        lots = self._get_printed_lots()
        obstacles = self._find_obstacles()
        origins = lots._get_label_origins()
        counts = self._count_labels(lots)
        quantities = {}
        if self._has_quantities():
            of_lots = lots.filtered(lambda lot: lot.product_id.tracking == "lot")
            quantities = self._get_quantities(of_lots)
        return [
            self._make_label(
                lot,
                lot.id not in obstacles,
                origins[lot.id],
                quantities.get(lot.id),
                counts[lot.id],
            )
            for lot in lots
        ]

    def _make_label(self, lot, is_gs1, origin, quantity, count):
        dates = self._get_dates()
        elements = lot._get_gs1_elements(dates, quantity) if is_gs1 else []
        facts = [origin["order"]] if origin else []
        if not elements or self.gs1_size in WORDY:
            facts += self._tell_dates(lot, dates)
        if quantity is not None:
            facts.append(self._tell_quantity(lot, quantity))
        is_link = elements and self.gs1_symbol == "digital_link"
        return Label(
            title=lot.product_id.display_name,
            facts=facts,
            name=lot.name,
            parts=self._divide_elements(elements),
            link=lot._write_gs1_digital_link(elements) if is_link else "",
            count=count,
        )

    def _divide_elements(self, elements):
        """A symbol of bars that is too wide becomes two: what stands below the GTIN, and
        the number with what follows it.

        :return: list of lists of elements
        """
        if not elements:
            return []
        if self.gs1_symbol != "code128" or self._get_width(elements) <= self._get_room():
            return [elements]
        ais = [ai for ai, _value in elements]
        index = next(ais.index(ai) for ai in ("10", "21") if ai in ais)
        return [elements[:index], elements[index:]]

    def _get_width(self, elements):
        if self.gs1_size == "zpl":
            return zpl.count_modules(elements)
        return symbols.make_gs1_128(elements).total_columns

    def _get_room(self):
        if self.gs1_size == "zpl":
            return zpl.MOST_MODULES
        return PAPERS[self.gs1_size].most_modules

    def _tell_dates(self, lot, dates):
        texts = {
            "11": lambda date: self.env._("Prod. %(date)s", date=date),
            "17": lambda date: self.env._("Exp. %(date)s", date=date),
        }
        return [
            texts[ai](format_date(self.env, date))
            for ai, date in lot._read_gs1_dates(dates).items()
        ]

    def _tell_quantity(self, lot, quantity):
        quantity = f"{quantity:.5f}".rstrip("0").rstrip(".")
        return self.env._(
            "Qty %(quantity)s %(unit)s",
            quantity=quantity,
            unit=lot.product_id.uom_id.name,
        )

    # ------------------------------------------------------------------
    # How many, how much
    # ------------------------------------------------------------------

    def _has_quantities(self):
        """Whether labels say how much there is of a lot; one per unit cannot."""
        return self.gs1_quantity and self.label_quantity == "lots"

    def _count_labels(self, lots):
        """:return: ``{id of a number: how many labels it gets}``"""
        if self.label_quantity == "lots":
            return dict.fromkeys((lot._origin.id for lot in lots), self.copies)
        quantities = self._get_quantities(lots)
        return {
            lot._origin.id: self.copies
            * (max(1, int(quantities[lot._origin.id])) if lot._is_counted() else 1)
            for lot in lots
        }

    def _get_quantities(self, lots):
        """How much of a number its label is for: what the transfer or order of the
        dialog moves, or else what is in stock, or else what the order that holds it will
        make.

        :return: ``{id of a number: quantity in the unit of the product}``
        """
        moved = Counter()
        for line in self.move_line_ids:
            moved[line.lot_id._origin.id] += line.quantity_product_uom
        return {
            lot._origin.id: moved[lot._origin.id]
            or lot.product_qty
            or self._get_planned_quantity(lot)
            for lot in lots
        }

    def _get_planned_quantity(self, lot):
        # sudo: who may print a number's label may not always read its order
        order = lot.sudo().allocated_production_id
        if lot.product_id.tracking == "serial" or order.product_id != lot.product_id:
            return 1.0
        return order.product_uom_qty
