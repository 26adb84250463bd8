from odoo import api, fields, models

from ...tools.digital_link import write_digital_link
from ...tools.elements import (
    COUNT,
    EXPIRES,
    GTIN,
    LOT,
    NAME_LENGTH,
    PRODUCED,
    SERIAL,
    find_strange_characters,
    is_count,
    is_date_told,
    write_date,
    write_elements,
)
from ...tools.gtin import find_gtin_mistake, get_check_digit, pad_gtin

# Fields of a number; product_expiry, which has the second one, may not be there.
DATES = {PRODUCED: "production_date", EXPIRES: "expiration_date"}


class StockLot(models.Model):
    """A number in GS1's words (GS-1), and what does not fit (GS-2)."""

    _inherit = "stock.lot"

    gs1_element_string = fields.Char(
        "GS1 Element String",
        compute="_compute_gs1",
        help="GTIN, production and expiration date, lot or serial number, as a scanner "
        "sends them. Empty as long as something does not fit.",
    )
    gs1_digital_link = fields.Char(
        "GS1 Digital Link",
        compute="_compute_gs1",
        help="The same as a web address. Empty as long as something does not fit.",
    )
    gs1_obstacle = fields.Char(
        "Not GS1 Because",
        compute="_compute_gs1",
        help="What does not fit the standard, and what to do.",
    )

    @api.model
    def _get_gs1_dates(self):
        """:return: ``{AI: name of the field}`` of the dates that numbers have here"""
        return {ai: name for ai, name in DATES.items() if name in self._fields}

    @api.depends(
        lambda self: (
            "name",
            "company_id.gs1_resolver",
            "product_id.barcode",
            "product_id.tracking",
            *self._get_gs1_dates().values(),
        )
    )
    @api.depends_context("company", "lang", "tz")
    def _compute_gs1(self):
        """Two texts for other systems, and what keeps a number from having them.

        ``gs1_element_string``: element strings one after the other, with the group
        separator (U+001D) where the standard wants one, and without what a symbol
        begins with; e.g. ``010950600013435221ACME-26-00143``.
        ``gs1_digital_link``: an URI of the company's resolver. Both are empty where
        ``gs1_obstacle`` is not.
        """
        for lot in self:
            obstacles = lot._find_gs1_obstacles()
            lot.gs1_obstacle = " ".join(obstacles)
            lot.gs1_element_string = lot.gs1_digital_link = False
            if not obstacles:
                elements = lot._get_gs1_elements()
                lot.gs1_element_string = write_elements(elements)
                lot.gs1_digital_link = lot._write_gs1_digital_link(elements)

    @api.model
    def _get_derived_fields(self):
        return super()._get_derived_fields() | {
            "gs1_element_string",
            "gs1_digital_link",
            "gs1_obstacle",
        }

    def _get_gs1_elements(self, dates=(PRODUCED, EXPIRES), quantity=None):
        """Made to be extended: what the symbols of a number say.

        :param dates: AIs of the dates that are wanted, if there are any
        :param float quantity: in the unit of the product; None, and what AI 30 cannot
            say, is left out
        :return: list of AI and value; of a number without obstacles
        """
        self.ensure_one()
        elements = [(GTIN, pad_gtin(self.product_id.barcode))]
        elements += [
            (ai, write_date(date)) for ai, date in self._read_gs1_dates(dates).items()
        ]
        is_serial = self.product_id.tracking == "serial"
        elements.append((SERIAL if is_serial else LOT, self.name))
        if quantity is not None and self._is_counted() and is_count(quantity):
            elements.append((COUNT, str(int(quantity))))
        return elements

    def _read_gs1_dates(self, dates=(PRODUCED, EXPIRES)):
        """:return: ``{AI: date}``, the days on which it is that time for the user"""
        fields_of = self._get_gs1_dates()
        return {
            ai: fields.Datetime.context_timestamp(self, self[fields_of[ai]]).date()
            for ai in dates
            if ai in fields_of and self[fields_of[ai]]
        }

    def _is_counted(self):
        """Whether the quantity of a number is a count of items."""
        uom_unit = self.env.ref("uom.product_uom_unit")
        return self.product_id.uom_id._has_common_reference(uom_unit)

    def _write_gs1_digital_link(self, elements):
        # sudo: an address that is printed on labels
        company = (self.company_id or self.env.company).sudo()
        return write_digital_link(company.gs1_resolver, elements)

    def _find_gs1_obstacles(self, dates=(PRODUCED, EXPIRES)):
        """What does not fit is said before printing (GS-2).

        :param dates: as in ``_get_gs1_elements``
        :return: list of str, what is wrong, on which record, and what to do
        """
        self.ensure_one()
        return [
            *self._find_gtin_obstacles(),
            *self._find_name_obstacles(),
            *self._find_date_obstacles(dates),
        ]

    def _find_gtin_obstacles(self):
        product, barcode = self.product_id.display_name, self.product_id.barcode
        mistake = find_gtin_mistake(barcode)
        texts = {
            "missing": lambda: self.env._(
                "%(product)s has no GTIN: enter it as the product's barcode.",
                product=product,
            ),
            "digits": lambda: self.env._(
                "The barcode %(barcode)s of %(product)s is no GTIN, which has digits "
                "only.",
                barcode=barcode,
                product=product,
            ),
            "length": lambda: self.env._(
                "The barcode %(barcode)s of %(product)s is no GTIN, which has 8, 12, "
                "13 or 14 digits.",
                barcode=barcode,
                product=product,
            ),
            "check": lambda: self.env._(
                "The barcode %(barcode)s of %(product)s is no GTIN: its last digit "
                "should be %(digit)s. Look for a mistake in typing.",
                barcode=barcode,
                product=product,
                digit=get_check_digit(barcode),
            ),
            "restricted": lambda: self.env._(
                "The barcode %(barcode)s of %(product)s is no GTIN: GS1 keeps such "
                "numbers for use within a company.",
                barcode=barcode,
                product=product,
            ),
        }
        return [texts[mistake]()] if mistake else []

    def _find_name_obstacles(self):
        name = self.name or ""
        strange = find_strange_characters(name)
        obstacles = []
        if len(name) > NAME_LENGTH:
            obstacles.append(
                self.env._(
                    "%(lot)s has %(length)s characters, GS1 holds %(most)s.",
                    lot=name,
                    length=len(name),
                    most=NAME_LENGTH,
                )
            )
        if strange:
            obstacles.append(
                self.env._(
                    "%(lot)s has characters that GS1 does not have: %(characters)s",
                    lot=name,
                    characters=" ".join(
                        self.env._("blank") if c == " " else c for c in strange
                    ),
                )
            )
        return obstacles

    def _find_date_obstacles(self, dates):
        today = fields.Date.context_today(self)
        return [
            self.env._(
                "The date of %(lot)s is too far away for a year of two digits: "
                "%(date)s. Leave it out, or correct it.",
                lot=self.name,
                date=fields.Date.to_string(date),
            )
            for date in self._read_gs1_dates(dates).values()
            if not is_date_told(date, today)
        ]
