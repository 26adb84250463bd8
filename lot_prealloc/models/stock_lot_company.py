from odoo import api, models
from odoo.tools import SQL

from .company_many2one import CompanyMany2one


class StockLot(models.Model):
    """A number belongs to the company that makes it, that of a shared product as well.

    Companies that share a product do not see each other's numbers. What one of them
    sends to another is known to both from then on, and has no company any more; of its
    documents each of them sees its own.
    """

    _inherit = "stock.lot"

    def _valid_field_parameter(self, field, name):
        return name == "company_of" or super()._valid_field_parameter(field, name)

    def _compute_company_id(self):
        """What an order made stays with its company when the product is shared."""
        result = super()._compute_company_id()
        for lot in self:
            if not lot.company_id:
                # sudo: of the order only the company
                lot.company_id = lot.sudo().allocated_production_id.company_id
        return result

    def _share_between_companies(self):
        """Let every company read numbers that have left for another one.

        A number that another company has under the same name stays what it is: two of
        them cannot be told apart.
        """
        # sudo: numbers of other companies count, and who moves them may not edit them
        lots = self.sudo().filtered(
            lambda lot: lot.company_id and not lot.product_id.company_id
        )
        if not lots:
            return
        twins = {
            (product, name)
            for product, name in lots._read_group(
                [
                    ("product_id", "in", lots.product_id.ids),
                    ("name", "in", lots.mapped("name")),
                    ("id", "not in", lots.ids),
                ],
                ["product_id", "name"],
            )
        }
        lots.filtered(lambda lot: (lot.product_id, lot.name) not in twins).write(
            {"company_id": False}
        )

    def _read_group_groupby(self, alias, groupby_spec, query):
        """No group is named after a document of a company that is not the user's."""
        expression = super()._read_group_groupby(alias, groupby_spec, query)
        if not self._is_grouped_by_company(groupby_spec):
            return expression
        field = self._fields[groupby_spec]
        document = query.make_alias(alias, f"{field.name}__own")
        query.add_join(
            "LEFT JOIN",
            document,
            self.env[field.comodel_name]._table,
            SQL(
                "%s = %s AND %s = ANY(%s)",
                SQL.identifier(document, "id"),
                expression,
                SQL.identifier(document, "company_id"),
                self.env.companies.ids,
            ),
        )
        return SQL.identifier(document, "id")

    def _read_group_orderby(self, order, groupby_terms, query):
        """Odoo orders documents as their list does, and would group by that as well."""
        terms = set(filter(self._is_grouped_by_company, groupby_terms))
        if not order or not terms:
            return super()._read_group_orderby(order, groupby_terms, query)
        parts = []
        for part in order.split(","):
            term, *direction = part.split()
            if term in terms:
                is_descending = [word.lower() for word in direction[:1]] == ["desc"]
                parts.append(
                    SQL(
                        "%s %s",
                        groupby_terms[term],
                        SQL("DESC") if is_descending else SQL("ASC"),
                    )
                )
            else:
                parts.append(super()._read_group_orderby(part, groupby_terms, query))
        return SQL(", ").join(parts)

    @api.model
    def _is_grouped_by_company(self, groupby_spec):
        """Whether a group would be a document that some company keeps from the user."""
        field = self._fields.get(groupby_spec)
        if not isinstance(field, CompanyMany2one) or not field.store or self.env.su:
            return False
        # sudo: only whether there are others
        companies = self.env["res.company"].sudo().with_context(active_test=False)
        return bool(
            companies.search_count([("id", "not in", self.env.companies.ids)], limit=1)
        )


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    def _action_done(self):
        """What arrives for the first time is the company's that makes or receives it;
        what leaves for another company may be received there.
        """
        result = super()._action_done()
        lines = self.exists()
        lines._claim_new_numbers()
        lines._get_numbers_between_companies()._share_between_companies()
        return result

    def _claim_new_numbers(self):
        """Numbers that a person entered belong to the company where they come first."""
        lines = self.filtered(
            lambda line: (
                line.lot_id
                and not line.lot_id.company_id
                and not line.product_id.company_id
                and not line.location_id._is_own_stock()
                and line.location_dest_id._is_own_stock()
                and line.location_id.usage in ("supplier", "production")
                # sudo: the settings of a company are in force for all of its users
                and line.company_id.sudo().lot_prealloc_enabled
            )
        )
        if not lines:
            return
        # sudo: where a number was before, in another company as well
        moved_before = (
            self.sudo()
            .search(
                [
                    ("lot_id", "in", lines.lot_id.ids),
                    ("state", "=", "done"),
                    ("id", "not in", self.ids),
                ]
            )
            .lot_id
        )
        for company, of_company in lines.grouped("company_id").items():
            # sudo: who receives a number may not always edit it
            (of_company.lot_id.sudo() - moved_before).company_id = company

    def _get_numbers_between_companies(self):
        """:return: ``stock.lot`` that are on their way to another company"""
        return self.filtered(
            lambda line: (
                line.location_dest_id.usage == "transit"
                and not line.location_dest_id.company_id
                # sudo: the settings of a company are in force for all of its users
                and line.company_id.sudo().lot_prealloc_enabled
            )
        ).lot_id

    def _prepare_new_lot_vals(self):
        """The company that receives a number is its own."""
        vals = super()._prepare_new_lot_vals()
        company = self.company_id
        # sudo: the settings of a company are in force for all of its users
        if company.sudo().lot_prealloc_enabled or self.product_id.lot_auto_generate:
            vals.setdefault("company_id", company.id)
        return vals


class MrpProduction(models.Model):
    _inherit = "mrp.production"

    def _prepare_stock_lot_values(self):
        """The order's company has the number that is generated with the button."""
        vals = super()._prepare_stock_lot_values()
        # sudo: the settings of a company are in force for all of its orders
        if self.company_id.sudo().lot_prealloc_enabled:
            vals.setdefault("company_id", self.company_id.id)
        return vals
