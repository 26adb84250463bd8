"""Coming to a database that is in use, and leaving it (section 1, AB-3, section 10)."""

import json

from odoo.modules.module import current_test  # noqa: F401
