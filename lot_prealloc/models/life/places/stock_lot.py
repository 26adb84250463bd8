from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


def _search_state(state):
    """:return: function, the search of the quantity in a state"""
    return lambda lots, operator, value: lots._search_state_quantity(
        state, operator, value
    )


class StockLot(models.Model):
    """A lot that lies in several places, or is in several states (AB-12, AB-18).

    It has one state, the first of those it is in, and its lists show every place. What
    else it is in is stored as well, so that filters find any part of it.
    """

    _inherit = "stock.lot"

    further_states = fields.Char(
        compute="_compute_lifecycle",
        store=True,
        copy=False,
        index="btree_not_null",
        help="States of other parts of a lot, beside the one it shows.",
    )
    # Where Odoo stores one place, a part that lies anywhere is found as well.
    location_id = fields.Many2one(search="_search_location_id")
    places = fields.Char(
        compute="_compute_places",
        help="Where the number is, and how much of it. In the unit of the product.",
    )
    available_quantity = fields.Float(search=_search_state("available"))
    allocated_quantity = fields.Float(search=_search_state("allocated"))
    shipped_quantity = fields.Float(search=_search_state("shipped"))
    consumed_quantity = fields.Float(search=_search_state("consumed"))
    scrapped_quantity = fields.Float(search=_search_state("scrapped"))

    # ------------------------------------------------------------------
    # Places
    # ------------------------------------------------------------------

    @api.depends("quant_ids.quantity", "quant_ids.location_id")
    @api.depends_context("lang", "allowed_company_ids")
    def _compute_places(self):
        """One statement for all the rows of a list, and one for the locations."""
        # sudo: as the location of a number, which whoever sees it may read; those of
        # other companies are left out
        parts = (
            self.env["stock.quant"]
            .sudo()
            ._read_group(
                Domain("lot_id", "in", self._origin.ids)
                & Domain("quantity", ">", 0)
                & Domain(
                    "location_id.company_id", "in", [False, *self.env.companies.ids]
                ),
                ["lot_id", "location_id"],
                ["quantity:sum"],
            )
        )
        places = defaultdict(list)
        for lot, location, quantity in parts:
            places[lot.id].append((location, quantity))
        for lot in self:
            lot.places = lot._format_places(places[lot._origin.id])

    def _format_places(self, places):
        """:param places: pairs of ``stock.location`` and quantity
        :return: text, e.g. ``WH/Stock 80, Customers 20``; our own places come first
        """
        self.ensure_one()
        if self.product_id.tracking == "serial" and len(places) == 1:
            [(location, _quantity)] = places
            return location._get_place_name()
        places.sort(key=lambda part: (not part[0]._is_own_stock(), -part[1]))
        unit = self.product_uom_id
        return ", ".join(
            f"{location._get_place_name()} {unit._format_quantity(quantity)}"
            for location, quantity in places
        )

    def _search_location_id(self, operator, value):
        """“Under” a location is any number of which a part lies there."""
        if operator != "child_of":
            return Domain("location_id", operator, value)
        return Domain(
            "quant_ids",
            "any",
            Domain("location_id", "child_of", value) & Domain("quantity", ">", 0),
        )

    # ------------------------------------------------------------------
    # States
    # ------------------------------------------------------------------

    @api.model
    def _search_state_quantity(self, state, operator, value):
        """Numbers of which any part is in a state, or none is.

        :raise UserError: another comparison than with 0
        """
        in_state = Domain("lifecycle_state", "=", state)
        in_state |= Domain("further_states", "like", state)
        if (operator, value) == (">", 0):
            return in_state
        if (operator, value) == ("<=", 0) or (operator == "in" and set(value) == {0}):
            return ~in_state
        if operator == "not in":
            return NotImplemented
        raise UserError(
            self.env._(
                "Numbers can only be searched by whether any quantity of them is "
                "%(state)s: compare the quantity with 0.",
                state=dict(
                    self._fields["lifecycle_state"]._description_selection(self.env)
                )[state].lower(),
            )
        )
