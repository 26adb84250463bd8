from odoo import models

from ..tools.processes import CONSUME


class MrpProductionSerials(models.TransientModel):
    """The numbers that the list names: those that exist, and the new ones (OD-8)."""

    _inherit = "mrp.production.serials"

    # ------------------------------------------------------------------
    # Found, or created
    # ------------------------------------------------------------------

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

    # ------------------------------------------------------------------
    # Why some cannot be used
    # ------------------------------------------------------------------

    def _find_number_mistakes(self, portions, lots, component_lots):
        """What the numbers that exist already say.

        :param list portions: :class:`Portion`
        :param dict lots: ``{name: stock.lot}`` of the finished product
        :param dict component_lots: ``{(product, name): stock.lot}``
        :return: ``{position of a line: problem}``
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
        reasons |= self._find_consumed(component_lots)
        reasons |= self._find_on_hold(component_lots)
        unknown = self._find_unknown_components(portions, component_lots)
        mistakes = {}
        for portion in portions:
            position = portion.line.position
            problem = (
                reasons.get(lots.get(portion.line.finished.name))
                or self._find_used_component(portion, component_lots, reasons)
                or unknown.get(position)
            )
            if problem:
                mistakes[position] = problem
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
        orders = self.env["mrp.production"].sudo()
        # one by one: together PostgreSQL looks at every order there is
        for name in ("lot_producing_ids", "prealloc_lot_ids"):
            orders |= orders.search(
                [
                    ("id", "not in", self.production_ids.ids),
                    ("state", "not in", ("done", "cancel")),
                    (name, "in", lots.ids),
                ]
            )
        if self.is_lot_tracked:
            # a lot is shared by the orders that were one
            groups = self.production_ids._origin.production_group_id
            orders = orders.filtered(lambda p: p.production_group_id not in groups)
        return {
            lot: self.env._(
                "%(number)s is held by %(order)s.", number=lot.name, order=order.name
            )
            for order in orders.with_env(self.env)
            for lot in (order.sudo().lot_producing_ids | order.sudo().prealloc_lot_ids)
            .with_env(self.env)
            .filtered(lambda lot: lot in lots)
        }

    def _find_on_hold(self, component_lots):
        """:return: ``{stock.lot: reason}`` of components that must not be used up"""
        lots = self.env["stock.lot"].union(*component_lots.values())
        return {
            lot: self.env._(
                "%(number)s is on hold for %(hold)s.",
                number=lot.name,
                hold=lot._describe_hold(),
            )
            for lot in lots._filter_on_hold(CONSUME)
        }

    def _find_consumed(self, component_lots):
        """Serials that are built in already, as Odoo finds them at the completion.

        :return: ``{stock.lot: reason}``
        """
        serials = self.env["stock.lot"].union(
            *(
                lot
                for (product, _name), lot in component_lots.items()
                if product.tracking == "serial"
            )
        )
        if not serials:
            return {}
        moved = [
            ("lot_id", "in", serials.ids),
            ("quantity", "=", 1),
            ("state", "=", "done"),
        ]
        consumed = self._sum_by_lot(
            moved
            + [
                ("location_dest_id.usage", "=", "production"),
                ("production_id", "!=", False),
            ]
        )
        returned = consumed and self._sum_by_lot(
            moved
            + [
                ("location_id.usage", "=", "production"),
                "|",
                ("move_id.production_id", "=", False),
                (
                    "move_id.production_id.product_id",
                    "in",
                    self.production_ids.product_id.ids,
                ),
            ]
        )
        return {
            lot: self.env._("%(number)s has been built in already.", number=lot.name)
            for lot in serials
            if consumed.get(lot, 0) > returned.get(lot, 0)
        }

    def _sum_by_lot(self, domain):
        groups = self.env["stock.move.line"]._read_group(
            domain, ["lot_id"], ["quantity:sum"]
        )
        return dict(groups)

    def _find_used_component(self, portion, component_lots, reasons):
        for move, numbers in portion.named:
            for number in numbers:
                lot = component_lots.get((move.product_id, number.name))
                if lot in reasons:
                    return reasons[lot]
        return None

    def _find_unknown_components(self, portions, component_lots):
        """:return: ``{position of a line: problem}``"""
        unknown = {}
        for portion in portions:
            operation_type = portion.production.picking_type_id
            if operation_type.use_create_components_lots:
                continue
            for move, numbers in portion.named:
                for number in numbers:
                    if (move.product_id, number.name) not in component_lots:
                        unknown.setdefault(
                            portion.line.position, (portion, move, number)
                        )
        others = self._find_products_of_names(
            number.name for _portion, _move, number in unknown.values()
        )
        return {
            position: self._explain_unknown(*found, others)
            for position, found in unknown.items()
        }

    def _find_products_of_names(self, names):
        """Whose numbers these are, among the products of the list.

        :return: ``{name: product.product}``
        """
        names = set(names)
        products = {}
        for product, name in self._find_lots(
            (product, name)
            for product in (names and self._get_listed_products())
            for name in names
        ):
            products[name] = products.get(name, product) | product
        return products

    def _explain_unknown(self, portion, move, number, others):
        product = move.product_id
        if number.name in others:
            return self.env._(
                "%(number)s is a number of %(other)s, not of %(component)s.",
                number=number.name,
                other=", ".join(others[number.name].mapped("display_name")),
                component=product.display_name,
            )
        return self.env._(
            "%(component)s %(number)s does not exist, and %(type)s may not "
            "create numbers for components.",
            component=product.display_name,
            number=number.name,
            type=portion.production.picking_type_id.display_name,
        )
