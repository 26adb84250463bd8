from odoo.fields import Domain
from odoo.tools import SQL


class Places:
    """Locations of a kind, said once and asked in three ways.

    :param str usages: of such locations, whatever their company
    :param bool is_transit_ours: whether transit with a company is such a place, or
        transit without one: there goods are on their way to another company
    """

    def __init__(self, *usages, is_transit_ours):
        self.usages = usages
        self.is_transit_ours = is_transit_ours

    def has(self, location):
        """:return: bool, whether a ``stock.location``, or none, is such a place"""
        if location.usage == "transit":
            return bool(location.company_id) == self.is_transit_ours
        return location.usage in self.usages

    def get_domain(self, path=""):
        """:param str path: field of the location, with a dot; none for locations
        :return: ``Domain``
        """
        return Domain(f"{path}usage", "in", self.usages) | (
            Domain(f"{path}usage", "=", "transit")
            & Domain(f"{path}company_id", "!=" if self.is_transit_ours else "=", False)
        )

    def get_sql(self, alias):
        """:param str alias: of ``stock_location`` in the statement
        :return: ``SQL``, a condition
        """
        company = SQL(
            "%s IS NOT NULL" if self.is_transit_ours else "%s IS NULL",
            SQL.identifier(alias, "company_id"),
        )
        return SQL(
            "(%(usage)s IN %(usages)s OR %(usage)s = 'transit' AND %(company)s)",
            usage=SQL.identifier(alias, "usage"),
            usages=self.usages,
            company=company,
        )


# Goods here are ours to use: as Odoo counts them on hand.
OWN_STOCK = Places("internal", is_transit_ours=True)
# Goods here have been delivered to someone: they have left us.
OF_OTHERS = Places("customer", "supplier", is_transit_ours=False)
# To a customer, or to another company that delivers them.
WITH_CUSTOMERS = Places("customer", is_transit_ours=False)
