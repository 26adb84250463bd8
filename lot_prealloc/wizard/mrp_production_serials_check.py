from odoo import api, fields, models

from ..tools.processes import ALL, CONSUME
from .batch_check import BatchCheck
from .batch_lines import format_quantity

# The kinds of a mark on a line of the list.
PROBLEM = "problem"
HINT = "hint"
# So many numbers are offered for a cell; more are found by typing.
MAX_CHOICES = 8


class MrpProductionSerials(models.TransientModel):
    """The list of Batch Production as a grid: its columns, a mark for each row (UX-1).

    What the buttons would refuse is said while one types, by the check that they make
    themselves (UX-2).
    """

    _inherit = "mrp.production.serials"

    line_count = fields.Char(compute="_compute_batch_grid")
    list_problem = fields.Char(compute="_compute_batch_grid")
    batch_grid = fields.Json(
        "Grid",
        compute="_compute_batch_grid",
        help="The columns of the list, and what is to be said about its lines.",
    )

    @api.depends("serial_numbers", "production_ids", "quantity_per_lot")
    def _compute_batch_grid(self):
        """``batch_grid`` is a dict: ``columns`` (dicts with ``title`` and ``kind``:
        number, quantity or component), ``rows`` (how many numbers are wanted),
        ``titles`` (what a heading row may say), ``marks`` (``{position of a line:
        [kind, text]}``, of lines that are not simply ready), ``lines`` (how many
        there are) and ``heading`` (the position of a heading row, or 0).
        """
        for wizard in self:
            lines, heading = wizard._read_list_and_heading()
            check = wizard._check_list(lines)
            wizard.line_count = wizard._tell_count(lines)
            mistakes = wizard._list_mistakes(check)
            wizard.list_problem = mistakes[0] if mistakes else False
            marks = {
                str(position): [kind, text]
                for kind, texts in (
                    (HINT, wizard._find_hints(check)),
                    (PROBLEM, check.mistakes),
                )
                for position, text in texts.items()
            }
            wizard.batch_grid = {
                "columns": wizard._get_columns(),
                "rows": wizard._count_numbers(),
                "titles": sorted(wizard._get_column_titles()),
                "marks": marks,
                "lines": len(lines),
                "heading": heading.position if heading else 0,
            }

    def _tell_count(self, lines):
        uom = self.production_ids[:1].product_uom_id.name or ""
        return self.env._(
            "%(count)s of %(total)s %(uom)s",
            count=format_quantity(
                sum(line.finished.quantity or 1 for line in lines)
                if self.is_lot_tracked
                else len(lines)
            ),
            total=format_quantity(sum(self.production_ids.mapped("product_qty"))),
            uom=uom if self.is_lot_tracked else self.env._("units"),
        )

    # ------------------------------------------------------------------
    # One check for screen and buttons (UX-2)
    # ------------------------------------------------------------------

    def _check_list(self, lines):
        """Everything that makes the list impossible, looked up for all lines together.

        :param list lines: :class:`.batch_lines.BatchLine`
        :return: :class:`.batch_check.BatchCheck`
        """
        portions = self._get_portions_of_lines(lines)
        mistakes = self._find_text_mistakes(portions)
        lots = self._find_finished_lots(portions)
        component_lots = self._find_component_lots(portions)
        legible = [p for p in portions if p.line.position not in mistakes]
        mistakes |= self._find_number_mistakes(legible, lots, component_lots)
        return BatchCheck(portions, lots, component_lots, mistakes)

    def _list_mistakes(self, check):
        """:return: list of messages, each names its line"""
        return [
            self._name_line(portion.line, check.mistakes[portion.line.position])
            for portion in check.portions
            if portion.line.position in check.mistakes
        ]

    # ------------------------------------------------------------------
    # The columns, and what may stand in them
    # ------------------------------------------------------------------

    def _get_columns(self):
        """:return: list of dicts, see ``_compute_batch_grid``"""
        columns = [
            {
                "title": self.production_ids.product_id[:1].display_name or "",
                "kind": "number",
            }
        ]
        if self.is_lot_tracked:
            uom = self.production_ids.product_uom_id[:1].name or ""
            columns.append(
                {"title": self.env._("Quantity (%s)", uom), "kind": "quantity"}
            )
        moves = [p._get_tracked_components() for p in self.production_ids._origin]
        for index in range(max(map(len, moves), default=0)):
            # orders of one product may be of different bills of materials
            products = self.env["product.product"].union(
                *(order_moves[index : index + 1].product_id for order_moves in moves)
            )
            columns.append(
                {
                    "title": " / ".join(products.mapped("display_name")),
                    "kind": "component",
                    "is_serial": "serial" in products.mapped("tracking"),
                }
            )
        return columns

    @api.model
    def get_component_choices(self, production_ids, index, text="", exclude=()):
        """Numbers for a component's cell: what is reserved, then what is in stock.

        For the screen, while a person types; changes nothing.

        :param list production_ids: ids of the orders
        :param int index: which of their tracked components, from 0
        :param str text: part of the number
        :param list exclude: numbers that are not wanted
        :return: list of dicts with ``name``, ``place`` and ``is_reserved``
        """
        productions = self.env["mrp.production"].browse(production_ids)
        productions.check_access("read")
        moves = self.env["stock.move"].union(
            *(p._get_tracked_components()[index : index + 1] for p in productions)
        )
        wanted = [
            ("lot_id", "!=", False),
            ("lot_id.name", "ilike", text or ""),
            ("lot_id.name", "not in", list(exclude)),
            ("lot_id.hold_processes", "not in", (CONSUME, ALL)),
        ]
        # sudo: a number is one number, whoever may see where it is
        reserved = (
            self.env["stock.move.line"]
            .sudo()
            .search([("move_id", "in", moves.ids), *wanted], limit=MAX_CHOICES)
        )
        quants = (
            self.env["stock.quant"]
            .sudo()
            .search(
                [
                    ("product_id", "in", moves.product_id.ids),
                    ("location_id", "child_of", moves.location_id.ids),
                    ("quantity", ">", 0),
                    ("lot_id", "not in", reserved.lot_id.ids),
                    *wanted,
                ],
                limit=MAX_CHOICES,
            )
        )
        return [
            {
                "name": record.lot_id.name,
                "place": record.location_id.display_name,
                "is_reserved": records == reserved,
            }
            for records in (reserved, quants)
            for record in records.sorted("lot_id")
        ][:MAX_CHOICES]
