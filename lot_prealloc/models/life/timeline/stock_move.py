from odoo import models


class StockMove(models.Model):
    _inherit = "stock.move"

    def _get_timeline_document(self):
        """Made to be extended: the document by which goods were moved.

        :return: record of any model; the move itself if there is none
        """
        self.ensure_one()
        return (
            self.scrap_id
            or self.unbuild_id
            or self.consume_unbuild_id
            or self.raw_material_production_id
            or self.production_id
            or self.picking_id
            or self
        )
