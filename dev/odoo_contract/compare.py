"""The file of what we rely on, compared with what an Odoo has."""

from .inference import UNKNOWN
from .models import get_arguments, get_signature
from .odoo import MAGIC

GONE = "-"
SEPARATOR = " || "


def read_contract(path):
    """:return: ``{(kind, name): list of what is fine}``"""
    if not path.exists():
        return {}
    rows = (line.split("\t") for line in path.read_text().splitlines() if line)
    return {(kind, name): fine.split(SEPARATOR) for kind, name, fine in rows}


def write_contract(path, contract, uses):
    """Write what is used now, with what the Odoo at hand has, beside what was fine.

    :return: the new contract, and a line for each row that is new or different
    """
    new, notes = {}, []
    for key in sorted(uses.found):
        fine, value = contract.get(key, []), describe(uses, *key)
        if value is None and not fine:
            continue  # not Odoo's
        value = value or GONE
        new[key] = fine if value in fine else sorted([*fine, value], reverse=True)
        if new[key] != fine:
            notes.append(_tell(key, f"now {SEPARATOR.join(new[key])}", uses))
    lines = ["\t".join([*key, SEPARATOR.join(fine)]) for key, fine in new.items()]
    path.write_text("\n".join(lines) + "\n")
    return new, notes


def compare(contract, uses):
    """:return: list of str: what is gone, different or not written down, and where"""
    broken, stale = [], []
    for key, fine in contract.items():
        value = describe(uses, *key) or GONE
        if value not in fine and key in uses.found:
            said = "is gone" if value == GONE else f"is now {value}"
            broken.append(_tell(key, f"{said}, was {SEPARATOR.join(fine)}", uses))
        elif fine == [GONE]:
            broken.append(_tell(key, "is in no Odoo", uses))
        elif key not in uses.found:
            stale.append(_tell(key, "is no longer used: make contract WRITE=1", uses))
    for key in sorted(uses.found):
        if key not in contract and describe(uses, *key):
            stale.append(_tell(key, "is not written down: make contract WRITE=1", uses))
    broken += _check_overrides(uses)
    # where a field is gone, what is found behind it is no news
    return broken or stale


def _check_overrides(uses):
    """What Odoo passes to its own method has to fit ours."""
    for key in sorted(uses.found):
        model, _dot, name = key[1].rpartition(".")
        theirs = uses.odoo.get_method(model, name) if key[0] == "override" else None
        ours = uses.world.get_our_method(model, name)
        if theirs and ours and not _takes(get_arguments(ours), get_arguments(theirs)):
            yield _tell(key, f"does not take {get_signature(theirs)}", uses)


def _takes(ours, theirs):
    """Whether all that may be passed to their method may be passed to ours."""
    names = [each.arg for each in ours.posonlyargs + ours.args]
    their_names = [each.arg for each in theirs.posonlyargs + theirs.args]
    their_keywords = [each.arg for each in theirs.kwonlyargs]
    both = min(len(names), len(their_names))
    keywords = {*names, *(each.arg for each in ours.kwonlyargs)}
    return bool(
        names[:both] == their_names[:both]
        and (ours.kwarg or keywords.issuperset(their_names + their_keywords))
        and (ours.kwarg or not theirs.kwarg)
        and (ours.vararg or not theirs.vararg)
    )


def _tell(key, what, uses):
    kind, name = key
    places = ", ".join(sorted(uses.found.get(key, ()))) or "nowhere"
    return f"{kind} {name} {what}; relied on in {places}"


def describe(uses, kind, name):
    """:return: str, what the Odoo at hand has under a name; None if nothing"""
    return DESCRIBE[kind](uses, name)


def _describe_override(uses, name):
    model, _dot, method = name.rpartition(".")
    function = uses.odoo.get_method(model, method)
    return get_signature(function) if function else None


def _describe_attribute(uses, name):
    model, _dot, attribute = name.rpartition(".")
    if attribute in MAGIC:
        return None
    if model == UNKNOWN:
        is_ours = uses.world.is_our_method(attribute)
        return (
            not is_ours
            and " ".join(sorted(uses.odoo.get_methods_called(attribute)))
            or None
        )
    if field := _describe_field(uses, model, attribute):
        return field
    is_known_to_all = attribute in uses.odoo.orm and not attribute.startswith("_")
    if is_known_to_all or attribute.startswith("__"):
        return None
    return _describe_override(uses, name)


def _describe_field(uses, model, attribute):
    field = uses.odoo.get_field(model, attribute)
    if not field:
        return None
    comodel = field.comodel or (
        field.related and uses.world.follow(model, field.related)
    )
    return f"{field.type} {comodel}" if comodel else field.type


def _describe_model(uses, name):
    return "model" if name in uses.odoo.models.by_name else None


def _describe_module(uses, name):
    return "module" if name in uses.odoo.folders else None


def _describe_view(uses, name):
    view, _blank, expression = name.partition(" ")
    return "found" if uses.odoo.has_element(view, expression) else None


def _describe_import(uses, name):
    module, _dot, imported = name.rpartition(".")
    return uses.odoo.get_import(module, imported)


def _describe_context(uses, name):
    does, _blank, key = name.partition(" ")
    odoo_does = uses.odoo.get_context_key(key) or ""
    wanted = "set" if does == "read" else "read"
    return f"{wanted} by Odoo" if wanted in odoo_does else None


def _describe_script(uses, name):
    script, _blank, export = name.partition(" ")
    return uses.odoo.get_export(script, export)


def _describe_member(uses, name):
    script, _blank, rest = name.partition(" ")
    class_name, _dot, member = rest.partition(".")
    return uses.odoo.get_member(script, class_name, member)


DESCRIBE = {
    "attribute": _describe_attribute,
    "context": _describe_context,
    "id": lambda uses, name: uses.odoo.get_record_model(name),
    "import": _describe_import,
    "member": _describe_member,
    "model": _describe_model,
    "module": _describe_module,
    "override": _describe_override,
    "script": _describe_script,
    "template": lambda uses, name: "template" if uses.odoo.has_template(name) else None,
    "view": _describe_view,
}
