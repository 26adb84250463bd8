from typing import Any, NamedTuple

from odoo.tools import frozendict


class NumberRequest(NamedTuple):
    """Numbers wanted of a product.

    :param product: ``product.product`` they are for
    :param int quantity: how many
    :param dict texts: for the tokens of a format, beside those of the product
    :param dict values: what the lots are created with, beside product and name
    """

    product: Any
    quantity: int
    texts: dict = frozendict()
    values: dict = frozendict()
