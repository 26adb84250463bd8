from . import lot_label_layout
from . import lot_label_layout_labels
from . import lot_label_layout_paper
from . import mrp_production_serials
from . import picking_label_type
