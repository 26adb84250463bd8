from collections import namedtuple

NumberRequest = namedtuple("NumberRequest", "production product quantity")
NumberRequest.__doc__ = """Numbers wanted for an order.

:param production: ``mrp.production`` that will hold them
:param product: ``product.product`` they are for
:param int quantity: how many
"""
