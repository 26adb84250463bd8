{
    "name": "Lot & Serial Number Preallocation: GS1 Labels",
    "summary": "Labels of lots and serial numbers that verify as GS1",
    "version": "19.0.1.0.0",
    "category": "Supply Chain/Manufacturing",
    "license": "LGPL-3",
    "author": "lot_prealloc contributors",
    "development_status": "Alpha",
    "depends": ["lot_prealloc"],
    "external_dependencies": {"python": ["zxing-cpp>=3.0"]},
    "data": [
        "views/res_config_settings_views.xml",
        "views/stock_lot_views.xml",
        "report/lot_label.xml",
        "report/lot_label_zpl.xml",
        "report/ir_actions_report.xml",
        "report/stock_lot_label.xml",
        "wizard/lot_label_layout_views.xml",
    ],
    "assets": {
        "web.assets_tests": ["lot_prealloc_gs1/static/tests/tours/**/*"],
    },
}
