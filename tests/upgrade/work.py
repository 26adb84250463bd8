"""For `odoo shell` with the released addons: a factory, numbers in every state.

What must survive is written into a parameter of the database, for ``check.py``.
"""

import json

from odoo import Command

env = env  # noqa: F821, PLW0127

env.company.write(
    {
        "lot_prealloc_enabled": True,
        "lot_prealloc_trigger": "confirmed",
        "lot_config_scope": "category",
    }
)
stock = env["stock.warehouse"].search([], limit=1).lot_stock_id
customer = env["res.partner"].create({"name": "Customer"})
category = env["product.category"].create(
    {
        "name": "Bikes",
        "lot_tracking": "serial",
        "lot_number_format_id": env["lot.number.format"]
        .create({"pattern": "BIKE-{YY}-{0000}"})
        .id,
    }
)


def make_product(name, **values):
    return env["product.product"].create({"name": name, "is_storable": True, **values})


part = make_product("Part", tracking="none")
motor = make_product("Motor", tracking="serial")
bike = make_product("Bike", categ_id=category.id)
cheese = make_product(
    "Cheese",
    tracking="lot",
    lot_number_format_id=env["lot.number.format"].create({"pattern": "CHZ-{000}"}).id,
)
received = make_product("Received", tracking="serial", lot_auto_generate=True)
assert bike.tracking == "serial", bike.tracking
for product, components in ((bike, part + motor), (cheese, part)):
    env["mrp.bom"].create(
        {
            "product_tmpl_id": product.product_tmpl_id.id,
            "bom_line_ids": [
                Command.create({"product_id": component.id, "product_qty": 1})
                for component in components
            ],
        }
    )
quants = env["stock.quant"]
quants._update_available_quantity(part, stock, 1000)
motors = env["stock.lot"].create(
    [{"product_id": motor.id, "name": f"MOT-{index:03}"} for index in range(20)]
)
for lot in motors:
    quants._update_available_quantity(motor, stock, 1, lot_id=lot)


def make_order(product, quantity):
    order = env["mrp.production"].create(
        {"product_id": product.id, "product_qty": quantity}
    )
    order.action_confirm()
    return order


def make_transfer(kind, product, quantity, source, target):
    picking_type = env["stock.picking.type"].search([("code", "=", kind)], limit=1)
    picking = env["stock.picking"].create(
        {
            "picking_type_id": picking_type.id,
            "partner_id": customer.id,
            "location_id": source.id,
            "location_dest_id": target.id,
            "move_ids": [
                Command.create(
                    {
                        "product_id": product.id,
                        "product_uom_qty": quantity,
                        "location_id": source.id,
                        "location_dest_id": target.id,
                    }
                )
            ],
        }
    )
    picking.action_confirm()
    picking.action_assign()
    return picking


def validate(picking):
    picking.move_ids.picked = True
    picking.with_context(skip_backorder=True).button_validate()
    assert picking.state == "done", picking.state


def produce(order, quantity):
    order.qty_producing = quantity
    order.set_qty_producing()
    order.move_raw_ids.picked = True
    rest = order.ids if quantity < order.product_qty else []
    order.with_context(skip_backorder=True, mo_ids_to_backorder=rest).button_mark_done()
    assert order.state == "done", order.state


customers = env.ref("stock.stock_location_customers")
suppliers = env.ref("stock.stock_location_suppliers")

# held, held by a backorder, one order per unit, cancelled with a printed number, draft
make_order(bike, 3)
produce(make_order(bike, 4), 2)
produce(make_order(cheese, 40), 15)
divided = make_order(bike, 2)
wizard = env["mrp.production.serials"].create({"production_id": divided.id})
wizard.serial_numbers = "\n".join(divided.prealloc_lot_ids.sorted("id").mapped("name"))
wizard.action_prepare_mo()
printed = make_order(bike, 2)
printed.prealloc_lot_ids.sorted("id")[0].is_label_printed = True
printed.action_cancel()
env["mrp.production"].create({"product_id": bike.id, "product_qty": 2})
# received, shipped, returned, reserved, consumed, scrapped, typed on an open receipt
validate(make_transfer("incoming", received, 3, suppliers, stock))
typed = make_transfer("incoming", motor, 1, suppliers, stock)
typed.move_ids.move_line_ids.lot_id = env["stock.lot"].create(
    {"product_id": motor.id, "name": "MOT-TYPED"}
)
produce(make_order(bike, 3), 3)
delivery = make_transfer("outgoing", bike, 2, stock, customers)
validate(delivery)
wizard = env["stock.return.picking"].create({"picking_id": delivery.id})
wizard.product_return_moves.quantity = 1
back = env["stock.picking"].browse(wizard.action_create_returns()["res_id"])
back.action_assign()
validate(back)
make_transfer("outgoing", bike, 1, stock, customers)
make_transfer("outgoing", cheese, 5, stock, customers)
validate(make_transfer("outgoing", cheese, 5, stock, customers))
env["stock.scrap"].create(
    {"product_id": motor.id, "lot_id": motors[-1].id, "scrap_qty": 1}
).action_validate()
env["stock.lot"].create({"product_id": motor.id, "name": "MOT-BY-HAND"})
env.flush_all()

lots = env["stock.lot"].search([], order="id")
states = {lot.lifecycle_state for lot in lots}
expected = {
    *("preallocated", "available", "allocated", "shipped", "returned", "consumed"),
    "scrapped",
    False,
}
assert states == expected, states
orders = env["mrp.production"].search([], order="id")
kept = {
    "lots": {
        lot.id: [
            lot.name,
            lot.lifecycle_state,
            lot.product_qty,
            lot.allocated_production_id.id,
            lot.company_id.id,
            lot.is_label_printed,
        ]
        for lot in lots
    },
    "orders": {
        order.id: [
            order.name,
            order.state,
            sorted(order.prealloc_lot_ids.ids),
            sorted(order.lot_producing_ids.ids),
        ]
        for order in orders
    },
    "tracking": {t.id: t.tracking for t in env["product.template"].search([])},
    "next": {f.id: f.next_name for f in env["lot.number.format"].search([])},
}
env["ir.config_parameter"].set_param("lot_prealloc.upgrade_test", json.dumps(kept))
env.cr.commit()
