from odoo import models


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
