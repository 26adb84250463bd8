"""Long batches: a document that is worked off in steps, each of them committed.

``mrp.production.batch`` is the list as it was checked; its orders are those that still
have units of it; its steps are what was done, and what is being done.
"""

from . import mrp_production_batch
from . import mrp_production_batch_order
from . import mrp_production_batch_step
from . import mrp_production
from . import ir_http
