"""Numbers on hold, in a browser (RC-3, RC-5)."""

from odoo.tests import HttpCase, tagged

from ..common import PreallocMixin
from ..pictures import PictureMixin


@tagged("post_install", "-at_install")
class TestHoldTours(PictureMixin, PreallocMixin, HttpCase):
    def setUp(self):
        super().setUp()
        self.product = self.make_product("Motor", "serial")
        self.lots = self.env["stock.lot"].concat(
            *(self.make_lot(self.product, f"HOLD-{index}", 1) for index in (1, 2))
        )

    def tour(self, path, name, user):
        self.start_tour(f"/odoo/{path}", name, login=user.login)
        self.env.invalidate_all()

    # RC-3
    def test_manager(self):
        lot = self.lots[0]
        delivery = self.make_delivery((self.product, 1), assign=True)
        self.assertEqual(delivery.move_line_ids.lot_id, lot)
        self.tour(f"lots/{lot.id}", "lot_hold_manager", self.inventory_manager)
        self.assertFalse(lot.hold_processes)
        self.assertFalse(delivery.move_line_ids)
        self.assertEqual(
            lot.event_ids.filtered("reason").mapped("reason"),
            ["cracked housing", "only the paint"],
        )

    # RC-3 RC-5
    def test_plain_users(self):
        self.lots[0].with_user(self.inventory_manager).action_hold(
            "all", "cracked housing"
        )
        for user in (self.storekeeper, self.worker):
            self.tour("lot-traceability", "lot_hold_reader", user)

    # RC-3
    def test_several(self):
        self.tour("lot-traceability", "lots_hold_together", self.inventory_manager)
        self.assertEqual(self.lots.mapped("hold_processes"), ["all", "all"])
