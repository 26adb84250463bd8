"""Another addon, as those for quality or barcodes are: it extends what Odoo does.

Its classes (tests/addons) are put into the registry for a while, where an addon stands
that Odoo has loaded before ours, or after: a database of its own would take minutes.
"""

from contextlib import contextmanager
from pathlib import Path

from odoo.orm.model_classes import is_model_definition
from odoo.orm.models import MetaModel

import odoo.addons

ADDON = "lot_prealloc_test_extension"

odoo.addons.__path__.append(str(Path(__file__).parent / "addons"))

from odoo.addons.lot_prealloc_test_extension import recorder  # noqa: E402


@contextmanager
def another_addon(registry, above):
    """Extend models as the other addon does.

    :param bool above: it was loaded after ours: its methods run first, and call ours
    """
    before = {}
    try:
        for definition in MetaModel._module_to_models__[ADDON]:
            model = registry[definition._name]
            before.setdefault(model, model.__bases__)
            _set_bases(model, _insert(definition, model.__bases__, above))
        yield
    finally:
        for model, bases in before.items():
            _set_bases(model, bases)


def _insert(definition, bases, above):
    # what was loaded last comes first
    ours = [
        index
        for index, base in enumerate(bases)
        if is_model_definition(base) and (base._module or "").startswith("lot_prealloc")
    ]
    place = 0 if above else max(ours, default=-1) + 1
    return (*bases[:place], definition, *bases[place:])


def _set_bases(model, bases):
    model.__bases__ = bases
    # Odoo keeps them at the class
    if "_onchange_methods" in vars(model):
        del model._onchange_methods


listen = recorder.listen
