from odoo import models


def get_id(value):
    """Odoo takes a record for its id in the values of ``create`` and ``write``.

    :param value: id, record or False, as others write a many2one; or any other value
    :return: the id of a record, any other value as it is
    """
    return value.id if isinstance(value, models.BaseModel) else value
