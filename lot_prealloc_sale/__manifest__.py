{
    "name": "Lot & Serial Number Preallocation: Sales",
    "summary": "Numbers of manufacturing orders know the sales order they are for",
    "version": "19.0.1.0.0",
    "category": "Supply Chain/Manufacturing",
    "license": "LGPL-3",
    "author": "lot_prealloc contributors",
    "development_status": "Alpha",
    "depends": ["lot_prealloc", "sale_mrp"],
    "auto_install": True,
}
