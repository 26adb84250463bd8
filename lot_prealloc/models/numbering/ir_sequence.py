import psycopg2

from odoo import api, fields, models
from odoo.tools import SQL, mute_logger


class IrSequence(models.Model):
    """Draw many numbers at once from the PostgreSQL sequences of ``ir.sequence``."""

    _inherit = "ir.sequence"

    @api.model
    def _draw_counters(self, quantities):
        """Consume counters, all of them in one statement (AB-8).

        PostgreSQL sequences neither wait for nor see other transactions, so two
        transactions never get the same counter and none waits.

        :param dict quantities: ``{PostgreSQL sequence name: how many}``
        :return: ``{PostgreSQL sequence name: [int, ...]}``, in the order drawn
        """
        counters = {name: [] for name in quantities}
        if not counters:
            return counters
        wanted = SQL(", ").join(
            SQL("(%s, %s)", name, quantity) for name, quantity in quantities.items()
        )
        rows = self.env.execute_query(
            SQL(
                "SELECT wanted.name, nextval(wanted.name::regclass)"
                " FROM (VALUES %s) AS wanted (name, quantity),"
                " generate_series(1, wanted.quantity)",
                wanted,
            )
        )
        for name, counter in rows:
            counters[name].append(counter)
        return counters

    @api.model
    def _draw_names(self, quantities):
        """Draw names as ``next_by_id`` does, many at once.

        :param dict quantities: ``{ir.sequence: how many}``
        :return: ``{ir.sequence: [str, ...]}``
        """
        names = {}
        by_counter = {}
        for sequence, quantity in quantities.items():
            if sequence.implementation != "standard":
                names[sequence] = [sequence.next_by_id() for _index in range(quantity)]
                continue
            counter_name = sequence._get_counter_name()
            if sequence.use_date_range:
                period = sequence._get_current_sequence()
                counter_name = sequence._get_counter_name(period)
                sequence = sequence.with_context(
                    ir_sequence_date_range=period.date_from
                )
            by_counter[counter_name] = (sequence, quantity)
        counters = self._draw_counters(
            {name: quantity for name, (_sequence, quantity) in by_counter.items()}
        )
        for counter_name, (sequence, _quantity) in by_counter.items():
            prefix, suffix = sequence._get_prefix_suffix()
            names[sequence] = [
                f"{prefix}{counter:0{sequence.padding}d}{suffix}"
                for counter in counters[counter_name]
            ]
        drawn = self.browse(sequence.id for sequence in quantities)
        drawn.invalidate_recordset(["number_next_actual"], flush=False)
        drawn.modified(["number_next_actual"])
        return names

    @api.model
    def _peek_counters(self, names):
        """Say which counter each PostgreSQL sequence would give next (AB-4, AB-7).

        Nothing is consumed; another transaction may draw it first.

        :param names: PostgreSQL sequence names
        :return: ``{PostgreSQL sequence name: int}``
        """
        if not names:
            return {}
        peeks = [
            SQL(
                "SELECT %s, CASE WHEN is_called THEN last_value + 1 ELSE last_value END"
                " FROM %s",
                name,
                SQL.identifier(name),
            )
            for name in names
        ]
        return dict(self.env.execute_query(SQL(" UNION ALL ").join(peeks)))

    def _get_counter_names(self, periods):
        """Name the PostgreSQL sequence that counts now.

        Only a period with the same days counts: one that was opened before the
        restart of a format was changed must not go on.

        :param dict periods: ``{sequence: (first day, last day)}``, needed for those
            that use date ranges
        :return: ``{sequence: name}``; a sequence whose period has not been opened
            yet is missing
        """
        names = {
            sequence: sequence._get_counter_name()
            for sequence in self
            if not sequence.use_date_range
        }
        by_period = self - self.browse(sequence.id for sequence in names)
        if by_period:
            date_ranges = self.env["ir.sequence.date_range"].search_fetch(
                [
                    ("sequence_id", "in", by_period.ids),
                    ("date_from", "in", [periods[seq][0] for seq in by_period]),
                    ("date_to", "in", [periods[seq][1] for seq in by_period]),
                ],
                ["sequence_id", "date_from", "date_to"],
            )
            for date_range in date_ranges:
                sequence = date_range.sequence_id
                if (date_range.date_from, date_range.date_to) == periods[sequence]:
                    names[sequence] = sequence._get_counter_name(date_range)
        return names

    def _get_counter_name(self, period=None):
        """The PostgreSQL sequence behind a sequence, or behind one of its periods.

        :param period: ``ir.sequence.date_range``
        :return: str
        """
        self.ensure_one()
        name = f"ir_sequence_{self.id:03d}"
        return f"{name}_{period.id:03d}" if period else name

    def _open_period(self, date_from, date_to):
        """Open the counter of a period, at once visible to every transaction.

        It is done in a transaction of its own: whoever draws the first number of a
        year must not make the others wait until his order is confirmed, nor make
        them fail (AB-8). ``nextval`` finds the new counter although the snapshot of
        the current transaction does not show its record.

        :param date_from: first day of the period
        :param date_to: last day of the period
        :return: name of the PostgreSQL sequence
        """
        self.ensure_one()
        # sudo: a counter is opened by whoever draws first; it holds no data.
        sequence = self.sudo()
        for _attempt in range(2):
            try:
                with mute_logger("odoo.sql_db"), self.env.registry.cursor() as cr:
                    committed = sequence.with_env(sequence.env(cr=cr)).exists()
                    if committed:
                        return committed._get_or_create_period(date_from, date_to)
            except psycopg2.errors.UniqueViolation:
                continue  # opened by someone else meanwhile: the next look sees it
            break
        # The sequence was created by the current transaction: nobody else sees it.
        return sequence._get_or_create_period(date_from, date_to)

    def _get_or_create_period(self, date_from, date_to):
        periods = self.env["ir.sequence.date_range"]
        values = {
            "sequence_id": self.id,
            "date_from": fields.Date.to_date(date_from),
            "date_to": fields.Date.to_date(date_to),
        }
        period = periods.search(
            [(name, "=", value) for name, value in values.items()], limit=1
        ) or periods.create(values)
        return self._get_counter_name(period)
