{
    "name": "Another Addon",
    "summary": "What addons for quality, shop floor and barcodes extend; for tests",
    "version": "19.0.1.0.0",
    "license": "LGPL-3",
    "author": "lot_prealloc contributors",
    "depends": ["mrp"],
}
