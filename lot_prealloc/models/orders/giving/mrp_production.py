from odoo import models
from odoo.tools import SQL

from ...lots.number_request import NumberRequest


class MrpProduction(models.Model):
    """What orders lack is drawn, created and held, for all of them at once (PF-4)."""

    _inherit = "mrp.production"

    def _allocate_missing_numbers(self, completing=False):
        """Draw, create and hold what each order lacks; a second call changes nothing.

        The one place where numbers for orders are made: triggers, buttons, wizard
        and list action come here with all their orders at once.

        :param bool completing: see ``_get_missing_numbers``
        :return: ``stock.lot``, the new ones
        """
        wanted = self._keep_nameable(
            [
                (production, product, quantity)
                for production in self
                for product, quantity in production._get_missing_numbers(
                    completing
                ).items()
            ]
        )
        orders = self.browse(dict.fromkeys(production.id for production, *_ in wanted))
        orders._lock_for_numbering()
        lots = self.env["stock.lot"]
        for company in orders.company_id:
            of_company = [line for line in wanted if line[0].company_id == company]
            created = lots.with_company(company)._create_numbers(
                [
                    production._prepare_number_request(product, quantity)
                    for production, product, quantity in of_company
                ]
            )
            self._hold_numbers(
                (production, numbers)
                for (production, *_), numbers in zip(of_company, created, strict=True)
            )
            lots = lots.concat(*created)
        return lots

    def _prepare_number_request(self, product, quantity):
        """:return: :class:`NumberRequest` of numbers that this order will hold"""
        return NumberRequest(
            product,
            quantity,
            self._get_number_texts(),
            self._prepare_held_lot_values(product),
        )

    def _get_number_texts(self):
        """:return: dict, what a format may say of the order, see ``_get_affixes``"""
        self.ensure_one()
        return {"MO": self.name}

    def _draw_lot_names(self, quantity):
        """Draw names for the finished product; somebody else makes the lots.

        :return: list of str
        :raise UserError: a format needs a text that there is not
        """
        request = NumberRequest(self.product_id, quantity, self._get_number_texts())
        lot_model = self.env["stock.lot"].with_company(self.company_id)
        return lot_model._draw_free_names([request])[0]

    def _prepare_held_lot_values(self, product):
        """Values of the numbers that this order will hold. Made to be extended.

        :param product: ``product.product``, finished product or by-product
        :return: dict for ``stock.lot.create``; the name is added to it
        """
        self.ensure_one()
        values = {"product_id": product.id, **self._get_allocation_values()}
        if self._get_prealloc_trigger():
            # the company that makes it has the number, of a shared product too
            values["company_id"] = self.company_id.id
        return values

    def _get_allocation_values(self):
        """:return: dict for ``stock.lot.create``: for which order it was generated"""
        self.ensure_one()
        return {"allocated_production_id": self.id, "allocated_reference": self.name}

    def _lock_for_numbering(self):
        """Let who gives numbers to the same orders at the same moment start again.

        He has counted before our numbers were there. PostgreSQL notices only where both
        have changed the same row; Odoo then repeats his call, which finds them.
        """
        if self:
            self.env.execute_query(
                SQL(
                    "UPDATE mrp_production SET write_date = write_date"
                    " WHERE id IN %s RETURNING 1",
                    self._ids,
                )
            )
