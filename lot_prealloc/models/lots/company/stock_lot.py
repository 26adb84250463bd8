from odoo import api, models
from odoo.tools import SQL

from ..company_many2one import CompanyMany2one


class StockLot(models.Model):
    """A number belongs to the company that makes it, that of a shared product as well.

    Companies that share a product do not see each other's numbers. What one of them
    sends to another is known to both from then on, and has no company any more; of its
    documents each of them sees its own.
    """

    _inherit = "stock.lot"

    def _valid_field_parameter(self, field, name):
        return name == "company_of" or super()._valid_field_parameter(field, name)

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
