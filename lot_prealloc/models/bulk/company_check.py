"""Odoo checks the companies of linked records one by one; a batch is checked whole."""

from .scopes import NUMBERING, get_block


def check_company_of_all(records, fnames, check_each):
    """Check records of one company together, and one by one only if that fails.

    What Odoo asks of a record depends on its company alone.

    :param records: records of a batch, or any others
    :param fnames: as for ``_check_company``
    :param check_each: Odoo's own check
    """
    is_batch = get_block(records.env) or NUMBERING.get(records.env)
    if not is_batch or not _are_all_of_one_company(records, fnames):
        check_each(fnames)


def _are_all_of_one_company(records, fnames):
    company = records.company_id
    if len(company) != 1 or not all(record.company_id for record in records):
        return False
    if fnames is None or {"company_id", "company_ids"} & set(fnames):
        fnames = records._fields
    for name in fnames:
        field = records._fields[name]
        if not (field.relational and field.check_company):
            continue
        if field.company_dependent:
            return False
        # sudo: as in Odoo's check
        linked = records.sudo()[name].with_context(active_test=False)
        domain = linked and linked._check_company_domain(company)
        if domain and linked != linked.filtered_domain(domain):
            return False
    return True
