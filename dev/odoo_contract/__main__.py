"""The contract with Odoo (NO-2): what our addons rely on, against the Odoo at hand.

The first thing to run on a new Odoo: it takes seconds, needs no database, and names
each method, field, id, view or script that is gone or different, with our files and
lines that rely on it.

    make contract              compares; also part of `make test`
    make contract WRITE=1      writes dev/odoo_contract.tsv again from our sources

The file has a line for each thing: its kind, its name, and what it is in Odoo. Where
the versions that we support differ, all that is fine stands there, separated by ``||``;
``-`` is: not there. Writing keeps what is fine in other versions, so after our sources
have changed it is written on each of them (ODOO_TREE=…), and the difference is read
before it is committed: what Odoo has lost is listed then, once.

override                 a method of Odoo that we extend
attribute                a field or method of Odoo's that we use: in code, views,
                         domains, values, dependencies
context                  a key that we read, so Odoo sets it, or the other way round
view                     an element of Odoo's view that ours extends
model, module, import, id of a record
script, member, template what our JavaScript imports and extends
"""

import argparse
import sys
from pathlib import Path

from .compare import compare, read_contract, write_contract
from .odoo import Odoo
from .uses import Uses

REPOSITORY = Path(__file__).resolve().parent.parent.parent
CONTRACT = REPOSITORY / "dev" / "odoo_contract.tsv"
# Not needed by the addons, used where they are there.
BESIDE = ("mrp_subcontracting",)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--contract", type=Path, default=CONTRACT)
    parser.add_argument("addons_path", help="folders of Odoo's addons, by commas")
    options = parser.parse_args()
    addons = sorted(
        path.parent.name for path in REPOSITORY.glob("lot_prealloc*/__manifest__.py")
    )
    uses = read_uses(options.addons_path.split(","), addons)
    contract = read_contract(options.contract)
    if options.write:
        contract, notes = write_contract(options.contract, contract, uses)
    else:
        notes = compare(contract, uses)
    for note in notes:
        print(note)
    count = f"{len(contract)} things that {len(addons)} addons rely on"
    print(f"{count}: {len(notes)} {'changed' if options.write else 'complaints'}")
    return bool(notes) and not options.write


def read_uses(addons_paths, addons, repository=REPOSITORY):
    needed = {"base"}
    for addon in addons:
        manifest = eval((repository / addon / "__manifest__.py").read_text())  # noqa: S307
        needed.update(manifest["depends"])
    odoo = Odoo(addons_paths, sorted(needed.difference(addons)) + list(BESIDE))
    return Uses(repository, addons, odoo)


if __name__ == "__main__":
    sys.exit(main())
