"""GS1 Digital Link: the same as a web address (URI Syntax of that standard)."""

from urllib.parse import quote, urlsplit

from .elements import GTIN, LOT, SERIAL, sort_elements

# Key and qualifiers of a trade item, in the order of the path.
PATH = (GTIN, LOT, SERIAL)


def is_resolver(address):
    """Whether a path can be added to an address.

    :param str address: e.g. ``https://id.gs1.org``
    :return: bool
    """
    try:
        parts = urlsplit(address)
        host = parts.hostname
        has_port = parts.port is not None or not parts.netloc.endswith(":")
    except ValueError:
        return False
    return bool(
        parts.scheme in ("http", "https")
        and host
        and has_port
        and "@" not in parts.netloc
        and address.isascii()
        and address.isprintable()
        and not set(' "<>\\^`{|}?#') & set(address)
    )


def write_digital_link(resolver, elements):
    """:param str resolver: address, with or without a slash at its end
    :param list elements: with the GTIN
    :return: str
    """
    values = dict(elements)
    path = "".join(f"/{ai}/{quote(values[ai], safe='')}" for ai in PATH if ai in values)
    query = "&".join(
        f"{ai}={quote(value, safe='')}"
        for ai, value in sort_elements(elements)
        if ai not in PATH
    )
    return f"{resolver.rstrip('/')}{path}" + (f"?{query}" if query else "")
