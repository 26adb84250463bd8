from lxml import etree

from odoo.tools.misc import file_open

NATIVE_VIEWS = "stock/views/stock_lot_views.xml"


def migrate(cr, version):
    """Give Odoo's lists of lots their context back.

    Up to 19.0.1.1.0 the addon had written a key into it, which remained when the addon
    went; now the key is added when a list is opened.
    """
    cr.execute(
        """
        SELECT action.id, data.name
          FROM ir_act_window action
          JOIN ir_model_data data ON data.res_id = action.id
         WHERE data.module = 'stock'
           AND data.model = 'ir.actions.act_window'
           AND action.context LIKE '%''hide_preallocated'': True}'
        """
    )
    actions = cr.fetchall()
    if not actions:
        return
    with file_open(NATIVE_VIEWS, "rb") as file:
        native = etree.parse(file)
    for action_id, name in actions:
        context = native.findtext(f".//record[@id='{name}']/field[@name='context']")
        cr.execute(
            "UPDATE ir_act_window SET context = %s WHERE id = %s", [context, action_id]
        )
