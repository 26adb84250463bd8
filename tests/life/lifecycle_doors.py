"""The ways in which somebody reaches for a number that an open order holds (PF-6)."""

from odoo import Command

from .lifecycle_oracle import Ledger, derive


class DoorsMixin:
    """For test cases with ``LifeMixin``: doors, and what is true however one tries."""

    def assert_held(self, lots):
        """Nothing of a number is in stock that was given to an open order, but what
        that order or a part of it has made; and every number has a state (AB-12)."""
        lots = lots.sudo()
        ledger = Ledger(lots.env, lots.ids)
        for lot, life in derive(lots).items():
            self.assertTrue(lot.lifecycle_state, f"{lot.name} has no state")
            holders = self.env["mrp.production"].browse(ledger.holders[lot.id])
            given = holders & lot.allocated_production_id or holders.filtered(
                lambda order, lot=lot: lot in order.prealloc_lot_ids
            )
            if not given or not life.done and not life.on_hand:
                continue
            makers = self.env["mrp.production"].browse(life.production_ids - {None})
            self.assertTrue(life.production_date, f"{lot.name} came in by a door")
            self.assertEqual(
                makers.production_group_id, given.production_group_id, lot.name
            )
            self.assertFalse(given.met_lot_ids, lot.name)

    def reach_by_receive(self, lot):
        self.receive(lot)

    def reach_by_type(self, lot):
        picking = self.make_transfer(
            self.warehouse.in_type_id,
            (lot.product_id, 1),
            source=self.suppliers,
            target=self.warehouse.in_type_id.default_location_dest_id,
            partner_id=self.vendor.id,
        )
        picking.move_ids.move_line_ids[:1].with_user(
            self.storekeeper
        ).lot_name = lot.name
        self.validate(picking)

    def reach_by_count(self, lot):
        self.count(lot, 1)

    def reach_by_scrap(self, lot):
        self.scrap(lot)

    def reach_by_consume(self, lot):
        order = self.make_order(self.engine, 1, user=self.worker, confirm=True)
        order.move_raw_ids[:1].write(
            {
                "move_line_ids": [
                    Command.create(
                        {
                            "product_id": lot.product_id.id,
                            "location_id": self.stock_location.id,
                            "location_dest_id": order.move_raw_ids[
                                :1
                            ].location_dest_id.id,
                            "lot_id": lot.id,
                            "quantity": 1,
                        }
                    )
                ]
            }
        )

    def reach_by_produce(self, lot):
        order = self.make_order(lot.product_id, 1, user=self.worker, confirm=True)
        order.lot_producing_ids = lot

    def reach_by_delete(self, lot):
        lot.with_user(self.storekeeper).unlink()
