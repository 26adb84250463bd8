from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.lot_prealloc.models.lots.company_many2one import CompanyMany2one


class StockLot(models.Model):
    """The sales order that a number is for (AB-20): a soft hold, no reservation.

    The stamp decides in which order automatic reservation takes numbers (AB-21) and
    what the sales order lists (AB-22). It stays on what has shipped.
    """

    _inherit = "stock.lot"

    # No check_company: a number that companies share has none, its sales order has one.
    # See _check_sale_order_company.
    sale_order_id = CompanyMany2one(
        "sale.order",
        "Made for Sales Order",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        help="The number was made for this sales order. Until a delivery reserves it, "
        "it is available; deliveries of other sales orders take it last.",
    )
    # A related field reads as superuser: who may see the number may see who it is for,
    # if the sales order is one of his companies.
    sale_partner_id = CompanyMany2one(
        related="sale_order_id.partner_id",
        string="Made For",
        company_of="sale_order_id",
    )
    sale_reservation = fields.Char(
        "Reserved For",
        compute="_compute_sale_reservation",
        help="The sales order that an allocated number is made for.",
    )

    _product_of_sale_order_index = models.Index(
        "(product_id, sale_order_id) WHERE sale_order_id IS NOT NULL"
    )

    @api.depends("sale_order_id")
    def _compute_lifecycle_badge(self):
        """Available and stamped shows as “Reserved” (AB-20)."""
        super()._compute_lifecycle_badge()
        for lot in self:
            if lot.lifecycle_badge == "available" and lot.sale_order_id:
                lot.lifecycle_badge = "reserved"

    @api.model
    def _get_lifecycle_badges(self):
        badges = super()._get_lifecycle_badges()
        states = [state for state, _label in badges]
        position = states.index("available") + 1
        reserved = ("reserved", self.env._("Reserved"))
        return [*badges[:position], reserved, *badges[position:]]

    @api.depends("sale_order_id", "lifecycle_state")
    def _compute_sale_reservation(self):
        """Made to order, a number is allocated at once: that it is reserved stays true.

        Before that, the badge of its state says so.
        """
        allocated = self.filtered(
            lambda lot: lot.sale_order_id and lot.lifecycle_state == "allocated"
        )
        (self - allocated).sale_reservation = False
        for lot in allocated:
            # sudo: who may see the number may see who it is for
            order = lot.sudo().sale_order_id.name
            lot.sale_reservation = self.env._("Reserved for %(order)s", order=order)

    def _set_last_delivery(self, line):
        """Before any delivery, the customer is the one that the number is made for."""
        result = super()._set_last_delivery(line)
        self.last_customer_id = self.last_customer_id or self.sale_partner_id
        return result

    @api.model
    def _get_last_customer_queries(self, operator, value):
        made_for = self._search(Domain("sale_partner_id", operator, value))
        return [
            *super()._get_last_customer_queries(operator, value),
            made_for.subselect(SQL.identifier(made_for.table, "id")),
        ]

    def _compute_sale_order_ids(self):
        """The button to the sales orders finds the one that the number is made for."""
        result = super()._compute_sale_order_ids()
        for lot in self:
            order = lot.sale_order_id.with_user(self.env.user)
            if order and order.has_access("read"):
                lot.sale_order_ids |= lot.sale_order_id
                lot.sale_order_count = len(lot.sale_order_ids)
        return result

    @api.constrains("sale_order_id", "company_id")
    def _check_sale_order_company(self):
        for lot in self:
            # sudo: only companies are compared
            company = lot.sudo().sale_order_id.company_id
            if company and lot.company_id and lot.company_id != company:
                raise ValidationError(
                    self.env._(
                        "%(lot)s belongs to %(company)s, the sales order %(order)s to "
                        "%(other)s. A number can only be reserved for a sales order of "
                        "its own company.",
                        lot=lot.name,
                        company=lot.company_id.name,
                        order=lot.sudo().sale_order_id.name,
                        other=company.name,
                    )
                )

    @api.model
    def _get_derived_fields(self):
        return super()._get_derived_fields() | {"sale_order_id"}

    # ------------------------------------------------------------------
    # Stamping and releasing
    # ------------------------------------------------------------------

    def _get_stamp(self, order):
        """What a number says that is produced again, for another sales order or none.

        :param order: ``sale.order`` that it is produced for now, or none
        :return: ``sale.order``; none where it serves several
        """
        self.ensure_one()
        stamped = self.sale_order_id
        if not stamped or stamped == order:
            return order
        is_shipped = self.product_id.uom_id.compare(self.product_qty, 0) <= 0
        return (order or stamped) if is_shipped else order.browse()

    @api.model
    def _stamp_for_sale_orders(self, orders_by_lot, lines=None):
        """Note for which sales order each number is; one write per sales order.

        :param dict orders_by_lot: ``{stock.lot: sale.order}``; an empty sales order
            takes the stamp away
        :param dict lines: ``{stock.lot: stock.move.line}`` that produces it
        """
        # sudo: a Manufacturing user completes orders for customers of others
        changes = {
            lot: order
            for lot, order in orders_by_lot.items()
            if lot.sudo().sale_order_id != order
        }
        self.union(*changes)._release_from_sale_orders()
        changes = {lot: order for lot, order in changes.items() if order}
        lots_by_order = defaultdict(self.browse)
        for lot, order in changes.items():
            lots_by_order[order] += lot
        for order, lots in lots_by_order.items():
            lots = lots.sudo().with_context(tracking_disable=True)
            lots.sale_order_id = order
        self._log_sale_orders("sale_reserved", changes, lines)

    def _release_from_sale_orders(self):
        """Take the stamp away, for whatever reason.

        :return: ``{sale.order: stock.lot}``, what was stamped
        """
        # sudo: a salesperson who cancels an order may not write numbers
        lots = self.sudo().filtered("sale_order_id")
        released = dict(lots.grouped("sale_order_id"))
        if lots:
            self._log_sale_orders(
                "sale_released", {lot: lot.sale_order_id for lot in lots}
            )
            lots.with_context(tracking_disable=True).sale_order_id = False
        return released

    def action_view_sale_order(self):
        """Open the sales order that the number is made for.

        :return: an action
        """
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "sale.order",
            "view_mode": "form",
            "res_id": self.sale_order_id.id,
        }

    def action_make_available(self):
        """A returned number that is free again is free for everybody (AB-15).

        Of a lot, what never left may still be held for the sales order.
        """
        returned = self.filtered(lambda lot: not lot.available_quantity)
        result = super().action_make_available()
        returned._release_from_sale_orders()
        return result
