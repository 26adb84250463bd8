import re

from odoo import api, models

from .drawing import SYMBOLOGIES, draw_barcode
from .scopes import DRAWING

SIZES = {"width", "height"}


class IrQwebFieldBarcode(models.AbstractModel):
    _inherit = "ir.qweb.field.barcode"

    @api.model
    def value_to_html(self, value, options=None):
        """Draw the barcodes of our reports as vectors (SC-5)."""
        if DRAWING.get(self.env) and self._is_drawable(value, options or {}):
            return draw_barcode(
                options.get("symbology", "Code128"),
                value,
                quiet=bool(int(options.get("quiet", True))),
                label=self.env._("Barcode %s", value),
                style=options["img_style"],
            )
        return super().value_to_html(value, options)

    def _is_drawable(self, value, options):
        """Whether a drawing looks like the picture: its size comes from the style, and
        nothing is asked for that only the picture has.
        """
        style = options.get("img_style") or ""
        return (
            value
            and value.isascii()
            and options.get("symbology", "Code128") in SYMBOLOGIES
            and SIZES <= set(re.findall(r"(?:^|;)\s*([\w-]+)\s*:", style))
            and not any(
                value
                for name, value in options.items()
                if name in ("humanreadable", "mask")
                or (name.startswith("img_") and name != "img_style")
            )
        )
