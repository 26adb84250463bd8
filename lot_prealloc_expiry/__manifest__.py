{
    "name": "Lot Preallocation: Expiry",
    "summary": "Expiration dates of preallocated lots count from production",
    "version": "19.0.1.0.0",
    "category": "Supply Chain/Manufacturing",
    "license": "LGPL-3",
    "author": "lot_prealloc contributors",
    "maintainers": ["lot_prealloc-contributors"],
    "website": "https://lot-prealloc.example.com",
    "development_status": "Alpha",
    "depends": ["lot_prealloc", "mrp_product_expiry"],
    "data": [
        "views/mrp_production_views.xml",
        "views/stock_picking_views.xml",
        "report/mrp_report_production_order.xml",
        "report/stock_report_picking.xml",
    ],
    "images": ["static/description/cover.png"],
    "assets": {
        "web.assets_tests": ["lot_prealloc_expiry/static/tests/tours/**/*"],
    },
    "auto_install": True,
    "post_init_hook": "post_init_hook",
}
