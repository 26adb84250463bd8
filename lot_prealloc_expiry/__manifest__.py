{
    "name": "Lot & Serial Number Preallocation: Expiration Dates",
    "summary": "Expiration dates of preallocated lots count from production",
    "version": "19.0.1.0.0",
    "category": "Supply Chain/Manufacturing",
    "license": "LGPL-3",
    "author": "lot_prealloc contributors",
    "development_status": "Alpha",
    "depends": ["lot_prealloc", "mrp_product_expiry"],
    "auto_install": True,
}
