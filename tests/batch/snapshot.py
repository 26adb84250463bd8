"""What a transaction leaves in the database, in a form two ways can be compared in.

Two ways from the same starting point give new rows other ids. A new row is therefore
named by what it says: an order by its name, a move by its order and product, a move
line by its move, lot and location. Every other column of every row is compared.
"""

from collections import Counter, defaultdict

# What names a new row; tables that others refer to come first. Others: their position.
NATURAL_KEYS = {
    "mrp_production": ["name"],
    "mrp_production_group": ["name"],
    "stock_reference": ["name"],
    "stock_lot": ["product_id", "name"],
    "stock_picking": ["picking_type_id", "origin"],
    "mrp_workorder": ["production_id", "operation_id", "name"],
    "stock_move": [
        "raw_material_production_id",
        "production_id",
        "picking_id",
        "product_id",
        "bom_line_id",
        "byproduct_id",
        "location_id",
        "location_dest_id",
    ],
    "stock_move_line": [
        "move_id",
        "lot_id",
        "location_id",
        "location_dest_id",
        "package_id",
        "result_package_id",
        "owner_id",
        "quantity",
    ],
    "stock_quant": ["product_id", "location_id", "lot_id", "package_id", "owner_id"],
    "account_move": ["journal_id"],
    "account_move_line": ["move_id", "account_id", "name", "balance"],
}
# Who and when; the caller freezes the clock, so that all other dates are compared.
IGNORED_COLUMNS = {"create_uid", "write_uid", "create_date", "write_date"}
# Made of the row's own id; joined by later states of Odoo from a set, in any order.
IGNORED_OF_NEW = {
    "mrp_workorder": {"barcode"},
    "account_move": {"ref"},
    "account_move_line": {"ref"},
}


class Schema:
    """The stored columns of all models, and what they refer to."""

    _latest = (None, None)

    @classmethod
    def of(cls, env):
        """:return: the schema, read once per registry"""
        registry, schema = cls._latest
        if registry is not env.registry:
            schema = cls(env)
            cls._latest = (env.registry, schema)
        return schema

    def __init__(self, env):
        self.columns = {}  # table: {column: table referred to, or None}
        self.links = {}  # table of a many2many: {column: table referred to}
        self.references = defaultdict(dict)  # table: {id column: model column}
        self.tables_by_model = {name: env[name]._table for name in env.registry}
        for model in map(env.__getitem__, env.registry):
            if model._auto and not model._abstract and not model._transient:
                self._add(model)

    def _add(self, model):
        columns = self.columns.setdefault(model._table, {})
        for field in model._fields.values():
            if not field.store:
                continue
            if field.type == "many2many" and field.relation:
                self.links[field.relation] = {
                    field.column1: model._table,
                    field.column2: self.tables_by_model[field.comodel_name],
                }
            elif field.type == "many2one_reference":
                columns[field.name] = None
                self.references[model._table][field.name] = field.model_field
            elif field.column_type:
                columns[field.name] = (
                    self.tables_by_model[field.comodel_name]
                    if field.type == "many2one"
                    else None
                )


class Start:
    """The point from which both ways begin."""

    def __init__(self, env):
        env.flush_all()
        env.invalidate_all()  # as it is for the second way
        self.cr = env.cr
        self.schema = Schema.of(env)
        self.counts = self._count_changes()
        self.last_ids = self._get_last_ids()
        self.counters = self._get_counters()

    def _count_changes(self):
        """How many rows this transaction has changed, undone changes included."""
        self.cr.execute(
            "SELECT relname, n_tup_ins + n_tup_upd + n_tup_del"
            " FROM pg_stat_xact_user_tables"
        )
        return dict(self.cr.fetchall())

    def get_touched_tables(self):
        """:return: set of the tables of models and links with changes since then"""
        counts = self._count_changes()
        return {
            table
            for table in (*self.schema.columns, *self.schema.links)
            if counts.get(table, 0) != self.counts.get(table, 0)
        }

    def _get_last_ids(self):
        last_ids = {}
        for table in self.schema.columns:
            self.cr.execute(f'SELECT max(id) FROM "{table}"')
            last_ids[table] = self.cr.fetchone()[0] or 0
        return last_ids

    def _get_counters(self):
        """Where the counters of ``ir.sequence`` stand; a rollback leaves them there."""
        self.cr.execute(
            "SELECT sequencename, coalesce(last_value, start_value),"
            " last_value IS NOT NULL FROM pg_sequences"
            " WHERE sequencename ~ '^ir_sequence_[0-9]'"
        )
        return self.cr.fetchall()

    def rewind(self):
        """Let numbers of documents start from here again."""
        for name, value, is_called in self.counters:
            self.cr.execute("SELECT setval(%s, %s, %s)", [name, value, is_called])


class Snapshot:
    """All rows of some tables, new ids replaced by the names of their rows."""

    def __init__(self, start, tables):
        self.cr = start.cr
        self.schema = start.schema
        self.last_ids = start.last_ids
        self.names = {}  # table: {new id: name}
        self.rows = {}  # table: {name: {column: value}}
        models = [table for table in NATURAL_KEYS if table in tables]
        models += sorted(tables - set(models) - set(self.schema.links))
        for table in models:
            self.rows[table] = self._read_model(table)
        for table in sorted(tables & set(self.schema.links)):
            self.rows[table] = self._read_links(table)

    def _read(self, table, columns, order):
        names = ", ".join(f'"{column}"' for column in columns)
        self.cr.execute(f'SELECT {names} FROM "{table}" ORDER BY {order}')
        return self.cr.dictfetchall()

    def _read_model(self, table):
        columns = self.schema.columns[table]
        rows = self._read(table, {"id": None, **columns}, "id")
        self._name_new_rows(table, rows)
        references = self.schema.references[table]
        named = {}
        for row in rows:
            named[self._name(table, row["id"])] = {
                column: self._normalise(
                    references[column]
                    and self.schema.tables_by_model.get(row[references[column]])
                    if column in references
                    else columns[column],
                    row[column],
                )
                for column in columns
                if column != "id" and column not in IGNORED_COLUMNS
            }
            if row["id"] > self.last_ids[table]:
                for column in IGNORED_OF_NEW.get(table, ()):
                    del named[self._name(table, row["id"])][column]
        return named

    def _name_new_rows(self, table, rows):
        """Rows that say the same are told apart by the order in which they came."""
        new = [row for row in rows if row["id"] > self.last_ids[table]]
        keys, columns = NATURAL_KEYS.get(table), self.schema.columns[table]
        names = self.names[table] = {}
        seen = Counter()
        for row in new:
            name = tuple(
                self._normalise(columns[key], row[key])
                for key in keys or ()
                if row[key] is not None
            )
            seen[name] += 1
            names[row["id"]] = f"new {table}{[*name, seen[name]]}"

    def _name(self, table, row_id):
        if row_id <= self.last_ids.get(table, 0):
            return f"{table} {row_id}"
        return self.names.get(table, {}).get(row_id, f"new {table}")

    def _normalise(self, table, value):
        return self._name(table, value) if table and value else value

    def _read_links(self, table):
        columns = self.schema.links[table]
        rows = self._read(table, columns, "1, 2")
        return {
            str([self._normalise(columns[c], row[c]) for c in columns]): {}
            for row in rows
        }


def compare(env, ways, ignored, undone):
    """Go two ways from here, one after the other, and compare where they lead.

    :param ways: two functions
    :param set ignored: tables, and columns as ``table.column``
    :param undone: context manager that undoes what is done in it
    :return: list of texts, what the second leaves otherwise than the first
    """
    start = Start(env)
    snapshots = []
    for way in ways:
        start.rewind()
        with undone():
            way()
            env.flush_all()
            snapshots.append(Snapshot(start, start.get_touched_tables() - ignored))
    # What only the second has touched, the first has left as it is now.
    one, other = snapshots
    one.rows |= Snapshot(start, other.rows.keys() - one.rows.keys()).rows
    return find_differences(one, other, ignored)


def find_differences(one, other, ignored):
    """:param set ignored: tables, and columns as ``table.column``
    :return: list of texts, one per row that is missing or value that differs
    """
    differences = []
    for table in sorted(one.rows.keys() - ignored):
        rows, others = one.rows[table], other.rows[table]
        differences += [f"{table}: {name} missing" for name in rows.keys() - others]
        differences += [f"{table}: {name} added" for name in others.keys() - rows]
        differences += [
            f"{name}.{column}: {rows[name][column]!r} != {others[name][column]!r}"
            for name in rows.keys() & others
            for column in rows[name]
            if rows[name][column] != others[name][column]
            and f"{table}.{column}" not in ignored
        ]
    return sorted(differences)
