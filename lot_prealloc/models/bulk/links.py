from odoo.tools import SQL


def link_at_once(field, env, rows):
    """Add to a many2many of many records, where Odoo asks and writes for each.

    :param field: a stored ``Many2many``
    :param rows: ``(record, record)`` of the field's model and its comodel
    """
    rows = list(rows)
    if not rows:
        return
    env.execute_query(
        SQL(
            "INSERT INTO %s (%s, %s) SELECT * FROM unnest(%s, %s)"
            " ON CONFLICT DO NOTHING RETURNING 1",
            SQL.identifier(field.relation),
            SQL.identifier(field.column1),
            SQL.identifier(field.column2),
            [record.id for record, _linked in rows],
            [linked.id for _record, linked in rows],
        )
    )
    records = env[field.model_name].browse({record.id for record, _linked in rows})
    linked = env[field.comodel_name].browse({linked.id for _record, linked in rows})
    inverse_names = [inverse.name for inverse in env.registry.field_inverses[field]]
    records.invalidate_recordset([field.name], flush=False)
    linked.invalidate_recordset(inverse_names, flush=False)
    linked.modified(inverse_names)
