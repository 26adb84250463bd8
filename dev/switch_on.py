"""For `odoo shell`: every company, new ones too, allocates numbers at confirmation."""

values = {"lot_prealloc_enabled": True, "lot_prealloc_trigger": "confirmed"}
env["res.company"].search([]).write(values)  # noqa: F821
for field, value in values.items():
    env["ir.default"].set("res.company", field, value)  # noqa: F821
env.cr.commit()  # noqa: F821
