from odoo.fields import Domain


def search_names_and_numbers(records, operator, value, find_ids):
    """The search of a list in which a number is found without choosing an option.

    A document is found by its name and source as ever, and by the numbers on it.

    :param records: the model; it has ``name`` and ``origin``
    :param find_ids: gives the ids of the records that one text is a number of
    :return: Domain, or NotImplemented for what Odoo negates itself
    """
    if operator in Domain.NEGATIVE_OPERATORS:
        return NotImplemented
    texts = value if operator == "in" else [value]
    # By ids: a subquery beside these would keep PostgreSQL from using any index.
    ids = {
        record_id
        for text in texts
        if isinstance(text, str) and text.strip()
        for record_id in find_ids(text.strip())
    }
    return (
        Domain("name", operator, value)
        | Domain("origin", operator, value)
        | Domain("id", "in", ids)
    )
