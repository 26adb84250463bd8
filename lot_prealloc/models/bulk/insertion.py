from collections import defaultdict
from operator import attrgetter

from odoo.fields import Command
from odoo.tools import SQL
from odoo.tools.misc import clean_context, split_every

from .inverses import update_inverses

# So many rows are inserted by one statement.
ROWS = 5000
# What the value means depends on the record that has it.
STRUCTURED_TYPES = ("properties", "properties_definition", "json")
DEPENDENT_TYPES = ("monetary", *STRUCTURED_TYPES)
LOG_FIELDS = {"id", "create_uid", "create_date", "write_uid", "write_date"}


class Insertion:
    """Records that are made by the hundred, of which most values are alike.

    Odoo inserts a hundred rows with a statement, and converts and caches every value of
    each. Here a value that several records have is converted once, and what all of them
    have is sent to the database once. What is left, in the rows and in the cache, is
    the same.
    """

    def __init__(self, model, data_list):
        """
        :param model: of the records
        :param list data_list: as for ``_create``
        """
        self.model = model
        self.data_list = data_list
        self.stored = [data["stored"] for data in data_list]
        self.fields = [model._fields[name] for name in sorted(self.stored[0])]

    @property
    def is_possible(self):
        names = self.stored[0].keys()
        return (
            not self.model._inherits
            and not self.model._parent_store
            and any(field.column_type for field in self.fields)
            and all(stored.keys() == names for stored in self.stored)
            and not any(map(self._is_structured, self.fields))
        )

    def _is_structured(self, field):
        """:return: whether it has values that cannot be grouped"""
        return field.type in STRUCTURED_TYPES and any(
            stored[field.name] for stored in self.stored
        )

    def run(self):
        """:return: records, as of ``_create``"""
        records = self.model.browse(self._insert())
        inverses = self._fill_cache(records)
        for data, record in zip(self.data_list, records, strict=True):
            data["record"] = record
        for field, ids_by_value in inverses.items():
            update_inverses(self.model, field, ids_by_value)
        self._follow(records)
        records._validate_fields([field.name for field in self.fields])
        records.check_access("create")
        return records

    # ------------------------------------------------------------------
    # Rows
    # ------------------------------------------------------------------

    def _insert(self):
        """:return: list of the ids of the new rows"""
        columns = {
            field: self._convert(
                field,
                lambda value, number, field=field: field.convert_to_column_insert(
                    value, self.model, self.stored[number]
                ),
            )
            for field in self.fields
            if field.column_type
        }
        alike = {f: values[0] for f, values in columns.items() if _is_one(values)}
        various = [field for field in columns if field not in alike]
        ids = []
        for numbers in split_every(ROWS, range(len(self.stored))):
            rows = {f: [columns[f][number] for number in numbers] for f in various}
            ids += self._insert_rows(alike, rows, len(numbers))
        return ids

    def _insert_rows(self, alike, rows, count):
        cr = self.model.env.cr
        cr.execute(
            SQL(
                "INSERT INTO %s (%s) SELECT %s FROM %s RETURNING id",
                SQL.identifier(self.model._table),
                SQL(", ").join(SQL.identifier(f.name) for f in [*alike, *rows]),
                SQL(", ").join(
                    [SQL("%s::%s", v, _get_type(f)) for f, v in alike.items()]
                    + [SQL.identifier("various", field.name) for field in rows]
                ),
                SQL(
                    "unnest(%s) AS various (%s)",
                    SQL(", ").join(
                        SQL("%s::%s[]", values, _get_type(field))
                        for field, values in rows.items()
                    ),
                    SQL(", ").join(SQL.identifier(field.name) for field in rows),
                )
                if rows
                else SQL("generate_series(1, %s)", count),
            )
        )
        return [id_ for (id_,) in cr.fetchall()]

    # ------------------------------------------------------------------
    # Cache
    # ------------------------------------------------------------------

    def _fill_cache(self, records):
        """:return: ``{field with inverse fields: {value in the cache: ids}}``"""
        records = records.with_context(bin_size=False)
        inverses = {}
        given = {field.name for field in self.fields} | LOG_FIELDS
        for field in self.model._fields.values():
            if field.store and field.type in ("one2many", "many2many"):
                field._update_cache(records, ())
            elif field.store and field.name not in given:
                field._update_cache(records, None)
        # a monetary value is rounded by the currency that the record has
        for field in sorted(self.fields, key=lambda f: f.type in DEPENDENT_TYPES):
            if field.type in ("one2many", "many2many", "html"):
                continue
            groups = self._group_for_cache(field, records)
            for value, ids in groups.items():
                field._update_cache(records.browse(ids), value)
            if field.type in ("many2one", "many2one_reference"):
                inverses[field] = groups
        return inverses

    def _group_for_cache(self, field, records):
        """:return: ``{value in the cache: ids}``"""
        values = self._convert(
            field, lambda value, number: field.convert_to_cache(value, records[number])
        )
        if _is_one(values):
            return {values[0]: records._ids}
        groups = defaultdict(list)
        for value, record_id in zip(values, records._ids, strict=True):
            groups[value].append(record_id)
        return groups

    def _convert(self, field, convert):
        """Convert what several records have once.

        :param convert: function of a value and the number of its record
        :return: list, a value per record
        """
        values = [stored[field.name] for stored in self.stored]
        is_zero = field.type == "monetary" and not any(values)
        if field.type in DEPENDENT_TYPES and not is_zero:
            return [convert(value, number) for number, value in enumerate(values)]
        if _is_one(values):
            return [convert(values[0], 0)] * len(values)
        known = {}
        converted = []
        for number, value in enumerate(values):
            # False is 0, and means something else
            key = (type(value), value)
            if key not in known:
                known[key] = convert(value, number)
            converted.append(known[key])
        return converted

    # ------------------------------------------------------------------
    # What follows
    # ------------------------------------------------------------------

    def _follow(self, records):
        """Compute what depends on the new records, and write what is no column."""
        protected = [(data["protected"], data["record"]) for data in self.data_list]
        others = [
            field
            for field in self.fields
            if not field.column_type or field.type == "properties"
        ]
        with self.model.env.protecting(protected):
            records.modified(self.model._fields, create=True)
            if not others:
                return
            # as Odoo: what the context says of this model is not for others
            clean = records.with_env(
                records.env(context=clean_context(records.env.context))
            )
            pairs = list(zip(clean, self.stored, strict=True))
            for field in sorted(others, key=attrgetter("_sequence")):
                given = [
                    (record, stored[field.name])
                    for record, stored in pairs
                    if not _is_nothing(field, stored[field.name])
                ]
                if given:
                    field.create(given)
            records.modified([field.name for field in others], create=True)


def _is_nothing(field, commands):
    """:return: whether these link a new record to nothing, which it is already"""
    return field.type == "many2many" and (
        not commands
        or commands in ([Command.clear()], [Command.set([])], [Command.set(())])
    )


def _is_one(values):
    """:return: whether all are one and the same object"""
    return len(set(map(id, values))) == 1


def _get_type(field):
    return SQL(field.column_type[1])
