from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.names import name_few
from .batch_lines import format_quantity


class MrpProductionSerials(models.TransientModel):
    """Batch Production: numbers for the units of an order, and an order per unit.

    What Odoo 17.1 to 18 had, in the wizard that 19 has. Without preallocation the
    wizard is Odoo's own, with the screen and the buttons that the Odoo at hand has.

    Here is what is proposed, and Generate; the list, the numbers it names and what
    becomes of them are in the files beside this one.
    """

    _name = "mrp.production.serials"
    _inherit = ["mrp.production.serials", "lot.number.series.mixin"]
    _first_name_field = "lot_name"
    _last_name_field = "last_lot_name"
    _count_field = "lot_quantity"

    production_ids = fields.Many2many(
        "mrp.production",
        string="Manufacturing Orders",
        compute="_compute_production_ids",
        store=True,
        readonly=False,
        help="The orders whose units the list numbers, one after the other.",
    )
    is_batch_production = fields.Boolean(
        compute="_compute_is_batch_production",
        store=True,
        readonly=False,
        help="This is Batch Production, not Odoo's dialog for serial numbers.",
    )
    is_lot_tracked = fields.Boolean(compute="_compute_is_lot_tracked")
    title = fields.Char(compute="_compute_title")
    last_lot_name = fields.Char(
        "Last SN",
        compute="_compute_last_name",
        inverse="_inverse_last_name",
        store=True,
        readonly=False,
    )
    quantity_per_lot = fields.Float(
        "Quantity per Lot",
        digits="Product Unit",
        compute="_compute_quantity_per_lot",
        store=True,
        readonly=False,
    )
    drawn_names = fields.Text(
        help="Numbers that Generate has consumed; pressed again, it takes these first."
    )
    series_problem = fields.Char(compute="_compute_series_problem")

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        """One Prepare MO on our screen: later versions of Odoo 19 add their own."""
        arch, view = super()._get_view(view_id, view_type, **options)
        if view == self.env.ref("lot_prealloc.view_mrp_production_serials_form"):
            theirs = arch.xpath("//button[@name='action_split_and_assign_serials']")
            for button in theirs:
                button.getparent().remove(button)
        return arch, view

    # ------------------------------------------------------------------
    # What is proposed (OD-1, MM-2, BX-7)
    # ------------------------------------------------------------------

    @api.depends("production_id")
    def _compute_production_ids(self):
        for wizard in self:
            wizard.production_ids |= wizard.production_id

    @api.depends("production_ids")
    def _compute_is_batch_production(self):
        for wizard in self:
            wizard.is_batch_production = any(
                production._is_preallocation_in_use()
                for production in wizard.production_ids
            )

    def _is_numbered_by_us(self):
        """Whether numbers are drawn (OD-2); Odoo's own dialog predicts them.

        A format that is in force numbers whatever is made of the product.
        """
        self.ensure_one()
        production = self.production_id
        template = production.product_id.product_tmpl_id
        return self.is_batch_production or bool(
            template and template._get_lot_number_format(production.company_id)
        )

    @api.depends("production_ids")
    def _compute_is_lot_tracked(self):
        for wizard in self:
            wizard.is_lot_tracked = wizard.production_ids[:1].product_tracking == "lot"

    @api.depends("production_ids")
    def _compute_title(self):
        for wizard in self:
            orders = wizard.production_ids
            wizard.title = self.env._(
                "%(orders)s · %(product)s · %(quantity)s %(uom)s to produce",
                orders=name_few(orders.mapped("name"), 3),
                product=orders.product_id[:1].display_name,
                quantity=format_quantity(sum(orders.mapped("product_qty"))),
                uom=orders[:1].product_uom_id.name or "",
            )

    @api.depends("production_id")
    def _compute_lot_name(self):
        """First SN holds the next number; held numbers fill the list (OD-1)."""
        super()._compute_lot_name()
        for wizard in self.filtered(lambda wizard: wizard._is_numbered_by_us()):
            # Odoo's own proposal is of another series than the format.
            has_format = wizard.production_id.lot_number_format_id
            wizard.lot_name = wizard.proposed_name or (
                not has_format and wizard.lot_name
            )
            wizard.serial_numbers = wizard._list_given_names()

    def _list_given_names(self):
        """:return: str, the list of what the orders have been given"""
        names = self._get_given_names()[: self._count_numbers()]
        return "\n".join(self._format_lines(names))

    @api.depends("production_id")
    def _compute_proposed_name(self):
        self.proposed_name = False
        for wizard in self.filtered(lambda wizard: wizard._is_numbered_by_us()):
            held = wizard._get_given_names()
            wizard.proposed_name = (
                held[0]
                if held
                else wizard.production_id and wizard.production_id._preview_lot_name()
            )

    @api.depends("production_id")
    def _compute_quantity_per_lot(self):
        for wizard in self:
            wizard.quantity_per_lot = max(
                wizard.production_ids.mapped("product_qty"), default=0
            )

    @api.depends("production_id", "quantity_per_lot")
    def _compute_lot_quantity(self):
        super()._compute_lot_quantity()
        for wizard in self.filtered("is_batch_production"):
            wizard.lot_quantity = wizard._count_numbers()

    def _count_numbers(self):
        """How many numbers the orders want: one per unit, or one per lot.

        :return: int
        """
        self.ensure_one()
        return len(self._get_portions())

    def _get_portions(self):
        """:return: ``(mrp.production, quantity)`` of each number, in order"""
        portions = []
        for production in self.production_ids:
            portion = 1
            if self.is_lot_tracked:
                portion = self.quantity_per_lot
            if portion <= 0:
                continue
            uom = production.product_uom_id
            rest = production.product_qty
            while uom.compare(rest, 0) > 0:
                portions.append((production, min(portion, rest)))
                rest -= portion
        return portions

    @api.onchange("last_lot_name")
    def _onchange_last_lot_name(self):
        return self._follow_last_name()

    @api.depends("lot_name", "last_lot_name", "lot_quantity", "production_id")
    def _compute_series_problem(self):
        """Say what Generate would refuse, before it is pressed (OD-2, MM-2)."""
        for wizard in self:
            if wizard._get_first_name():
                wizard.series_problem = wizard._find_series_problem()
            else:
                orders = wizard.production_ids.filtered("product_id")
                wizard.series_problem = orders[:1]._explain_finished_number()

    # ------------------------------------------------------------------
    # Generate (OD-2)
    # ------------------------------------------------------------------

    def action_generate_serial_numbers(self):
        """Fill the list from First SN.

        The number proposed: what the orders hold comes first, the rest is drawn from
        the counter and consumed. A number a person typed: its series.

        :return: action that shows the wizard again
        :raise UserError: First SN is empty, or Last SN does not continue it
        """
        self.ensure_one()
        is_numbered_by_us = self._is_numbered_by_us()
        if is_numbered_by_us:
            self._check_series()
        action = super().action_generate_serial_numbers()
        if is_numbered_by_us:
            # What Odoo counts up from the first number gives way to what is drawn.
            self._fill_list(self._take_names())
        return self._reopen() if self.is_batch_production else action

    def _find_series_problem(self):
        return super()._find_series_problem() or self._explain_surplus_numbers()

    def _explain_surplus_numbers(self):
        """:return: str, that there are fewer units than numbers, or False"""
        units = self._count_numbers()
        if not self.is_batch_production or self.lot_quantity <= units:
            return False
        return self.env._(
            "%(count)s numbers are too many: %(orders)s make %(units)s.",
            count=self.lot_quantity,
            orders=name_few(self.production_ids.mapped("name"), 3),
            units=units,
        )

    def _check_series(self):
        if not self._get_first_name():
            raise UserError(self.env._("Type the first number, First SN."))
        if problem := self._find_series_problem():
            raise UserError(problem)

    def _fill_list(self, names):
        """:param list names: of the series, and nobody else's"""
        vals = {
            "serial_numbers": "\n".join(self._format_lines(names)),
            "last_lot_name": names[-1],
        }
        # Others may have drawn in between: what was proposed is what came.
        if self._is_proposed():
            vals |= {"proposed_name": names[0], "lot_name": names[0]}
        self.write(vals)

    def _reopen(self):
        action = self.env["ir.actions.actions"]._for_xml_id(
            "lot_prealloc.action_open_batch_production"
        )
        action["res_id"] = self.id
        return action

    def _get_given_names(self):
        """:return: names that the orders have been given, in order"""
        names = []
        for production in self.production_ids or self.production_id:
            numbers = (
                production.lot_producing_ids | production._get_held_numbers()
            ).sorted("id")
            names += numbers.mapped("name")
        return names

    def _get_names_at_hand(self):
        """:return: names that need not be drawn: given, or drawn here before"""
        return self._get_given_names() + (self.drawn_names or "").splitlines()

    def _preview_names(self, count):
        return self.production_id._preview_lot_names(count)

    def _draw_names(self, count):
        """What is drawn is kept by the dialog: pressed again, it takes these first."""
        drawn = self.production_id._draw_lot_names(count)
        self.drawn_names = "\n".join((self.drawn_names or "").splitlines() + drawn)
        return drawn
