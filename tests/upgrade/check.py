"""For `odoo shell` after the update: what ``work.py`` made is there, and goes on."""

import json

env = env  # noqa: F821, PLW0127


kept = json.loads(env["ir.config_parameter"].get_param("lot_prealloc.upgrade_test"))
lots = env["stock.lot"].search([], order="id")
assert set(kept["lots"]) == {str(lot.id) for lot in lots}, "numbers were lost or made"
for lot in lots:
    name, state, quantity, order_id, company_id, is_printed = kept["lots"][str(lot.id)]
    assert lot.name == name
    assert lot.lifecycle_state, f"{name} has no state"
    # what had no state before is one of the two that are new
    expected = [state] if state else ["expected", "void"]
    assert lot.lifecycle_state in expected, (name, lot.lifecycle_state, state)
    assert lot.product_qty == quantity, name
    assert lot.allocated_production_id.id == order_id, name
    assert lot.company_id.id == company_id, name
    assert lot.is_label_printed == is_printed, name
# stored is what the ledger says
derived = lots._read_lifecycles()
for lot in lots:
    life = derived[lot.id]
    assert lot.lifecycle_state == life["lifecycle_state"], (lot.name, life)
    assert lot.returned_quantity == (life["returned_quantity"] or 0), (lot.name, life)
    assert (lot.production_id.id or None) == life["production_id"], (lot.name, life)
for order in env["mrp.production"].search([]):
    name, state, held, producing = kept["orders"][str(order.id)]
    assert (order.name, order.state) == (name, state)
    assert sorted(order.prealloc_lot_ids.ids) == held, name
    assert sorted(order.lot_producing_ids.ids) == producing, name
for template in env["product.template"].search([]):
    assert template.tracking == kept["tracking"][str(template.id)], template.name
for number_format in env["lot.number.format"].search([]):
    assert number_format.next_name == kept["next"][str(number_format.id)]
company = env.company
assert company.lot_prealloc_enabled and company.lot_prealloc_trigger == "confirmed"
assert company.lot_config_scope == "category"
for xmlid in (
    "stock.action_production_lot_form",
    "stock.action_product_production_lot_form",
):
    context = env.ref(xmlid).context
    assert "display_complete" in context, context
    assert "hide_preallocated" not in context, context  # what we had written into it
    assert (
        "hide_preallocated" in env["ir.actions.actions"]._for_xml_id(xmlid)["context"]
    )

# and it goes on: the orders that are open are produced with the numbers they hold
bikes = env["mrp.production"].search(
    [("product_id.name", "=", "Bike"), ("state", "=", "confirmed")]
)
held = {p: p.prealloc_lot_ids | p.lot_producing_ids for p in bikes}
for production in bikes:
    production.qty_producing = production.product_qty
    production.set_qty_producing()
    production.move_raw_ids.picked = True
    production.with_context(skip_backorder=True).button_mark_done()
    assert production.state == "done", (production.name, production.state)
    made = production.move_finished_ids.move_line_ids.lot_id
    assert made == held[production], (production.name, made, held[production])
    assert set(made.mapped("lifecycle_state")) == {"available"}
new = env["mrp.production"].create(
    {"product_id": bikes.product_id.id, "product_qty": 2}
)
new.action_confirm()
assert len(new.prealloc_lot_ids) == 2
print("checked", len(lots), "numbers")
