"""One way to receive, deliver, move and take back goods, for every test."""

from odoo import Command


class TransferMixin:
    """Transfers as people make them, for any case with people and a warehouse."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.suppliers = cls.env.ref("stock.stock_location_suppliers")
        cls.customers = cls.env.ref("stock.stock_location_customers")

    def make_transfer(
        self,
        operation_type,
        *demands,
        source=None,
        target=None,
        user=None,
        confirm=True,
        assign=False,
        validate=False,
        move_vals=None,
        **vals,
    ):
        """Make a transfer; its places are those of the operation type, unless given.

        :param demands: ``(product, quantity)``, or ``(product, quantity, lots)`` where
            the demand names its lots
        :param user: who makes it, and whose environment the transfer is returned in;
            the storekeeper, unless given
        :param bool confirm: otherwise it stays a draft
        :param bool assign: check its availability as well
        :param bool validate: press Validate as well, which completes it
        :param dict move_vals: more values of every demand
        :param vals: more values of the transfer
        """
        pickings = self.env["stock.picking"].with_user(user or self.storekeeper)
        if pickings.env.company != operation_type.company_id:
            pickings = pickings.with_company(operation_type.company_id)
        source = source or operation_type.default_location_src_id
        target = target or operation_type.default_location_dest_id
        picking = pickings.create(
            {
                "picking_type_id": operation_type.id,
                "location_id": source.id,
                "location_dest_id": target.id,
                "move_ids": [
                    Command.create({**self.demand_vals(*demand), **(move_vals or {})})
                    for demand in demands
                ],
                **vals,
            }
        )
        if confirm:
            picking.action_confirm()
        if assign:
            picking.action_assign()
        if validate:
            picking.button_validate()
            self.assertEqual(picking.state, "done")
        return picking

    @staticmethod
    def demand_vals(product, quantity, lots=None):
        vals = {"product_id": product.id, "product_uom_qty": quantity}
        if lots is not None:
            vals["demand_lot_ids"] = [Command.set(lots.ids)]
        return vals

    def make_receipt(self, *demands, **vals):
        """Receive from a vendor into the stock; see ``make_transfer``."""
        return self.make_transfer(
            self.warehouse.in_type_id,
            *demands,
            **{"source": self.suppliers, "target": self.stock_location, **vals},
        )

    def make_delivery(self, *demands, **vals):
        """Deliver from the stock to a customer; see ``make_transfer``."""
        return self.make_transfer(
            self.warehouse.out_type_id,
            *demands,
            **{"source": self.stock_location, "target": self.customers, **vals},
        )

    def open_return(self, picking, quantity=None, user=None):
        """:return: the wizard that returns all of a transfer, or a quantity of each"""
        wizard = (
            self.env["stock.return.picking"]
            .with_user(user or self.storekeeper)
            .with_context(active_id=picking.id, active_model="stock.picking")
            .create({"picking_id": picking.id})
        )
        for line in wizard.product_return_moves:
            line.quantity = line.move_quantity if quantity is None else quantity
        return wizard

    def make_return(self, picking, quantity=None, user=None):
        """:return: the transfer that brings it back, not validated"""
        wizard = self.open_return(picking, quantity, user)
        action = wizard.action_create_returns()
        pickings = self.env["stock.picking"].with_user(wizard.env.user)
        return pickings.browse(action["res_id"])

    def make_subcontracted(self, product, component):
        """:return: ``res.partner``, the subcontractor who makes the product"""
        subcontractor = self.env["res.partner"].create({"name": "Subcontractor"})
        self.make_bom(
            product,
            [(component, 1)],
            type="subcontract",
            subcontractor_ids=[Command.set(subcontractor.ids)],
        )
        return subcontractor

    def make_other_works(self, **vals):
        """:return: the warehouse of another company, and a storekeeper of it"""
        company = self.make_company("Other works", **vals)
        warehouse = self.env["stock.warehouse"].search(
            [("company_id", "=", company.id)], limit=1
        )
        keeper = self.make_user(
            "other_keeper",
            "stock.group_stock_user",
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )
        return warehouse, keeper
