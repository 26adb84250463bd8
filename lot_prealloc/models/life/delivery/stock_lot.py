from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...lots.places import OF_OTHERS

FEW = 5_000


class StockLot(models.Model):
    """For whom a number is, or was: the delivery it is allocated to (AB-18, MM-4)."""

    _inherit = "stock.lot"

    last_delivery_id = fields.Many2one(
        "stock.picking",
        "Delivery",
        compute="_compute_last_delivery",
        help="The transfer that has reserved the number, or shipped it last.",
    )
    last_customer_id = fields.Many2one(
        "res.partner",
        "Customer",
        compute="_compute_last_delivery",
        search="_search_last_customer_id",
        help="Who the last delivery is for.",
    )

    @api.depends("move_line_ids.state", "move_line_ids.picking_id.partner_id")
    def _compute_last_delivery(self):
        lines = self._find_last_delivery_lines()
        for lot in self:
            line = lines.get(lot._origin, self.env["stock.move.line"])
            lot._set_last_delivery(line)

    def _set_last_delivery(self, line):
        """Made to be extended: what is told of a number by its last delivery.

        :param line: ``stock.move.line`` that reserves it, or shipped it last; or none
        """
        self.ensure_one()
        self.last_delivery_id = line.picking_id
        self.last_customer_id = line.picking_id.partner_id or line.move_id.partner_id

    def _find_last_delivery_lines(self):
        """The movement each number is allocated to, or else the last that shipped it.

        :return: ``{stock.lot: stock.move.line}``
        """
        lines = {}
        for states in (("done",), ("assigned", "partially_available")):
            for lot, line in self.env["stock.move.line"]._read_group(
                Domain("lot_id", "in", self._origin.ids)
                & Domain("state", "in", states)
                & self._get_delivery_line_domain(),
                ["lot_id"],
                ["id:max"],
            ):
                lines[lot] = line
        found = self.env["stock.move.line"].browse(lines.values())
        return {
            lot: line.with_prefetch(found.ids)
            for lot, line in zip(lines, found, strict=True)
        }

    @api.model
    def _get_delivery_line_domain(self):
        """Lines of transfers that take goods out, all steps of a delivery included."""
        return Domain("picking_id", "!=", False) & (
            OF_OTHERS.get_domain("location_dest_id.")
            | OF_OTHERS.get_domain("move_id.location_final_id.")
        )

    def _search_last_customer_id(self, operator, value):
        """Numbers that were delivered to a customer, or are reserved for him."""
        if operator in Domain.NEGATIVE_OPERATORS:
            return NotImplemented
        queries = self._get_last_customer_queries(operator, value)
        return self._get_domain_of_any(queries)

    @api.model
    def _get_domain_of_any(self, queries):
        """:param list queries: ``SQL`` that select ids of ``stock.lot``
        :return: ``Domain`` of the numbers that any of them finds
        """
        found = SQL(" UNION ALL ").join(queries)
        # A few are looked up at once: PostgreSQL expects more than there are, and would
        # go through all the numbers there are instead.
        rows = self.env.execute_query(SQL("%s LIMIT %s", found, FEW + 1))
        if len(rows) <= FEW:
            return Domain("id", "in", {lot_id for (lot_id,) in rows})
        return Domain("id", "in", SQL("(%s)", found))

    @api.model
    def _get_last_customer_queries(self, operator, value):
        """Made to be extended: how numbers of a customer are found.

        :param str operator: of a condition on the customer
        :param value: of that condition
        :return: list of ``SQL`` that select ids of ``stock.lot``
        """
        # sudo: of transfers it is only asked whose they are; lines have their rules.
        # Ids, from which PostgreSQL goes to the lines and not the other way round.
        pickings = self.env["stock.picking"].sudo()
        picking_ids = pickings.search([("partner_id", operator, value)]).ids
        lines = self.env["stock.move.line"]._search(
            Domain("picking_id", "in", picking_ids)
            & Domain("lot_id", "!=", False)
            & Domain("state", "!=", "cancel")
            & self._get_delivery_line_domain(),
        )
        return [lines.subselect(SQL.identifier(lines.table, "lot_id"))]
