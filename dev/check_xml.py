"""Tells about XML files that are not well-formed: check_xml.py FOLDER-OR-FILE..."""

import sys
from pathlib import Path

from lxml import etree


def complaints(places):
    for place in map(Path, places):
        for path in [place] if place.is_file() else sorted(place.rglob("*.xml")):
            try:
                etree.parse(path)
            except etree.XMLSyntaxError as error:
                yield f"{path}: {error}"


if __name__ == "__main__":
    found = list(complaints(sys.argv[1:]))
    print("\n".join(found) or "XML is well-formed")
    sys.exit(bool(found))
