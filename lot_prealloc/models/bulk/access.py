"""Odoo asks the access rules for each record that it writes; a batch asks once.

A batch asks for all of its records together (``has_access``) before each is written.
What a user may do with them is decided then: the batch itself does not take it away.
"""

from .scopes import get_block


def check_access_once(records, operation, check_each):
    """
    :param records: records of a batch, or any others
    :param str operation: as for ``_check_access``
    :param check_each: Odoo's own check
    :return: as ``_check_access``
    """
    block = get_block(records.env)
    if not block or not records:
        return check_each(operation)
    companies = records.env.context.get("allowed_company_ids")
    key = (records._name, operation, records.env.uid, tuple(companies or ()))
    allowed_ids = block.allowed_ids.setdefault(key, set())
    if allowed_ids.issuperset(records._ids):
        return None
    result = check_each(operation)
    if result is None:
        allowed_ids.update(records._ids)
    return result
