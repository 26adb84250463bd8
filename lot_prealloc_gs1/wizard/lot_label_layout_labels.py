from collections import Counter

from odoo import models
from odoo.tools import format_date

from ..tools import symbols, zpl
from ..tools.elements import (
    COUNT,
    EXPIRES,
    GS1_128_LENGTH,
    LOT,
    PRODUCED,
    SERIAL,
    write_elements,
)
from ..tools.label import Label
from ..tools.paper import PAPERS

# Below what they say in GS1's way, the same for people; a small label has no room.
WORDY = {"2x7", "dymo", "zpl"}


class LotLabelLayout(models.TransientModel):
    """What is on the labels, and how many there are (GS-1)."""

    _inherit = "lot.label.layout"

    def _get_labels(self):
        """:return: list of ``Label``, in the order of the numbers"""
        obstacles = self._find_obstacles()
        lots = self._filter_printed_lots(obstacles)
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
        # what was asked for first: it is seen, however little room there is
        facts = [] if quantity is None else [self._tell_quantity(lot, quantity)]
        if origin:
            facts.append(origin["order"])
        if not elements or self.gs1_size in WORDY:
            facts += self._tell_dates(lot, dates)
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
        """A symbol of bars that is too large becomes two: the GTIN with the dates, and
        the number with what follows it. A third one has no room on a label: a quantity
        that does not fit into the second one is in the text only.

        :return: list of lists of elements
        """
        if not elements:
            return []
        if self.gs1_symbol != "code128" or self._fits(elements):
            return [elements]
        ais = [ai for ai, _value in elements]
        index = next(ais.index(ai) for ai in (LOT, SERIAL) if ai in ais)
        first, second = elements[:index], elements[index:]
        if not self._fits(second):
            second = [element for element in second if element[0] != COUNT]
        return [first, second]

    def _fits(self, elements):
        """Whether one GS1-128 can say them."""
        return (
            len(write_elements(elements)) <= GS1_128_LENGTH
            and self._get_width(elements) <= self._get_room()
        )

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
            PRODUCED: lambda date: self.env._("Prod. %(date)s", date=date),
            EXPIRES: lambda date: self.env._("Exp. %(date)s", date=date),
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
        dialog moves, or else what is in stock, or else what the order that holds it
        will make.

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
