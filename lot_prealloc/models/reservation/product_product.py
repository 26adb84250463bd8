from collections import defaultdict

from odoo import models
from odoo.fields import Domain


class ProductProduct(models.Model):
    """What is promised is what reservation takes (AB-15).

    “On hand” stays what is here. “Free to use” and “forecasted”, and all that is made
    of them (a sales order line, a reordering rule, a forecast), leave out what a
    customer has returned and nobody has released.
    """

    _inherit = "product.product"

    def _compute_quantities_dict(self, lot_id, owner_id, package_id, *args, **kwargs):
        quantities = super()._compute_quantities_dict(
            lot_id, owner_id, package_id, *args, **kwargs
        )
        withheld = self._get_withheld_quantities(lot_id, owner_id, package_id)
        for product in self:
            quantity = withheld.get(product._origin.id)
            if quantity:
                of_product = quantities[product.id]
                for name in ("free_qty", "virtual_available"):
                    of_product[name] = product.uom_id.round(of_product[name] - quantity)
        return quantities

    def _get_withheld_quantities(self, lot_id=None, owner_id=None, package_id=None):
        """What is here and is not promised, at the places that the context names.

        :return: ``{product id: quantity}``, in the unit of the product
        """
        quantities = defaultdict(float)
        quants = self.env["stock.quant"].with_context(active_test=False)
        lots = quants._find_withheld_lots(self._origin)
        if not lots:
            return {}
        domain = self._get_withheld_quant_domain(lot_id, owner_id, package_id)
        for part in quants._read_withheld(lots, domain):
            quantities[part.product.id] += part.quantity
        return dict(quantities)

    def _get_withheld_quant_domain(self, lot_id, owner_id, package_id):
        """Made to be extended: the stock that Odoo has counted for these products.

        :return: ``Domain`` of quants
        """
        domain = Domain("product_id", "in", self._origin.ids)
        domain &= Domain(self._get_domain_locations()[0])
        for name, value in (
            ("lot_id", lot_id),
            ("owner_id", owner_id),
            ("package_id", package_id),
        ):
            if value is not None:
                domain &= Domain(name, "=", value)
        if "owners" in self.env.context:
            owners = self.env.context["owners"]
            domain &= Domain("owner_id", "in", owners or [False])
        return domain
