from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.lots.number_request import NumberRequest
from ..models.transfers.range.lot_match import LotMatch
from ..tools.names import name_few, summarize_names
from ..tools.telling import tell
from .batch_lines import format_quantity


class StockPickingLotRange(models.TransientModel):
    """Auto Generate: first and last number fill the lines of a transfer (MM-7).

    What arrives gets new numbers, what leaves gets numbers that are in stock.
    """

    _name = "stock.picking.lot.range"
    _inherit = "lot.number.series.mixin"
    _description = "Lot/Serial Numbers of a Transfer"

    picking_id = fields.Many2one(
        "stock.picking", "Transfer", required=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="picking_id.company_id")
    product_ids = fields.Many2many(
        "product.product", string="Products", compute="_compute_product_ids"
    )
    has_several_products = fields.Boolean(compute="_compute_product_ids")
    product_id = fields.Many2one(
        "product.product",
        domain="[('id', 'in', product_ids)]",
        help="Number only the lines of this product; empty: all lines, in their order.",
    )
    is_from_stock = fields.Boolean(compute="_compute_is_from_stock")
    title = fields.Char(compute="_compute_title")
    first_name = fields.Char(
        "First Number", compute="_compute_first_name", store=True, readonly=False
    )
    last_name = fields.Char(
        "Last Number",
        compute="_compute_last_name",
        inverse="_inverse_last_name",
        store=True,
        readonly=False,
    )
    count = fields.Integer(
        compute="_compute_count", store=True, readonly=False, help="How many numbers."
    )
    filled_first_name = fields.Char(help="What was proposed, and not typed.")
    filled_count = fields.Integer(help="What was counted, and not typed.")
    status = fields.Char(compute="_compute_status")
    problem = fields.Char(compute="_compute_status")

    # ------------------------------------------------------------------
    # What is to be numbered
    # ------------------------------------------------------------------

    @api.depends("picking_id")
    def _compute_product_ids(self):
        for wizard in self:
            products = wizard.picking_id._get_moves_for_lot_range().product_id
            wizard.product_ids = products
            wizard.has_several_products = len(products) > 1

    @api.depends("picking_id")
    def _compute_is_from_stock(self):
        for wizard in self:
            wizard.is_from_stock = any(
                not move._should_bypass_reservation()
                for move in wizard.picking_id._get_moves_for_lot_range()
            )

    @api.depends("picking_id")
    def _compute_title(self):
        for wizard in self:
            products = wizard.product_ids
            names = name_few(products.mapped("display_name"), 3)
            wizard.title = f"{wizard.picking_id.display_name} · {names}"

    def _get_moves(self):
        """:return: ``stock.move`` that get numbers, in order"""
        moves = self.picking_id._get_moves_for_lot_range()
        product = self.product_id
        return moves.filtered(lambda move: not product or move.product_id == product)

    def _get_lines(self):
        """:return: ``stock.move.line`` of a receipt that have no number, in order"""
        lines = self._get_moves().move_line_ids
        return lines.filtered(
            lambda line: line._is_without_number()
        )._in_order_of_moves()

    def _count_wanted(self):
        """:return: int, how many numbers make the transfer complete"""
        if not self.is_from_stock:
            return self._get_lines()._count_numbers_wanted()
        match = LotMatch(self._get_moves(), [])
        return sum(
            int(quantity) if move.has_tracking == "serial" else 1
            for move, quantity in match.wanted.items()
            if not move._is_nothing(quantity)
        )

    # ------------------------------------------------------------------
    # What is proposed
    # ------------------------------------------------------------------

    @api.depends("picking_id", "product_id")
    def _compute_proposed_name(self):
        for wizard in self:
            lines = wizard._get_lines()
            product = lines.product_id
            is_drawn = (
                not wizard.is_from_stock
                and len(product) == 1
                and all(line._comes_from_a_vendor() for line in lines)
            )
            wizard.proposed_name = is_drawn and product._preview_lot_name(
                wizard.company_id
            )

    @api.depends("proposed_name")
    def _compute_first_name(self):
        """Another product has other proposals; what a person typed stays (UX-3)."""
        for wizard in self:
            if wizard._get_first_name() == (wizard.filled_first_name or ""):
                wizard.first_name = wizard.proposed_name
                wizard.filled_first_name = wizard.proposed_name

    @api.depends("picking_id", "product_id")
    def _compute_count(self):
        for wizard in self:
            if wizard.count == wizard.filled_count:
                wizard.count = wizard.filled_count = wizard._count_wanted()

    @api.onchange("last_name")
    def _onchange_last_name(self):
        return self._follow_last_name()

    def _preview_names(self, count):
        product = self._get_lines().product_id
        return product._preview_lot_names(self.company_id, count)

    # ------------------------------------------------------------------
    # What is shown about it
    # ------------------------------------------------------------------

    @api.depends("picking_id", "product_id", "first_name", "last_name", "count")
    def _compute_status(self):
        for wizard in self:
            mistake = wizard._find_mistake()
            names = [] if mistake else wizard._get_wanted_names()
            match = wizard._match(names)
            wizard.problem = mistake or wizard._name_reasons(
                wizard._find_reasons(names, match)
            )
            wizard.status = wizard._describe_progress(0 if mistake else None, match)

    def _find_mistake(self):
        """:return: str, what makes a series of no use, or False"""
        first, wanted = self._get_first_name(), self._count_wanted()
        if not wanted:
            return self.env._(
                "All lines of %(transfer)s have their numbers.",
                transfer=self.picking_id.display_name,
            )
        if not first and self.count > 0:
            return self.env._("Type the first number.")
        if problem := self._find_series_problem():
            return problem
        if not self.is_from_stock and self.count > wanted:
            return self.env._(
                "%(count)s numbers, but only %(wanted)s are wanted. Take fewer, or "
                "raise the quantity of the transfer first.",
                count=self.count,
                wanted=wanted,
            )
        return False

    def _get_wanted_names(self):
        """:return: list of str to look for; those of a counter exist nowhere yet"""
        return [] if self._is_proposed() else self._get_typed_names()

    def _match(self, names):
        """:return: :class:`LotMatch`, what of it is in stock; None on a receipt"""
        return LotMatch(self._get_moves(), names) if self.is_from_stock else None

    def _describe_progress(self, filled, match):
        """:param filled: how many numbers fit; None: as many as there are
        :return: str, e.g. 10 of 12 units
        """
        wanted = match.wanted_quantity if match else self._count_wanted()
        if filled is None:
            filled = match.quantity if match else self.count
        return self.env._(
            "%(filled)s of %(wanted)s %(units)s",
            filled=format_quantity(filled),
            wanted=format_quantity(wanted),
            units=self._get_unit_name(),
        )

    def _get_unit_name(self):
        products = self._get_moves().product_id
        if set(products.mapped("tracking")) == {"serial"}:
            return self.env._("units")
        if not self.is_from_stock:
            return self.env._("numbers")
        return products.uom_id.name if len(products.uom_id) == 1 else ""

    def _find_reasons(self, names, match):
        """:return: ``{name: why it cannot be put on a line}``"""
        if match:
            return self._get_moves()._explain_missing_names(match)
        return self._get_lines()._explain_unusable_names(names) if names else {}

    def _name_reasons(self, reasons):
        """:return: str, e.g. not in stock: A-4, A-7; unknown: A-9"""
        names_by_reason = {}
        for name, reason in reasons.items():
            names_by_reason.setdefault(reason, []).append(name)
        return "; ".join(
            f"{reason}: {summarize_names(names, self.env)}"
            for reason, names in names_by_reason.items()
        )

    # ------------------------------------------------------------------
    # Fill
    # ------------------------------------------------------------------

    def action_fill(self):
        """Put the series on the lines of the transfer.

        On a receipt all of it, or nothing. On a delivery what is in stock and free; the
        message names the rest.

        :return: action that closes the dialog, with a message
        :raise UserError: the series is of no use, or a number of it cannot be received
        """
        self.ensure_one()
        self.picking_id._check_lot_range()
        mistake = self._find_mistake()
        if mistake:
            raise UserError(mistake)
        return self._fill_from_stock() if self.is_from_stock else self._fill_receipt()

    def _fill_receipt(self):
        reasons = self._find_reasons(self._get_wanted_names(), None)
        if reasons:
            raise UserError(
                self.env._(
                    "These numbers cannot be received with %(transfer)s. Choose others."
                    "\n%(reasons)s",
                    transfer=self.picking_id.display_name,
                    reasons=self._name_reasons(reasons),
                )
            )
        lines = self._get_lines()
        is_drawn = self._is_proposed()
        names = self._take_names()
        lots = lines._fill_with_names(names)
        if is_drawn:
            moves = lines.move_id
            moves.move_line_ids.filtered(
                lambda line: line.lot_id in lots
            ).is_number_drawn = True
        message = self.env._(
            "Filled: %(numbers)s", numbers=summarize_names(names, self.env)
        )
        return tell(message)

    def _draw_names(self, count):
        """Others may have drawn since it was proposed: then other numbers come."""
        product = self._get_lines().product_id
        request = NumberRequest(product, count)
        lot_model = self.env["stock.lot"].with_company(self.company_id)
        return lot_model._draw_free_names([request])[0]

    def _fill_from_stock(self):
        names = self._get_typed_names()
        match = self._match(names)
        reasons = self._name_reasons(self._find_reasons(names, match))
        if not match.quantity:
            raise UserError(
                self.env._(
                    "None of these numbers can be taken for %(transfer)s:\n%(reasons)s",
                    transfer=self.picking_id.display_name,
                    reasons=reasons,
                )
            )
        progress = self._describe_progress(None, match)
        self._get_moves()._reserve_match(match)
        if not reasons:
            message = self.env._("%(progress)s filled", progress=progress)
            return tell(message)
        message = self.env._(
            "%(progress)s filled; %(reasons)s", progress=progress, reasons=reasons
        )
        return tell(message, "warning")
