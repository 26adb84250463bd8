"""What a quotation says is available leaves out what is withheld (AB-15)."""

from . import sale_order_line
