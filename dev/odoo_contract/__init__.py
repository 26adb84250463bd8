"""What our addons rely on in Odoo, found in our sources and compared with an Odoo's.

Nothing is run and no database is needed: both are read, by their syntax trees. See
``__main__.py``.
"""
