"""What a screen costs: in how many statements the web client reads a view."""

from freezegun import freeze_time
from lxml import etree

from odoo import fields


def read_specification(records, view_type):
    """
    :param records: with the user whose screen it is
    :return: what the web client asks ``web_read`` for
    """
    views = records.get_views([(False, view_type)])
    return _read_view(
        etree.fromstring(views["views"][view_type]["arch"]),
        records,
        {name: model["fields"] for name, model in views["models"].items()},
    )


def _read_view(view, records, models):
    return {
        node.get("name"): _read_field(
            node, models[records._name][node.get("name")], records, models
        )
        # not those of a list within the form
        for node in view.xpath(f".//field[count(ancestor::field)={_get_depth(view)}]")
    }


def _get_depth(view):
    return len(view.xpath("ancestor::field"))


def _read_field(node, field, records, models):
    if field["type"] in ("many2one", "many2one_reference", "reference"):
        return {"fields": {"display_name": {}}}
    if field["type"] not in ("one2many", "many2many"):
        return {}
    rows = records.env[field["relation"]]
    views = [child for child in node if child.tag in ("list", "kanban")]
    if not views:
        return {"fields": {"display_name": {}}}
    fields = _read_view(views[0], rows, models)
    return {"fields": fields, "limit": int(views[0].get("limit", 40))}


class StatementsMixin:
    def setUp(self):
        super().setUp()
        # What is planned for a second that has passed, Odoo forecasts with two
        # statements more.
        self.enterContext(freeze_time(fields.Datetime.now()))

    def count_statements(self, function, *arguments, **options):
        """:return: int, as of a request that finds nothing read but what all share"""
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        function(*arguments, **options)
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def assertConstant(self, function, few, many):
        """As many statements for many numbers as for a few, whatever is cached."""
        self.count_statements(function, many)
        self.count_statements(function, few)
        counts = [self.count_statements(function, each) for each in (few, many)]
        self.assertEqual(*counts, function)
