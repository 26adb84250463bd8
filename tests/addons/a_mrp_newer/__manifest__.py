{
    "name": "Batch Production as in later versions of Odoo 19 (for tests)",
    "summary": "What the wizard of later 19.0 has and the packaged one has not",
    "version": "19.0.1.0.0",
    "license": "LGPL-3",
    "author": "lot_prealloc contributors",
    # The name sorts before ours: Odoo loads it first, so that it lies under ours.
    "depends": ["mrp"],
    "data": ["mrp_production_serials_views.xml"],
}
