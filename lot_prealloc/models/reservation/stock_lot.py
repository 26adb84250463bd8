from odoo import api, models
from odoo.fields import Domain


class StockLot(models.Model):
    """Numbers that automatic reservation leaves alone, and nobody is promised (AB-15).

    The one place that says which: what reserves, what promises goods (free and
    forecasted quantities) and what explains why a transfer waits all ask here.
    """

    _inherit = "stock.lot"

    @api.model
    def _get_withheld_domain(self):
        """Made to be extended: of which numbers something is not for everybody.

        It has to be answered by an index: it is asked wherever stock is looked at.
        """
        return Domain("returned_quantity", ">", 0)

    @api.model
    def _search_withheld(self, products, domain=None):
        """
        :param domain: of ``stock.lot``; by default :meth:`_get_withheld_domain`
        :return: ``stock.lot`` of these products of which something is withheld
        """
        # sudo: what is available does not depend on who asks
        lots = self.sudo().with_context(hide_preallocated=False)
        if domain is None:
            domain = self._get_withheld_domain()
        domain &= Domain("product_id", "in", products.ids)
        return lots.search(domain, order="id")

    def _get_reservable_quantities(self):
        """How much of each withheld number automatic reservation may take.

        Made to be extended, together with :meth:`_get_withheld_domain`.

        :return: ``{lot id: quantity}``, in the unit of the product
        """
        return {
            lot.id: 0 if lot.product_id.tracking == "serial" else lot.available_quantity
            for lot in self
        }
