import re

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.mrp_production_batch import BatchUnit
from ..models.stock_lot import NumberRequest
from .batch_lines import format_quantity, parse_lines

# A refusal names so many lines; more would not fit on a screen.
MAX_MISTAKES = 10


class MrpProductionSerials(models.TransientModel):
    """Batch Production: numbers for the units of an order, and an order per unit.

    What Odoo 17.1 to 18 had and 19 lost, in the wizard that 19 has.
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
    batch_help = fields.Char(compute="_compute_batch_help")
    batch_example = fields.Char(compute="_compute_batch_help")
    line_count = fields.Char(compute="_compute_line_count")
    list_problem = fields.Char(compute="_compute_line_count")

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        """One Prepare MO on the screen: later versions of Odoo 19 add their own."""
        arch, view = super()._get_view(view_id, view_type, **options)
        for button in arch.xpath("//button[@name='action_split_and_assign_serials']"):
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
    def _compute_is_lot_tracked(self):
        for wizard in self:
            wizard.is_lot_tracked = (
                wizard.production_ids[:1].product_tracking == "lot"
            )

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
        for wizard in self:
            held = wizard._get_given_names()
            wizard.lot_name = wizard.proposed_name or wizard.lot_name
            wizard.serial_numbers = "\n".join(
                wizard._format_lines(held[: wizard._count_numbers()])
            )

    @api.depends("production_id")
    def _compute_proposed_name(self):
        for wizard in self:
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
        for wizard in self:
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
            wizard.last_lot_name = (
                wizard.lot_quantity > 0 and wizard._get_name_at(wizard.lot_quantity)
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
        series = self.env["stock.lot"].generate_lot_names(self.lot_name, count)
        return series[-1]["lot_name"]

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
        return self._count_between(
            (self.lot_name or "").strip(), (self.last_lot_name or "").strip()
        )

    @api.model
    def _count_between(self, first, last):
        """:return: how many numbers a series has, 0 if the names are of no series"""
        first_runs, last_runs = re.split(r"(\d+)", first), re.split(r"(\d+)", last)
        differing = [
            pair
            for pair in zip(first_runs, last_runs, strict=False)
            if pair[0] != pair[1]
        ]
        if not first or len(first_runs) != len(last_runs) or len(differing) > 1:
            return 0
        if not differing:
            return 1
        low, high = differing[0]
        is_series = low.isdecimal() and high.isdecimal() and len(low) <= len(high)
        return max(int(high) - int(low) + 1, 0) if is_series else 0

    def _explain_last_lot_name(self):
        return self.env._(
            "“%(last)s” does not continue the series that starts with “%(first)s”.",
            last=self.last_lot_name or "",
            first=self.lot_name or "",
        )

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
            mistakes = wizard._find_text_mistakes(lines)
            wizard.list_problem = mistakes[0] if mistakes else False

    @api.onchange("serial_numbers")
    def _onchange_serial_numbers(self):
        """Keep the list as it was typed: a number that comes twice is refused, by line.

        Odoo drops it silently, and the lines no longer fit the units.
        """

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
        self._check_series()
        first_name = self.lot_name.strip()
        if self.lot_name == self.proposed_name:
            names = self._draw_missing_names()
        else:
            names = [
                series["lot_name"]
                for series in self.env["stock.lot"].generate_lot_names(
                    first_name, self.lot_quantity
                )
            ]
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
        if self.last_lot_name and not self._count_to_last():
            raise UserError(self._explain_last_lot_name())

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
            production = self.production_id
            request = NumberRequest(production, production.product_id, missing)
            lot_model = self.env["stock.lot"].with_company(production.company_id)
            drawn = lot_model._draw_free_names([request])[0]
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
            "mrp.action_assign_serial_numbers"
        )
        action["res_id"] = self.id
        return action

    # ------------------------------------------------------------------
    # Mistakes in the list (OD-8)
    # ------------------------------------------------------------------

    def _get_portions_of_lines(self, lines):
        """Which order each line is a unit of: the lines fill one after the other.

        :param list lines: :class:`.batch_lines.BatchLine`
        :return: list of ``(mrp.production, quantity, what the order had left)``
        """
        portions = []
        orders = list(self.production_ids)
        rest = orders[0].product_qty if orders else 0
        for line in lines:
            while len(orders) > 1 and orders[0].product_uom_id.compare(rest, 0) <= 0:
                del orders[0]
                rest = orders[0].product_qty
            quantity = line.finished.quantity
            if quantity is None:
                quantity = rest if self.is_lot_tracked else 1
            portions.append((orders[0], quantity, rest))
            rest -= quantity
        return portions

    def _find_text_mistakes(self, lines):
        """What can be said without looking numbers up.

        :return: list of messages, each names its line
        """
        self.ensure_one()
        if not self.production_ids:
            return []
        mistakes = []
        seen = {}
        portions = self._get_portions_of_lines(lines)
        for line, (production, quantity, rest) in zip(lines, portions, strict=True):
            problem = (
                self._find_finished_mistake(line, seen)
                or self._find_surplus(line, production, quantity, rest)
                or self._find_component_mistake(line, production, seen)
            )
            if problem:
                mistakes.append(self._name_line(line, problem))
        return mistakes

    def _name_line(self, line, problem):
        return self.env._(
            "Line %(position)s: %(problem)s", position=line.position, problem=problem
        )

    def _find_finished_mistake(self, line, seen):
        finished = line.finished
        if not finished.name:
            return self.env._("the number of the finished product is missing.")
        if not finished.is_legible:
            return self._explain_quantity(finished)
        if not self.is_lot_tracked and finished.quantity not in (None, 1):
            return self._explain_serial_quantity(finished)
        return self._find_repetition(line, finished.name, seen)

    def _find_repetition(self, line, name, seen, product=None):
        """A number may come once for a product.

        :param dict seen: ``{(product, name): position}``, is added to
        """
        key = (product, name)
        if key in seen:
            return self.env._(
                "%(number)s is already on line %(position)s.",
                number=name,
                position=seen[key],
            )
        seen[key] = line.position
        return None

    def _find_surplus(self, line, production, quantity, rest):
        if production.product_uom_id.compare(quantity, rest) <= 0:
            return None
        return self.env._(
            "%(number)s is too much: %(order)s makes %(total)s %(uom)s, of which "
            "%(rest)s are left for this line.",
            number=line.finished.name,
            order=production.name,
            total=format_quantity(production.product_qty),
            uom=production.product_uom_id.name,
            rest=format_quantity(max(rest, 0)),
        )

    def _find_component_mistake(self, line, production, seen):
        moves = production._get_tracked_components() if line.components else []
        if len(line.components) > len(moves):
            return self.env._(
                "%(number)s names %(named)s components, %(order)s has %(count)s that "
                "are tracked%(names)s.",
                number=line.finished.name,
                named=len(line.components),
                order=production.name,
                count=len(moves),
                names=": " * bool(moves)
                + ", ".join(move.product_id.display_name for move in moves),
            )
        for move, numbers in zip(moves, line.components, strict=False):
            for number in numbers:
                if not number.name:
                    return self.env._(
                        "a number of %s is missing.", move.product_id.display_name
                    )
                if not number.is_legible:
                    return self._explain_quantity(number)
                if move.has_tracking == "serial":
                    if number.quantity not in (None, 1):
                        return self._explain_serial_quantity(number)
                    repetition = self._find_repetition(
                        line, number.name, seen, move.product_id
                    )
                    if repetition:
                        return repetition
            without = [n.name for n in numbers if n.quantity is None]
            if move.has_tracking == "lot" and len(without) > 1:
                return self.env._(
                    "%(lots)s: say how much of each, as in “%(example)s”.",
                    lots=", ".join(without),
                    example="|".join(f"{name};1" for name in without),
                )
        return None

    def _explain_quantity(self, number):
        return self.env._(
            "the quantity of %(number)s, “%(text)s”, is not a number above zero.",
            number=number.name,
            text=number.text,
        )

    def _explain_serial_quantity(self, number):
        return self.env._(
            "%(number)s is a serial number, of one unit and not %(quantity)s.",
            number=number.name,
            quantity=number.text,
        )

    def _find_number_mistakes(self, lines, lots, component_lots):
        """What the numbers that exist already say.

        :param dict lots: ``{name: stock.lot}`` of the finished product
        :param dict component_lots: ``{(product, name): stock.lot}``
        :return: list of messages, each names its line
        """
        existing = self.env["stock.lot"].union(*lots.values())
        reasons = {} if self.is_lot_tracked else self._find_used(existing)
        reasons |= self._find_held_elsewhere(existing)
        mistakes = []
        portions = self._get_portions_of_lines(lines)
        for line, (production, _quantity, _rest) in zip(lines, portions, strict=True):
            problem = reasons.get(lots.get(line.finished.name))
            if not problem and line.components:
                problem = self._find_unknown_component(line, production, component_lots)
            if problem:
                mistakes.append(self._name_line(line, problem))
        return mistakes

    def _find_used(self, lots):
        """:return: ``{stock.lot: reason}`` for serials produced or in stock"""
        reasons = {}
        if not lots:
            return reasons
        # sudo: a number is one number, whoever may see where it is
        quants = self.env["stock.quant"].sudo()
        in_stock = quants._read_group(
            [
                ("lot_id", "in", lots.ids),
                ("quantity", ">", 0),
                ("location_id.usage", "in", ("internal", "transit", "customer")),
            ],
            ["lot_id"],
            ["location_id:recordset"],
        )
        for lot, locations in in_stock:
            reasons[lot.with_env(self.env)] = self.env._(
                "%(number)s is in stock already, in %(locations)s.",
                number=lot.name,
                locations=", ".join(locations.mapped("display_name")),
            )
        moved = self.env["stock.move.line"]._read_group(
            [("lot_id", "in", lots.ids), ("state", "=", "done")], ["lot_id"]
        )
        for (lot,) in moved:
            if (
                lot not in reasons
                and self.production_id._are_finished_serials_already_produced(lot)
            ):
                reasons[lot] = self.env._(
                    "%(number)s was produced already.", number=lot.name
                )
        return reasons

    def _find_held_elsewhere(self, lots):
        """:return: ``{stock.lot: reason}`` for numbers of other open orders"""
        if not lots:
            return {}
        # sudo: also orders of other companies, of a number that all share
        orders = (
            self.env["mrp.production"]
            .sudo()
            .search(
                [
                    ("id", "not in", self.production_ids.ids),
                    ("state", "not in", ("done", "cancel")),
                    "|",
                    ("lot_producing_ids", "in", lots.ids),
                    ("prealloc_lot_ids", "in", lots.ids),
                ]
            )
        )
        if self.is_lot_tracked:
            # a lot is shared by the orders that were one
            orders = orders.filtered(
                lambda p: (
                    p.production_group_id not in self.production_ids.production_group_id
                )
            )
        return {
            lot: self.env._(
                "%(number)s is held by %(order)s.", number=lot.name, order=order.name
            )
            for order in orders.with_env(self.env)
            for lot in (order.sudo().lot_producing_ids | order.sudo().prealloc_lot_ids)
            .with_env(self.env)
            .filtered(lambda lot: lot in lots)
        }

    def _find_unknown_component(self, line, production, component_lots):
        if production.picking_type_id.use_create_components_lots:
            return None
        moves = production._get_tracked_components()
        for move, numbers in zip(moves, line.components, strict=False):
            for number in numbers:
                if (move.product_id, number.name) not in component_lots:
                    return self.env._(
                        "%(component)s %(number)s does not exist, and %(type)s may not "
                        "create numbers for components.",
                        component=move.product_id.display_name,
                        number=number.name,
                        type=production.picking_type_id.display_name,
                    )
        return None

    # ------------------------------------------------------------------
    # The list becomes units
    # ------------------------------------------------------------------

    def _get_units(self):
        """Check the list, create the numbers that do not exist yet.

        :return: list of :class:`.mrp_production_batch.BatchUnit`
        :raise UserError: the list is empty, or mistaken (OD-8); nothing is changed
        """
        self.ensure_one()
        self.production_ids._check_batch_production()
        lines = parse_lines(self.serial_numbers)
        if not lines:
            raise UserError(
                self.env._(
                    "The list is empty: press Generate, or type or paste numbers."
                )
            )
        self._refuse(self._find_text_mistakes(lines))
        lots = self._find_finished_lots(lines)
        component_lots = self._find_component_lots(lines)
        self._refuse(self._find_number_mistakes(lines, lots, component_lots))
        portions = self._get_portions_of_lines(lines)
        lots |= self._create_finished_lots(lines, portions, lots)
        component_lots |= self._create_component_lots(lines, portions, component_lots)
        return [
            BatchUnit(
                production,
                quantity,
                lots[line.finished.name],
                self._get_unit_components(production, line, component_lots),
            )
            for line, (production, quantity, _rest) in zip(lines, portions, strict=True)
        ]

    def _refuse(self, mistakes):
        if mistakes:
            shown = mistakes[:MAX_MISTAKES]
            if len(mistakes) > MAX_MISTAKES:
                shown.append(
                    self.env._("… and %s lines more", len(mistakes) - MAX_MISTAKES)
                )
            raise UserError("\n".join(shown))

    def _find_finished_lots(self, lines):
        """:return: ``{name: stock.lot}`` of the numbers that exist"""
        product = self.production_ids.product_id
        found = self._search_lots(product, {line.finished.name for line in lines})
        return {lot.name: lot for lot in found}

    def _find_component_lots(self, lines):
        """:return: ``{(product, name): stock.lot}`` of the numbers that exist"""
        names = {}
        moves = self.production_id._get_tracked_components()
        for line in lines:
            for move, numbers in zip(moves, line.components, strict=False):
                names.setdefault(move.product_id, set()).update(n.name for n in numbers)
        return {
            (product, lot.name): lot
            for product, product_names in names.items()
            for lot in self._search_lots(product, product_names)
        }

    def _search_lots(self, product, names):
        return self.env["stock.lot"].search(
            [
                ("product_id", "=", product.id),
                ("company_id", "in", (False, self.production_id.company_id.id)),
                ("name", "in", list(names)),
            ]
        )

    def _create_finished_lots(self, lines, portions, existing):
        names = {}
        for line, (production, _quantity, _rest) in zip(lines, portions, strict=True):
            if line.finished.name not in existing:
                names.setdefault(production, []).append(line.finished.name)
        requests = [
            NumberRequest(production, production.product_id, len(new_names))
            for production, new_names in names.items()
        ]
        lot_model = self.env["stock.lot"].with_company(self.production_id.company_id)
        created = lot_model._create_named(requests, list(names.values()))
        return {lot.name: lot for lots in created for lot in lots}

    def _create_component_lots(self, lines, portions, existing):
        wanted = {}
        for line, (production, _quantity, _rest) in zip(lines, portions, strict=True):
            moves = production._get_tracked_components() if line.components else []
            for move, numbers in zip(moves, line.components, strict=False):
                for number in numbers:
                    key = (move.product_id, number.name)
                    if key not in existing:
                        wanted[key] = production.company_id
        lots = self.env["stock.lot"].create(
            [
                {"product_id": product.id, "name": name, "company_id": company.id}
                for (product, name), company in wanted.items()
            ]
        )
        return dict(zip(wanted, lots, strict=True))

    def _get_unit_components(self, production, line, component_lots):
        moves = production._get_tracked_components() if line.components else []
        return tuple(
            [
                (component_lots[move.product_id, number.name], number.quantity)
                for number in numbers
            ]
            for move, numbers in zip(moves, line.components, strict=False)
        )

    # ------------------------------------------------------------------
    # Buttons
    # ------------------------------------------------------------------

    def action_prepare_mo(self):
        """One open order per number, each with its number (OD-3).

        :return: action that shows the first order (OD-5), after its labels
        :raise UserError: the list is mistaken (OD-8)
        """
        self._refuse(self._find_orders_of_subcontractors())
        orders = self._divide(self._get_units())
        return self._show_first_order(orders, orders._autoprint_mass_generated_lots())

    def action_produce(self):
        """One order per number, and those are closed (OD-4).

        :return: action that shows the first order (OD-5), after what is printed; or
            what completing the orders asks first
        :raise UserError: the list is mistaken (OD-8)
        """
        self._refuse(self._find_orders_of_subcontractors())
        orders = self._divide(self._get_units())
        reports = orders._autoprint_mass_generated_lots()
        result = orders._produce_units(self._report_progress)
        if result.get("tag") != "do_multi_print":
            return result
        return self._show_first_order(orders, reports + result["params"]["reports"])

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

    def _divide(self, units):
        orders = self.production_ids._divide_into_units(units)
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
