{
    "name": "Lot & Serial Number Preallocation: Sales",
    "summary": "Numbers of manufacturing orders know the sales order they are for",
    "version": "19.0.1.1.0",
    "category": "Supply Chain/Manufacturing",
    "license": "LGPL-3",
    "author": "lot_prealloc contributors",
    "development_status": "Beta",
    "depends": ["lot_prealloc", "sale_mrp"],
    "data": [
        "security/ir.model.access.csv",
        "views/stock_lot_views.xml",
        "views/mrp_production_views.xml",
        "views/sale_order_views.xml",
        "views/sale_portal_templates.xml",
        "report/sale_order_report.xml",
    ],
    "assets": {
        "web.assets_backend": ["lot_prealloc_sale/static/src/**/*"],
        "web.assets_tests": ["lot_prealloc_sale/static/tests/tours/**/*"],
    },
    "auto_install": True,
}
