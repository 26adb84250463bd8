from odoo import api, fields, models
from odoo.exceptions import UserError

from ...lots.number_request import NumberRequest


class StockMoveLine(models.Model):
    """Numbers of what is received: generated (LN-5), and never missing (LN-4)."""

    _inherit = "stock.move.line"

    is_number_drawn = fields.Boolean(
        "Number Drawn",
        readonly=True,
        copy=False,
        help="The number of this line is one of ours, and no vendor has labelled it.",
    )

    def _action_done(self):
        """What arrives for the first time is the company's that makes or receives it;
        what leaves for another company may be received there.
        """
        if not self._are_numbers_looked_after():
            return super()._action_done()
        lines = self._generate_receipt_numbers()
        lines._make_received_lots()
        lines._check_receipt_numbers()
        result = super(StockMoveLine, lines)._action_done()
        lines = lines.exists()
        lines._give_company_to_new_numbers()
        lines._get_numbers_between_companies()._share_between_companies()
        return result

    def _are_numbers_looked_after(self):
        """Whether a company preallocates, or a product generates numbers (NO-3)."""
        return self.company_id._is_preallocation_on() or self._has_generated_numbers()

    def _has_generated_numbers(self):
        return any(product.lot_auto_generate for product in self.product_id)

    # ------------------------------------------------------------------
    # Generated
    # ------------------------------------------------------------------

    def _generate_receipt_numbers(self):
        """Give numbers to what is received without one, where products say so (LN-5).

        Every unit with a serial gets a number of its own, the lines of a lot's move
        share one. All are drawn at once, from the formats of manufacturing orders.

        :return: ``stock.move.line``, these and those that units were moved to
        :raise UserError: a format needs a text that the product does not have
        """
        if not self._has_generated_numbers():
            return self
        lines = self.filtered(lambda line: line._is_numbered_on_receipt())
        units = lines._split_into_units()
        for company, of_company in (lines + units).grouped("company_id").items():
            of_company._number_lines(company, of_company._group_by_number())
        return self + units

    def _is_numbered_on_receipt(self):
        """Whether this line has no number, and gets one by itself."""
        self.ensure_one()
        return (
            self.product_id.lot_auto_generate
            and self._is_without_number()
            and self._comes_from_a_vendor()
        )

    def _is_without_number(self):
        return (
            self.product_id.tracking != "none"
            and not self.lot_id
            and not self.lot_name
            and self.state not in ("done", "cancel")
            and self.product_uom_id.compare(self.quantity, 0) > 0
        )

    def _comes_from_a_vendor(self):
        """What customers and subcontractors bring has numbers already."""
        return (
            self.picking_code == "incoming"
            and self.location_id.usage == "supplier"
            and not self.move_id.origin_returned_move_id
        )

    def _split_into_units(self):
        """Give every unit with a serial a line of its own.

        :return: ``stock.move.line``, the new ones
        """
        vals_list = []
        for line in self:
            units = line.quantity_product_uom
            unit = line.product_id.uom_id
            if (
                line.product_id.tracking != "serial"
                or unit.compare(units, 1) <= 0
                or unit.compare(units, int(units)) != 0
            ):
                continue
            one = {"quantity": 1, "product_uom_id": unit.id}
            [vals] = line.copy_data({**one, "picked": line.picked})
            vals_list += [dict(vals) for _unit in range(int(units) - 1)]
            line.write(one)
        return self.create(vals_list)

    def _group_by_number(self):
        """:return: list of ``stock.move.line``, those that share a number together"""
        groups = {}
        for line in self:
            is_lot = line.product_id.tracking == "lot"
            key = (line.move_id if is_lot else line, line.product_id)
            groups[key] = groups.get(key, self.browse()) + line
        return list(groups.values())

    def _number_lines(self, company, groups):
        """Draw numbers for groups of lines of a company, and put them on the lines.

        :param groups: list of ``stock.move.line``, one number for each
        """
        requests = [
            NumberRequest(product, quantity)
            for product, quantity in self._count_numbers(groups).items()
        ]
        typed = {
            (line.product_id.id, line.lot_name)
            for line in self.picking_id.move_line_ids
            if line.lot_name
        }
        lot_model = self.env["stock.lot"].with_company(company)
        drawn = lot_model._draw_free_names(requests, typed)
        names = {
            request.product: iter(of_product)
            for request, of_product in zip(requests, drawn, strict=True)
        }
        self._set_lot_names(
            (line, name)
            for lines in groups
            for name in (next(names[lines.product_id]),)
            for line in lines
        )

    @api.model
    def _set_lot_names(self, pairs):
        """Put names on lines, as a person types them; the lots are made on receipt.

        :param pairs: ``(stock.move.line, str)``
        """
        # they have just been drawn, and are free
        with self.env["stock.lot"]._let_numbers_pass():
            for line, name in pairs:
                line.write({"lot_name": name, "is_number_drawn": True})

    @staticmethod
    def _count_numbers(groups):
        """:return: ``{product.product: how many numbers}``"""
        counts = {}
        for lines in groups:
            counts[lines.product_id] = counts.get(lines.product_id, 0) + 1
        return counts

    # ------------------------------------------------------------------
    # Received
    # ------------------------------------------------------------------

    def _make_received_lots(self):
        """Make the new lots of what is received at once, and put them on the lines.

        Odoo would write each line for itself. Names that exist already, and serial
        numbers that are named twice, are left to it.
        """
        lines = self._filter_lots_made_on_receipt()
        for of_company in lines.grouped("company_id").values():
            groups = of_company._group_by_new_name()
            lots = of_company._create_lots(groups)
            self._name_arriving_lots(
                (line, lots[key]) for key, group in groups.items() for line in group
            )

    def _create_lots(self, groups):
        """Create the lots of lines, under names that are known to be free.

        :param dict groups: ``{(product.product, str): list of stock.move.line}``, all
            of one company; the first line says what Odoo notes of a new lot
        :return: ``{(product.product, str): stock.lot}``
        """
        lots = self.env["stock.lot"].with_company(self.company_id[:1])
        lots = lots._create_named(
            [
                lines[0]._prepare_new_lot_vals() | {"name": name}
                for (_product, name), lines in groups.items()
            ]
        )
        return dict(zip(groups, lots.with_env(self.env), strict=True))

    def _filter_lots_made_on_receipt(self):
        """:return: lines whose name may become a lot; what is alike is asked once"""
        named = self.filtered(lambda line: line.lot_name and not line.lot_id)
        alike = named.grouped(
            lambda line: (line.move_id, line.product_id, line.location_id)
        )
        return named.browse().concat(
            *(lines for lines in alike.values() if lines[0]._is_lot_made_on_receipt())
        )

    def _is_lot_made_on_receipt(self):
        """Whether a name on a line like this may become a lot."""
        self.ensure_one()
        return bool(
            self.product_id.tracking != "none"
            and self._comes_from_a_vendor()
            and (
                self.product_id.lot_auto_generate
                or self.picking_type_use_create_lots
                and self.company_id._is_preallocation_on()
            )
        )

    def _group_by_new_name(self):
        """:return: ``{(product.product, str): list of stock.move.line}``"""
        groups = {}
        for line in self:
            groups.setdefault((line.product_id, line.lot_name), []).append(line)
        taken = self.env["stock.lot"]._find_by_names(
            (product.id, name) for product, name in groups
        )
        return {
            (product, name): lines
            for (product, name), lines in groups.items()
            if (product.id, name) not in taken
            and (product.tracking == "lot" or len(lines) == 1)
        }

    # ------------------------------------------------------------------
    # Not missing
    # ------------------------------------------------------------------

    def _check_receipt_numbers(self):
        """Nothing tracked is received without a number (LN-4).

        Stock Odoo lets it pass where an operation type is not for lots.

        :raise UserError: with the names of the products
        """
        missing = self.filtered(lambda line: line._lacks_receipt_number())
        if missing:
            refusal = self.env._(
                "%(receipts)s cannot be received without lot/serial numbers. Enter "
                "them for:\n%(products)s",
                receipts=", ".join(missing.picking_id.mapped("name")),
                products="\n".join(
                    f"- {name}" for name in missing.product_id.mapped("display_name")
                ),
            )
            way_out = missing.picking_id._tell_way_out(refusal)
            raise UserError("\n\n".join(filter(None, (refusal, way_out))))

    def _lacks_receipt_number(self):
        """Whether this line would be received without a lot."""
        self.ensure_one()
        return (
            not self.lot_id
            and self.product_id.tracking != "none"
            and self.picking_code == "incoming"
            and not (self.lot_name and self.picking_type_use_create_lots)
            and self.product_uom_id.compare(self.quantity, 0) > 0
            and self.company_id._is_preallocation_on()
        )

    # ------------------------------------------------------------------
    # Too late
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        self._number_late_lines(vals_list)
        return super().create(vals_list)

    @api.model
    def _number_late_lines(self, vals_list):
        """What is added to a receipt that is done has its lot at once (LN-4, LN-5).

        Stock Odoo books it without one, and forgets the name.

        :param list vals_list: of lines that are being created; gets their lots
        :raise UserError: with the names of the products that have no number
        """
        ids = {vals["picking_id"] for vals in vals_list if vals.get("picking_id")}
        done = {
            picking.id: picking
            for picking in self.env["stock.picking"].browse(ids)
            if picking.state == "done" and picking.picking_type_code == "incoming"
        }
        late = [
            (vals, self.new({**vals, "company_id": picking.company_id.id}))
            for vals in vals_list
            if (picking := done.get(vals.get("picking_id"))) and not vals.get("lot_id")
        ]
        # One by one: they come one by one, scanned after the receipt was validated.
        for vals, line in late:
            if line._is_numbered_on_receipt():
                line._number_lines(line.company_id, [line])
            if line._is_lot_made_on_receipt():
                vals["lot_id"] = line._find_or_make_lot().id
            elif line._lacks_receipt_number():
                line._check_receipt_numbers()

    def _find_or_make_lot(self):
        """:return: ``stock.lot`` of the name on this line"""
        self.ensure_one()
        key = (self.product_id, self.lot_name)
        lot = self._find_lots_by_name([key])
        return (lot or self._create_lots({key: [self]}))[key]

    def _find_lots_by_name(self, keys):
        """Numbers that these lines may name: of their company, or of none.

        :param keys: ``(product.product, name)``
        :return: ``{(product.product, name): stock.lot}``
        """
        keys = {(product.id, name): (product, name) for product, name in keys}
        lots = self.env["stock.lot"]._find_by_names(keys, self.company_id)
        return {keys[key]: found[:1] for key, found in lots.items()}

    # ------------------------------------------------------------------
    # Whose they are
    # ------------------------------------------------------------------

    def _give_company_to_new_numbers(self):
        """Numbers that a person entered belong to the company where they come first."""
        lines = self.filtered(
            lambda line: (
                line.lot_id
                and not line.lot_id.company_id
                and not line.product_id.company_id
                and not line.location_id._is_own_stock()
                and line.location_dest_id._is_own_stock()
                and line.location_id.usage in ("supplier", "production")
                and line.company_id._is_preallocation_on()
            )
        )
        if not lines:
            return
        # sudo: where a number was before, in another company as well
        moved_before = (
            self.sudo()
            .search(
                [
                    ("lot_id", "in", lines.lot_id.ids),
                    ("state", "=", "done"),
                    ("id", "not in", self.ids),
                ]
            )
            .lot_id
        )
        for company, of_company in lines.grouped("company_id").items():
            # sudo: who receives a number may not always edit it
            (of_company.lot_id.sudo() - moved_before).company_id = company

    def _get_numbers_between_companies(self):
        """:return: ``stock.lot`` that are on their way to another company"""
        return self.filtered(
            lambda line: (
                line.location_dest_id.usage == "transit"
                and not line.location_dest_id.company_id
                and line.company_id._is_preallocation_on()
            )
        ).lot_id

    def _prepare_new_lot_vals(self):
        """The company that receives a number is its own."""
        vals = super()._prepare_new_lot_vals()
        company = self.company_id
        if company._is_preallocation_on() or self.product_id.lot_auto_generate:
            vals.setdefault("company_id", company.id)
        return vals
