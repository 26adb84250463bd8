# In the context: the quants that Odoo names are those of lines it has picked itself.
TYPED_QUANTITY = "lot_prealloc_typed_quantity"
# In the context: quantities per product and place are what can be promised of them.
PROMISED = "lot_prealloc_promised"
# In the context: ids of the lots that a reservation may take, and may not take.
ONLY_LOTS = "lot_prealloc_only_lot_ids"
OTHER_LOTS = "lot_prealloc_other_lot_ids"
