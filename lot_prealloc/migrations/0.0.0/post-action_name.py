def migrate(cr, version):
    """Give Odoo's dialog for serial numbers its name back.

    Up to 19.0.1.1.0 the addon had renamed it; now it has an action of its own.
    """
    cr.execute(
        """
        UPDATE ir_act_window action
           SET name = jsonb_build_object('en_US', 'Assign Serial Numbers')
          FROM ir_model_data data
         WHERE data.module = 'mrp'
           AND data.name = 'action_assign_serial_numbers'
           AND data.res_id = action.id
           AND action.name ->> 'en_US' = 'Batch Production'
        """
    )
