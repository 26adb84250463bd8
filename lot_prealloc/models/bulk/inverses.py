"""Records that are new appear in what is known of the records they point to.

Odoo looks for each of those records which of the new ones its inverse fields have, by
a domain that it makes and compiles each time. Here each inverse field asks once.
"""


def update_inverses(records, field, ids_by_value):
    """As ``field._update_inverses``, for all values that the records have.

    :param records: an empty recordset of the model of the field
    :param field: ``Many2one`` or ``Many2oneReference``
    :param dict ids_by_value: ``{value in the cache: ids of new records}``
    """
    ids_by_value = {value: ids for value, ids in ids_by_value.items() if value}
    for inverse in records.pool.field_inverses[field]:
        model = records.env[inverse.model_name]
        cache = inverse._get_cache(model.env)
        # what nobody has read is read with the new ones
        known = {
            value: ids
            for value, ids in ids_by_value.items()
            if cache.get(value) is not None
        }
        new = records.browse(id_ for ids in known.values() for id_ in ids)
        if field.type == "many2one_reference":
            new = new.filtered(
                lambda record, name=inverse.model_name: (
                    record[field.model_field] == name
                )
            )
        valid_ids = set(new.filtered_domain(inverse.get_comodel_domain(model))._ids)
        for value, ids in known.items():
            added = [id_ for id_ in ids if id_ in valid_ids]
            if added:
                linked_ids = tuple(dict.fromkeys([*cache[value], *added]))
                inverse._update_cache(model.browse(value), linked_ids)
