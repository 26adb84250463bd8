from odoo import fields, models
from odoo.tools import float_compare, float_is_zero

from .stock_lot import Found


class LotRecall(models.Model):
    """What is affected, found in one press and kept; and looked up anew (RC-2)."""

    _inherit = "lot.recall"

    def action_find(self):
        """Find everything that is affected; what was found before is kept.

        The first time, lines and balance are written. Later it is marked what is new,
        gone, or of another quantity since.

        :raise AccessError: by others than inventory managers
        :raise UserError: the recall is closed
        """
        self.check_access("write")
        self._check_open()
        # Of two who press it, the second one looks again.
        self.lock_for_update()
        self.invalidate_recordset()
        for recall in self:
            found = recall.lot_ids._find_affected(recall.company_id)
            # sudo: checked above; nobody writes what was found but this method
            recall = recall.sudo()
            if recall.found_date:
                recall._compare(found)
                recall.looked_date = fields.Datetime.now()
            else:
                recall._create_lines(found)
                recall._create_balances(found)
                recall.found_date = fields.Datetime.now()
            recall._match_customers()
            recall._message_log(body=recall._tell_found())
        return True

    # ------------------------------------------------------------------
    # Lines
    # ------------------------------------------------------------------

    def _create_lines(self, found, change=False):
        """:param dict found: as ``stock.lot._find_affected`` returns it"""
        order = list(self.env["lot.recall.line"]._fields["state"].get_values(self.env))
        lots = self.env["stock.lot"].browse({key.lot_id for key in found})
        lots.fetch(["name", "product_id"])
        names = {lot.id: (lot.name, lot.product_id.id) for lot in lots}
        keys = sorted(
            found,
            key=lambda key: (
                order.index(key.state),
                names[key.lot_id][1],
                names[key.lot_id][0],
                key.lot_id,
            ),
        )
        return self.env["lot.recall.line"].create(
            [
                {
                    **key._asdict(),
                    "recall_id": self.id,
                    "number_key": key.lot_id,
                    "number": names[key.lot_id][0],
                    "product_id": names[key.lot_id][1],
                    "quantity": found[key][0],
                    "quantity_now": found[key][0],
                    "date": found[key][1],
                    "change": change,
                }
                for key in keys
            ]
        )

    def _compare(self, found):
        """Mark what has changed since: compared with what was found first."""
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        lines = self.line_ids
        new = lines.filtered(lambda line: line.change == "new")
        kept = {}
        for line in lines - new:
            key = Found(*(part or None for part in line._get_key()))
            kept.setdefault(key, line)
        new.unlink()
        for key, line in kept.items():
            quantity = found.get(key, (0,))[0]
            change = False
            if float_is_zero(quantity, precision_digits=digits):
                change = "gone"
            elif float_compare(quantity, line.quantity, precision_digits=digits):
                change = "changed"
            is_known = not float_compare(
                quantity, line.quantity_now, precision_digits=digits
            )
            if line.change != change or not is_known:
                line.write({"change": change, "quantity_now": quantity})
        self._create_lines(
            {key: amount for key, amount in found.items() if key not in kept},
            change="new",
        )

    def _create_balances(self, found):
        self.env["lot.recall.balance"].create(
            [
                {"recall_id": self.id, **balance}
                for balance in self.lot_ids._read_balances(self.company_id, found)
            ]
        )

    # ------------------------------------------------------------------
    # Customers
    # ------------------------------------------------------------------

    def _match_customers(self):
        """A row for each customer who has something; who was told stays."""
        customers = {customer.partner_id: customer for customer in self.customer_ids}
        shipped = self.line_ids.filtered(
            lambda line: line.state == "shipped" and line.partner_id
        )
        by_partner = shipped.grouped(lambda line: line.partner_id.commercial_partner_id)
        added = [partner for partner in by_partner if partner not in customers]
        created = (
            self.env["lot.recall.customer"]
            .with_context(
                mail_create_nosubscribe=True,
                mail_create_nolog=True,
                tracking_disable=True,
            )
            .create([{"recall_id": self.id, "partner_id": p.id} for p in added])
        )
        customers.update(zip(added, created.with_env(self.env), strict=True))
        for partner, lines in by_partner.items():
            lines.filtered(
                lambda line, row=customers[partner]: line.customer_id != row
            ).customer_id = customers[partner]
        self.customer_ids.filtered(
            lambda row: not (row.line_ids or row.told_date)
        ).unlink()

    def _tell_found(self):
        """:return: text for the chatter"""
        if self.looked_date:
            return self.changes
        return self.env._(
            "%(affected)s affected numbers found: %(shipped)s shipped to %(customers)s "
            "customers, %(stock)s in stock, %(returned)s returned, %(production)s in "
            "production, %(consumed)s consumed, %(scrapped)s scrapped.",
            affected=self.affected_count,
            shipped=self.shipped_count,
            customers=self.customer_count,
            stock=self.stock_count,
            returned=self.returned_count,
            production=self.production_count,
            consumed=self.consumed_count,
            scrapped=self.scrapped_count,
        )
