"""The rule under which lots are reserved: one value, which nobody changes or forges."""

from odoo.tests import TransactionCase, tagged

from odoo.addons.lot_prealloc.models.lots.naming.lot_rule import (
    FORECAST,
    LOT_RULE,
    TYPED,
    LotRule,
)

from ..common import PreallocCase
from ..life.lifecycle_oracle import LifeMixin


@tagged("post_install", "-at_install")
class TestLotRule(TransactionCase):
    def test_nobody_changes_it(self):
        rule = LotRule(only=(1,))
        quants = rule.on(self.env["stock.quant"])
        with self.assertRaises(AttributeError):
            rule.only = None
        LotRule.of(quants)._replace(only=None, closed=(2,))
        self.assertEqual(LotRule.of(quants), LotRule(only=(1,)))
        self.assertEqual(LotRule.of(self.env["stock.quant"]), LotRule())
        # plain values, which a context can be compared by
        hash(LotRule((1,), (2,), (3,), TYPED, 4))


@tagged("post_install", "-at_install")
class TestForgedRule(LifeMixin, PreallocCase):
    # AB-15: what a customer returned is not taken, whatever a call sends along
    def test_not_over_rpc(self):
        lot = self.make_lot(self.make_product("Pump", "serial"), "PUMP-1")
        self.receive(lot)
        self.send_and_return(lot)
        self.assertEqual(lot.lifecycle_state, "returned")
        move = self.env["stock.move"].create(
            {
                "product_id": lot.product_id.id,
                "product_uom_qty": 1,
                "location_id": self.stock_location.id,
                "location_dest_id": self.customers.id,
            }
        )
        move._action_confirm()
        for forged in (
            {"lot_prealloc_automatic": True},
            {"lot_prealloc_only_lot_ids": lot.ids},
            {LOT_RULE: [lot.ids, [], [], None, None]},
            {LOT_RULE: {"only": lot.ids}},
            {LOT_RULE: [None, [], [], FORECAST, None]},
        ):
            move.with_user(self.storekeeper).with_context(**forged)._action_assign()
            self.assertFalse(move.move_line_ids.lot_id, forged)
