def share_precomputed(computed, others):
    """Give records that are created what Odoo has computed for one that is alike.

    :param dict computed: values of the one, after ``_add_precomputed_values``
    :param list others: dicts of the others
    """
    names = set(computed.get("__precomputed__", ()))
    values = {field.name: computed[field.name] for field in names}
    for vals in others:
        vals |= {**values, "__precomputed__": set(names)}
