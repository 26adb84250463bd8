"""Tells about XML files that are not well-formed: check_xml.py FOLDER..."""

import sys
from pathlib import Path

from lxml import etree


def complaints(folders):
    for folder in folders:
        for path in sorted(Path(folder).rglob("*.xml")):
            try:
                etree.parse(path)
            except etree.XMLSyntaxError as error:
                yield f"{path}: {error}"


if __name__ == "__main__":
    found = list(complaints(sys.argv[1:]))
    print("\n".join(found) or "XML is well-formed")
    sys.exit(bool(found))
