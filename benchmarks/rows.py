"""Rows by SQL, because the ORM would take days."""


class Rows:
    """With ``cr``, the cursor."""

    def _execute(self, statement, **values):
        self.cr.execute(statement, values)

    def _reserve_ids(self, table, count):
        """:return: the id before the first of ``count`` ids that are ours now"""
        self._execute(
            "SELECT nextval(%(sequence)s::regclass)", sequence=f"{table}_id_seq"
        )
        [first] = self.cr.fetchone()
        self._execute(
            "SELECT setval(%(sequence)s::regclass, %(last)s)",
            sequence=f"{table}_id_seq",
            last=first + count,
        )
        return first

    def _clone(self, record, rows, **columns):
        """Copy a row of a table as often as ``rows`` has rows.

        :param str rows: query; its columns may be named in ``columns`` as ``new.x``
        :param columns: SQL of the columns that differ
        """
        table = record._table
        self._execute(
            "SELECT column_name FROM information_schema.columns"
            " WHERE table_name = %(table)s",
            table=table,
        )
        names = [row[0] for row in self.cr.fetchall()]
        values = [columns.get(name, f'old."{name}"') for name in names]
        listed = ", ".join(f'"{name}"' for name in names)
        self._execute(
            f"INSERT INTO {table} ({listed}) SELECT {', '.join(values)}"
            f" FROM {table} AS old, ({rows}) AS new WHERE old.id = %(id)s",
            id=record.id,
        )
