from odoo import api, fields, models
from odoo.exceptions import UserError

from .batch_lines import format_quantity, parse_lines
from .number_series import can_count_up, count_between, name_series


class MrpProductionSerials(models.TransientModel):
    """Batch Production: numbers for the units of an order, and an order per unit.

    What Odoo 17.1 to 18 had, in the wizard that 19 has. Without preallocation the
    wizard is Odoo's own, with the screen and the buttons that the Odoo at hand has.
    """

    _inherit = "mrp.production.serials"

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
    # kept by the dialog: what was proposed there counts, not what would be by now
    proposed_name = fields.Char(
        compute="_compute_proposed_name", store=True, readonly=False
    )
    last_lot_name = fields.Char(
        "Last SN",
        compute="_compute_last_lot_name",
        inverse="_inverse_last_lot_name",
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
    batch_help = fields.Char(compute="_compute_batch_help")
    batch_example = fields.Char(compute="_compute_batch_help")
    line_count = fields.Char(compute="_compute_line_count")
    list_problem = fields.Char(compute="_compute_line_count")

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
                orders=", ".join(orders[:3].mapped("name"))
                + (f" … ({len(orders)})" if len(orders) > 3 else ""),
                product=orders.product_id[:1].display_name,
                quantity=format_quantity(sum(orders.mapped("product_qty"))),
                uom=orders[:1].product_uom_id.name or "",
            )

    @api.depends("production_id")
    def _compute_lot_name(self):
        """First SN holds the next number; held numbers fill the list (OD-1)."""
        super()._compute_lot_name()
        for wizard in self.filtered(lambda wizard: wizard._is_numbered_by_us()):
            held = wizard._get_given_names()
            # Odoo's own proposal is of another series than the format.
            has_format = wizard.production_id.lot_number_format_id
            wizard.lot_name = wizard.proposed_name or (
                not has_format and wizard.lot_name
            )
            wizard.serial_numbers = "\n".join(
                wizard._format_lines(held[: wizard._count_numbers()])
            )

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

    @api.depends("production_id", "lot_name", "lot_quantity")
    def _compute_last_lot_name(self):
        for wizard in self:
            wizard.last_lot_name = wizard.lot_quantity > 0 and wizard._get_name_at(
                wizard.lot_quantity
            )

    def _get_name_at(self, count):
        """The last of ``count`` numbers that start with First SN."""
        self.ensure_one()
        if not self.lot_name:
            return False
        if self.lot_name == self.proposed_name:
            names = self._get_names_at_hand()
            if count <= len(names):
                return names[count - 1]
            return self.production_id._preview_lot_name(count - len(names) - 1)
        series = name_series(self.env["stock.lot"], self.lot_name.strip(), count)
        return series[-1] if series else False

    def _inverse_last_lot_name(self):
        """First and last number fix how many there are (MM-2)."""
        for wizard in self:
            count = wizard._count_to_last()
            if count:
                wizard.lot_quantity = count

    @api.onchange("last_lot_name")
    def _onchange_last_lot_name(self):
        if self.lot_name and self.last_lot_name:
            count = self._count_to_last()
            if not count:
                return {
                    "warning": {
                        "title": self.env._("Last SN"),
                        "message": self._explain_last_lot_name(),
                    }
                }
            self.lot_quantity = count
        return None

    def _count_to_last(self):
        """:return: how many numbers First SN to Last SN are, or 0: they don't match"""
        self.ensure_one()
        if self.lot_name == self.proposed_name:
            names = self._get_names_at_hand()
            if self.last_lot_name in names:
                return names.index(self.last_lot_name) + 1
            if self.last_lot_name == self._get_name_at(self.lot_quantity):
                return self.lot_quantity
        return count_between(
            (self.lot_name or "").strip(), (self.last_lot_name or "").strip()
        )

    def _explain_last_lot_name(self):
        return self._explain_first_name_alone() or self.env._(
            "“%(last)s” does not continue the series that starts with “%(first)s”.",
            last=self.last_lot_name or "",
            first=self.lot_name or "",
        )

    def _explain_first_name_alone(self):
        """:return: str, why First SN starts no series of several numbers, or False"""
        if (
            self.lot_name == self.proposed_name
            or self.lot_quantity == 1
            or can_count_up(self.lot_name)
        ):
            return False
        return self.env._(
            "“%(first)s” has no digits to count up: type a number such as "
            "%(first)s-001.",
            first=(self.lot_name or "").strip(),
        )

    @api.depends("lot_name", "last_lot_name", "lot_quantity", "production_id")
    def _compute_series_problem(self):
        """Say what Generate would refuse, before it is pressed (OD-2, MM-2)."""
        for wizard in self:
            if not (wizard.lot_name or "").strip():
                orders = wizard.production_ids.filtered("product_id")
                wizard.series_problem = orders[:1]._explain_finished_number()
            elif wizard.last_lot_name and not wizard._count_to_last():
                wizard.series_problem = wizard._explain_last_lot_name()
            else:
                wizard.series_problem = wizard._explain_first_name_alone()

    # ------------------------------------------------------------------
    # What is shown about the list
    # ------------------------------------------------------------------

    @api.depends("production_ids")
    def _compute_batch_help(self):
        for wizard in self:
            production = wizard.production_ids[:1]
            moves = production._get_tracked_components() if production else []
            components = [move.product_id.display_name for move in moves]
            number = (
                self.env._("one lot per line with its quantity")
                if wizard.is_lot_tracked
                else self.env._("one serial per line")
            )
            wizard.batch_help = number
            wizard.batch_example = False
            if components:
                wizard.batch_help = self.env._(
                    "%(number)s, then its components: %(components)s",
                    number=number,
                    components=", ".join(components),
                )
                example = [wizard.proposed_name or "SN1"]
                if wizard.is_lot_tracked:
                    example[0] += ";1"
                for index, move in enumerate(moves, start=1):
                    is_serial = move.has_tracking == "serial"
                    example.append(
                        f"SN-{index}" if is_serial else f"LOT-{index}|LOT-{index}B;2"
                    )
                wizard.batch_example = ",".join(example)

    @api.depends("serial_numbers", "production_ids", "quantity_per_lot")
    def _compute_line_count(self):
        for wizard in self:
            lines = parse_lines(wizard.serial_numbers)
            uom = wizard.production_ids[:1].product_uom_id.name or ""
            wizard.line_count = self.env._(
                "%(count)s of %(total)s %(uom)s",
                count=format_quantity(
                    sum(line.finished.quantity or 1 for line in lines)
                    if wizard.is_lot_tracked
                    else len(lines)
                ),
                total=format_quantity(sum(wizard.production_ids.mapped("product_qty"))),
                uom=uom if wizard.is_lot_tracked else self.env._("units"),
            )
            portions = wizard._get_portions_of_lines(lines)
            mistakes = wizard._find_text_mistakes(portions)
            wizard.list_problem = mistakes[0] if mistakes else False

    @api.onchange("serial_numbers")
    def _onchange_serial_numbers(self):
        """Keep the list as it was typed: a number that comes twice is refused, by line.

        Odoo drops it silently, and the lines no longer fit the units.
        """
        if not self.is_batch_production:
            super()._onchange_serial_numbers()

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
        if not self._is_numbered_by_us():
            return super().action_generate_serial_numbers()
        self._check_series()
        first_name = self.lot_name.strip()
        if self.lot_name == self.proposed_name:
            names = self._draw_missing_names()
        else:
            names = name_series(self.env["stock.lot"], first_name, self.lot_quantity)
        self.serial_numbers = "\n".join(self._format_lines(names))
        # Others may have drawn in between: what was proposed is what came.
        if self.lot_name == self.proposed_name:
            self.proposed_name = self.lot_name = names[0]
        self.last_lot_name = names[-1]
        return self._reopen()

    def _check_series(self):
        if not (self.lot_name or "").strip():
            raise UserError(self.env._("Type the first number, First SN."))
        if self.lot_quantity <= 0:
            raise UserError(self.env._("Type how many numbers are wanted."))
        problem = self._explain_first_name_alone()
        if not problem and self.last_lot_name and not self._count_to_last():
            problem = self._explain_last_lot_name()
        if problem:
            raise UserError(problem)

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

    def _draw_missing_names(self):
        names = self._get_names_at_hand()
        missing = self.lot_quantity - len(names)
        if missing > 0:
            drawn = self.production_id._draw_lot_names(missing)
            self.drawn_names = "\n".join((self.drawn_names or "").splitlines() + drawn)
            names += drawn
        return names[: self.lot_quantity]

    def _format_lines(self, names):
        """:return: a line for each name; of a lot, with its quantity"""
        if not self.is_lot_tracked:
            return names
        portions = self._get_portions()
        return [
            f"{name};{format_quantity(portion)}"
            for name, (_production, portion) in zip(names, portions, strict=False)
        ]

    def _reopen(self):
        action = self.env["ir.actions.actions"]._for_xml_id(
            "lot_prealloc.action_open_batch_production"
            if self.is_batch_production
            else "mrp.action_assign_serial_numbers"
        )
        action["res_id"] = self.id
        return action

    # ------------------------------------------------------------------
    # Buttons
    # ------------------------------------------------------------------

    def action_prepare_mo(self):
        """One open order per number, each with its number (OD-3).

        :return: action that shows the first order (OD-5), after its labels
        :raise UserError: the list is mistaken (OD-8)
        """
        orders = self._divide()
        return self._show_first_order(orders, orders._autoprint_mass_generated_lots())

    def action_produce(self):
        """One order per number, and those are closed (OD-4).

        :return: action that shows the first order (OD-5), after what is printed; or
            what completing the orders asks first
        :raise UserError: the list is mistaken (OD-8)
        """
        orders = self._divide()
        labels = orders._autoprint_mass_generated_lots()
        reports, question = orders._produce_units(self._report_progress)
        return question or self._show_first_order(orders, labels + reports)

    def _report_progress(self, done, total):
        """Tell the screen of the user how far a long batch has come."""
        # In a transaction of its own: what this one writes is not seen before its end.
        with self.env.registry.cursor() as cr:
            self.env.user.with_env(self.env(cr=cr))._bus_send(
                "lot_prealloc.batch_progress",
                {"wizard_id": self.id, "done": done, "total": total},
            )

    def action_apply(self):
        """One order keeps all the serials, as Odoo does it (OD-6).

        :raise UserError: the list is mistaken (OD-8), or only makes sense for an order
            per number
        """
        self.ensure_one()
        if not self.is_batch_production:
            return super().action_apply()
        self._refuse(self._find_lines_for_orders_of_their_own())
        names = {}
        for unit in self._get_units():
            names.setdefault(unit.production, []).append(unit.lot.name)
        result = None
        for production, production_names in names.items():
            wizard = self
            if len(names) > 1:
                wizard = self.create({"production_id": production.id})
            wizard.serial_numbers = "\n".join(production_names)
            if not hasattr(wizard.workorder_id, "set_qty_producing"):
                # Odoo's Apply expects it of a work order; only another addon has it.
                wizard.workorder_id = False
            result = super(MrpProductionSerials, wizard).action_apply()
        return result

    def _find_lines_for_orders_of_their_own(self):
        if self.is_lot_tracked:
            return [self.env._("One order has one lot: Prepare MO or Produce.")]
        return [
            self._name_line(
                line,
                self.env._(
                    "component numbers need an order per unit: Prepare MO or Produce."
                ),
            )
            for line in parse_lines(self.serial_numbers)
            if any(line.components)
        ]

    def _find_orders_of_subcontractors(self):
        return [
            self.env._(
                "%(order)s is made by a subcontractor, its units arrive with one "
                "receipt: press “Apply to one order”.",
                order=production.name,
            )
            for production in self.production_ids
            if production.bom_id.type == "subcontract"
        ]

    def action_print_labels(self):
        """Print the labels of the list; from then on the orders hold these numbers.

        :return: a report action (OD-10)
        :raise UserError: the list is mistaken (OD-8)
        """
        units = self._get_units()
        lots = {}
        for unit in units:
            lots.setdefault(unit.production, self.env["stock.lot"])
            lots[unit.production] |= unit.lot
        for production, numbers in lots.items():
            production._exchange_held_numbers(numbers)
        return self.production_ids._print_lot_labels(
            self.env["stock.lot"].concat(*lots.values())
        )

    def _divide(self):
        """:return: ``mrp.production``, one per line of the list"""
        self._refuse(self._find_orders_of_subcontractors())
        orders = self.production_ids._divide_into_units(self._get_units())
        return self.env["mrp.production"].concat(*orders)

    def _show_first_order(self, orders, reports):
        action = {
            "type": "ir.actions.act_window",
            "res_model": "mrp.production",
            "res_id": orders[:1].id,
            "views": [(False, "form")],
            "target": "current",
        }
        if not reports:
            return action
        return {
            "type": "ir.actions.client",
            "tag": "do_multi_print",
            "params": {"reports": reports, "anotherAction": action},
        }
