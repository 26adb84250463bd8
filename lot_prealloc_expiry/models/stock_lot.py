from datetime import timedelta

from odoo import api, fields, models

# The dates of a lot; where the product says how many days they are before the first.
DATES = {
    "expiration_date": None,
    "use_date": "use_time",
    "removal_date": "removal_time",
    "alert_date": "alert_time",
}
# What a number is given to an order with.
UNDATED = {"is_dated_by_production": True, **dict.fromkeys(DATES, False)}
# Between the start of a transaction, which is when a lot says it was created, and the
# moment in it from which Odoo counted.
TOLERANCE = timedelta(hours=1)


class StockLot(models.Model):
    """Dates of a preallocated number count from its production (BX-14).

    Until an order has produced the number it has none, unless a person enters them.
    """

    _inherit = "stock.lot"

    is_dated_by_production = fields.Boolean(
        default=False,
        readonly=True,
        copy=False,
        help="The first receipt from production gives the number its dates.",
    )

    @api.model
    def _prepare_dates(self, product, expiration_date):
        """What Odoo computes for a lot that expires then.

        :param product: ``product.product``
        :param datetime expiration_date: when the lot expires
        :return: dict for ``write``
        """
        dates = dict.fromkeys(DATES, expiration_date)
        for name, days_before in DATES.items():
            if days_before:
                dates[name] -= timedelta(days=product[days_before])
        return dates

    def _date_production(self, produced_on):
        """Let the numbers expire as their products do, counted from production.

        It happens once. What a person has entered stays: with an expiration date all of
        it, otherwise the dates that are there.

        :param dict produced_on: ``{stock.lot: datetime}``
        """
        lots_by_values = {}
        for lot in self:
            values = {"is_dated_by_production": False}
            if lot.use_expiration_date and not lot.expiration_date:
                days = timedelta(days=lot.product_id.expiration_time)
                dates = self._prepare_dates(lot.product_id, produced_on[lot] + days)
                values |= {name: dates[name] for name in dates if not lot[name]}
            lots_by_values.setdefault(tuple(values.items()), []).append(lot)
        for values, lots in lots_by_values.items():
            self.concat(*lots).write(dict(values))

    def _get_last_day(self):
        """:return: the date of expiration where the user is, or False"""
        self.ensure_one()
        return (
            self.expiration_date
            and fields.Datetime.context_timestamp(self, self.expiration_date).date()
        )

    @api.model
    def _forget_dates_of_held_numbers(self):
        """Take away what Odoo has counted from allocation, for numbers to be produced.

        They were given to their orders before this addon was there. Dates that a person
        has changed, in whatever way, are not what Odoo computed: they stay.
        """
        held = self.search(
            [
                ("allocated_production_id", "!=", False),
                ("lifecycle_state", "=", "preallocated"),
                ("expiration_date", "!=", False),
            ]
        )
        counted = held.filtered(lambda lot: lot._is_dated_from_creation())
        counted.write(UNDATED)

    def _is_dated_from_creation(self):
        """Whether all dates are what Odoo computed when the lot was made."""
        self.ensure_one()
        days = timedelta(days=self.product_id.expiration_time)
        late = self.expiration_date - days - self.create_date
        dates = self._prepare_dates(self.product_id, self.expiration_date)
        return abs(late) < TOLERANCE and all(
            self[name] == date for name, date in dates.items()
        )
