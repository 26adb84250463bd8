from typing import NamedTuple

from odoo import models
from odoo.exceptions import UserError

from ..models.batch.batch_unit import BatchUnit
from .batch_lines import BatchLine, format_quantity, parse_lines

# A refusal names so many lines; more would not fit on a screen.
MAX_MISTAKES = 10


class Portion(NamedTuple):
    """What a line is of its order.

    ``quantity`` and ``rest``, what the order had left, are in the order's unit of
    measure; ``moves`` are its tracked components.
    """

    line: BatchLine
    production: models.BaseModel
    quantity: float
    rest: float
    moves: models.BaseModel

    @property
    def named(self):
        """:return: pairs of a component's move and the numbers that the line names"""
        return list(zip(self.moves, self.line.components, strict=False))


class MrpProductionSerials(models.TransientModel):
    """The list of Batch Production: its mistakes, and the units it stands for."""

    _inherit = "mrp.production.serials"

    # ------------------------------------------------------------------
    # Mistakes in the list (OD-8)
    # ------------------------------------------------------------------

    def _get_portions_of_lines(self, lines):
        """Which order each line is a unit of: the lines fill one after the other.

        :param list lines: :class:`.batch_lines.BatchLine`
        :return: list of :class:`Portion`
        """
        portions = []
        if not self.production_ids:
            return portions
        orders = iter(self.production_ids)
        production, rest, moves = self.production_ids.browse(), 0, ()
        last = self.production_ids[-1:]
        for line in lines:
            while production != last and (
                not production or production.product_uom_id.compare(rest, 0) <= 0
            ):
                production = next(orders)
                rest = production.product_qty
                moves = production._get_tracked_components()
            quantity = line.finished.quantity
            if quantity is None:
                quantity = rest if self.is_lot_tracked else 1
            portions.append(Portion(line, production, quantity, rest, moves))
            rest -= quantity
        return portions

    def _find_text_mistakes(self, portions):
        """What can be said without looking numbers up.

        :param list portions: :class:`Portion`
        :return: list of messages, each names its line
        """
        seen = {}
        mistakes = []
        for portion in portions:
            problem = (
                self._find_finished_mistake(portion.line, seen)
                or self._find_surplus(portion)
                or self._find_component_mistake(portion, seen)
            )
            if problem:
                mistakes.append(self._name_line(portion.line, problem))
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

    def _find_surplus(self, portion):
        line, production, quantity, rest, _moves = portion
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

    def _find_component_mistake(self, portion, seen):
        line, moves = portion.line, portion.moves
        if len(line.components) > len(moves):
            return self.env._(
                "%(number)s names %(named)s components, %(order)s has %(count)s that "
                "are tracked%(names)s.",
                number=line.finished.name,
                named=len(line.components),
                order=portion.production.name,
                count=len(moves),
                names=": " * bool(moves)
                + ", ".join(move.product_id.display_name for move in moves),
            )
        for move, numbers in portion.named:
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

    def _find_number_mistakes(self, portions, lots, component_lots):
        """What the numbers that exist already say.

        :param list portions: :class:`Portion`
        :param dict lots: ``{name: stock.lot}`` of the finished product
        :param dict component_lots: ``{(product, name): stock.lot}``
        :return: list of messages, each names its line
        """
        existing = self.env["stock.lot"].union(*lots.values())
        reasons = {} if self.is_lot_tracked else self._find_used(existing)
        reasons |= self._find_held_elsewhere(existing)
        held = self.env["stock.lot"].union(*component_lots.values())._get_held()
        reasons |= {
            lot.with_env(self.env): self.env._(
                "%(number)s is held by %(order)s and not produced yet.",
                number=lot.name,
                order=", ".join(lot._get_holders().mapped("name")),
            )
            for lot in held
        }
        mistakes = []
        for portion in portions:
            problem = (
                reasons.get(lots.get(portion.line.finished.name))
                or self._find_held_component(portion, component_lots, reasons)
                or self._find_unknown_component(portion, component_lots)
            )
            if problem:
                mistakes.append(self._name_line(portion.line, problem))
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

    def _find_held_component(self, portion, component_lots, reasons):
        for move, numbers in portion.named:
            for number in numbers:
                lot = component_lots.get((move.product_id, number.name))
                if lot in reasons:
                    return reasons[lot]
        return None

    def _find_unknown_component(self, portion, component_lots):
        operation_type = portion.production.picking_type_id
        if operation_type.use_create_components_lots:
            return None
        for move, numbers in portion.named:
            for number in numbers:
                if (move.product_id, number.name) not in component_lots:
                    return self.env._(
                        "%(component)s %(number)s does not exist, and %(type)s may not "
                        "create numbers for components.",
                        component=move.product_id.display_name,
                        number=number.name,
                        type=operation_type.display_name,
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
        portions = self._get_portions_of_lines(lines)
        self._refuse(self._find_text_mistakes(portions))
        lots = self._find_finished_lots(portions)
        component_lots = self._find_component_lots(portions)
        self._refuse(self._find_number_mistakes(portions, lots, component_lots))
        lots |= self._create_finished_lots(portions, lots)
        component_lots |= self._create_component_lots(portions, component_lots)
        return [
            BatchUnit(
                portion.production,
                portion.quantity,
                lots[portion.line.finished.name],
                tuple(
                    [
                        (component_lots[move.product_id, number.name], number.quantity)
                        for number in numbers
                    ]
                    for move, numbers in portion.named
                ),
            )
            for portion in portions
        ]

    def _refuse(self, mistakes):
        if mistakes:
            shown = mistakes[:MAX_MISTAKES]
            if len(mistakes) > MAX_MISTAKES:
                shown.append(
                    self.env._("… and %s lines more", len(mistakes) - MAX_MISTAKES)
                )
            raise UserError("\n".join(shown))

    def _find_finished_lots(self, portions):
        """:return: ``{name: stock.lot}`` of the numbers that exist"""
        product = self.production_ids.product_id
        lots = self._find_lots(
            (product, portion.line.finished.name) for portion in portions
        )
        return {name: lot for (_product, name), lot in lots.items()}

    def _find_component_lots(self, portions):
        """:return: ``{(product, name): stock.lot}`` of the numbers that exist"""
        return self._find_lots(
            (move.product_id, number.name)
            for portion in portions
            for move, numbers in portion.named
            for number in numbers
        )

    def _find_lots(self, keys):
        keys = {(product.id, name): (product, name) for product, name in keys}
        company = self.production_id.company_id
        lots = self.env["stock.lot"]._find_by_names(keys, company)
        return {keys[key]: found[:1] for key, found in lots.items()}

    def _create_finished_lots(self, portions, existing):
        names = {}
        for portion in portions:
            name = portion.line.finished.name
            if name not in existing:
                names.setdefault(portion.production, []).append(name)
        vals_list = [
            {**values, "name": name}
            for production, new_names in names.items()
            for values in (production._prepare_held_lot_values(production.product_id),)
            for name in new_names
        ]
        lot_model = self.env["stock.lot"].with_company(self.production_id.company_id)
        return {lot.name: lot for lot in lot_model._create_named(vals_list)}

    def _create_component_lots(self, portions, existing):
        wanted = {}
        for portion in portions:
            for move, numbers in portion.named:
                for number in numbers:
                    key = (move.product_id, number.name)
                    if key not in existing:
                        wanted[key] = portion.production.company_id
        lots = self.env["stock.lot"]._create_named(
            [
                {"product_id": product.id, "name": name, "company_id": company.id}
                for (product, name), company in wanted.items()
            ]
        )
        return dict(zip(wanted, lots, strict=True))
