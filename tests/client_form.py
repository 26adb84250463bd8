"""What the web client asks of the server for a form, in Python."""

from lxml import etree

ALWAYS = ("1", "True")
# As in Odoo's client, for lists in a form that say nothing.
LINES = 40


def get_form_spec(records, view_id=False):
    """What the client reads of a record for its form.

    :param records: of the model, as the user who opens the form
    :return: dict, the specification for ``web_read``
    """
    views = records.get_views([(view_id, "form")])
    form = etree.fromstring(views["views"]["form"]["arch"])
    return _specify(records, form)


def _specify(records, view):
    nodes = {}
    for node in view.iterdescendants("field"):
        if next(node.iterancestors("field", "form", "list", "kanban"), view) is view:
            nodes.setdefault(node.get("name"), []).append(node)
    return {
        name: _specify_field(records, records._fields[name], same)
        for name, same in nodes.items()
        if name in records._fields
    }


def _specify_field(records, field, nodes):
    if not field.relational or all(_is_invisible(node) for node in nodes):
        return {}
    if field.type == "many2one":
        return {"fields": {"display_name": {}}}
    lines = records.env[field.comodel_name]
    spec = {"fields": {}}
    for node in nodes:
        view = next((child for child in node if child.tag in ("list", "kanban")), None)
        # the last one decides, as in the client
        spec.pop("limit", None)
        if view is not None:
            spec["fields"] |= _specify(lines, view)
            spec["limit"] = int(view.get("limit") or LINES)
        if node.get("widget"):
            spec["fields"]["display_name"] = {}
    return spec


def _is_invisible(node):
    return node.get("invisible") in ALWAYS or node.get("column_invisible") in ALWAYS
