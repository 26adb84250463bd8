"""Batch Production splits an order as Odoo does: the same rows, to the last column.

Each test starts from one order and goes two ways from there, one after the other:
Odoo's own split, and the wizard of a plain Manufacturing user. Every table that either
way has touched is then compared, see ``snapshot``.
"""

from freezegun import freeze_time

from odoo import Command

from ..common import PreallocCase
from .snapshot import compare

NOW = "2030-06-03 10:00:00"  # later than what was in stock before

# What is said about the orders, not what they are.
CHATTER = {
    "mail_message",
    "mail_tracking_value",
    "mail_followers",
    "mail_notification",
    "mail_message_res_partner_rel",
    "mail_followers_mail_message_subtype_rel",
    "mail_mail",
    "message_attachment_rel",
}

# What the addon alone says about a number: the order that got it.
OURS = {"stock_lot.allocated_production_id", "stock_lot.allocated_reference"}

# Where stock goes below zero, Odoo dates the quant anew with every line, and the addon
# once. Nobody takes the date of stock that is not there.
SHORT = {"stock_quant.in_date"}

# The one thing that Prepare adds to a split: a number for each order.
NUMBERS = {"stock_lot", "mrp_production_stock_lot_rel", "ir_sequence"}


class SplitCase(PreallocCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.lot_prealloc_enabled = False
        cls.drone = cls.make_product("Drone", "serial")
        cls.screw = cls.make_product("Screw")
        cls.wire = cls.make_product("Wire")
        cls.shelf = cls.env["stock.location"].create(
            {"name": "Shelf", "location_id": cls.stock_location.id}
        )
        cls.workcenter = cls.env["mrp.workcenter"].create(
            {"name": "Bench", "time_start": 7, "time_stop": 3, "costs_hour": 60}
        )

    # ------------------------------------------------------------------
    # Data
    # ------------------------------------------------------------------

    def stock(self, product, quantity, lot=None, location=None, **kwargs):
        """Put into stock, in a package or of an owner."""
        self.env["stock.quant"]._update_available_quantity(
            product, location or self.stock_location, quantity, lot_id=lot, **kwargs
        )

    def order(self, quantity, *components, assign=True, **bom):
        """:param components: ``(product, quantity)`` per unit
        :return: a confirmed order of drones, its components reserved
        """
        self.make_bom(self.drone, components, **bom)
        order = self.make_order(self.drone, quantity, confirm=True)
        if assign:
            order.action_assign()
        return order

    def reserved(self, product):
        quants = self.env["stock.quant"].search([("product_id", "=", product.id)])
        return sum(quants.mapped("reserved_quantity"))

    def operations(self, *minutes):
        return [
            Command.create(
                {
                    "name": f"Step {index}",
                    "workcenter_id": self.workcenter.id,
                    "time_cycle_manual": duration,
                }
            )
            for index, duration in enumerate(minutes, start=1)
        ]

    # ------------------------------------------------------------------
    # The two ways
    # ------------------------------------------------------------------

    def split_plainly(self, order, count):
        """Odoo's own split, and that of addons other than ours."""
        ours = [
            parent
            for parent in type(order).mro()
            if parent.__module__.startswith("odoo.addons.lot_prealloc")
            and "_split_productions" in vars(parent)
        ]
        # sudo: stock Odoo lets only those split who may read accounting entries
        order = order.with_user(self.worker).sudo()
        return super(ours[-1], order)._split_productions({order: [1] * count})

    def produce_plainly(self, order, names):
        """Odoo's split, then each order completed as a person does, one unit each."""
        orders = self.split_plainly(order, len(names))[: len(names)]
        for part, name in zip(orders, names, strict=True):
            part.lot_producing_ids = [
                Command.create({"name": name, "product_id": part.product_id.id})
            ]
            part.qty_producing = 1
            part.set_qty_producing()
        # nobody is there to be offered labels
        orders = orders.with_context(skip_redirection=True)
        self.assertIs(orders.button_mark_done(), True)
        self.assertEqual(set(orders.mapped("state")), {"done"})

    def make_wizard(self, order, lines):
        return (
            self.env["mrp.production.serials"]
            .with_user(self.worker)
            .create({"production_id": order.id, "serial_numbers": "\n".join(lines)})
        )

    def prepare(self, order, names):
        self.make_wizard(order, names).action_prepare_mo()
        orders = order.production_group_id.production_ids.sorted("backorder_sequence")
        self.assertEqual(orders.lot_producing_ids.mapped("name"), names)

    def produce(self, order, names):
        self.make_wizard(order, names).action_produce()

    def compare(self, plain, batch, ignored):
        """:return: list of texts, what ``batch`` leaves otherwise than ``plain``"""
        with freeze_time(NOW):
            return compare(self.env, (plain, batch), ignored, self.undone)

    def names_for(self, order, count):
        count = count or int(order.product_qty)
        return [f"DR-{index:03d}" for index in range(1, count + 1)]

    def assertNoDifference(self, differences):
        self.assertFalse(differences, "\n" + "\n".join(differences))

    def assertPreparedAsPlain(self, order, count=None):
        """:param count: of serials, when fewer than units"""
        names = self.names_for(order, count)
        differences = self.compare(
            lambda: self.split_plainly(order, len(names)),
            lambda: self.prepare(order, names),
            CHATTER | NUMBERS,
        )
        self.assertNoDifference(differences)

    def assertProducedAsPlain(self, order, count=None, ignored=frozenset()):
        names = self.names_for(order, count)
        differences = self.compare(
            lambda: self.produce_plainly(order, names),
            lambda: self.produce(order, names),
            CHATTER | OURS | ignored,
        )
        self.assertNoDifference(differences)

    def assertSameAsPlain(self, order, count=None, produce=True, ignored=frozenset()):
        """
        :param bool produce: False to compare what Prepare MO leaves only
        :param ignored: what Produce may leave otherwise, see ``compare``
        """
        with self.subTest(button="Prepare MO"):
            self.assertPreparedAsPlain(order, count)
        if produce:
            with self.subTest(button="Produce"):
                self.assertProducedAsPlain(order, count, ignored)
