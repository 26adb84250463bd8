{
    "name": "Lot Preallocation: GS1",
    "summary": "Labels of lots and serial numbers that verify as GS1",
    "version": "19.0.1.0.0",
    "category": "Supply Chain/Manufacturing",
    "license": "LGPL-3",
    "author": "lot_prealloc contributors",
    "maintainers": ["lot_prealloc-contributors"],
    "website": "https://lot-prealloc.example.com",
    "development_status": "Beta",
    "depends": ["lot_prealloc"],
    # Plain: Odoo reads a version only where the package packaging is installed.
    "external_dependencies": {"python": ["zxing-cpp"]},
    "data": [
        "security/lot_label_layout_rules.xml",
        "views/res_config_settings_views.xml",
        "views/stock_lot_views.xml",
        "report/lot_label.xml",
        "report/lot_label_zpl.xml",
        "report/ir_actions_report.xml",
        "report/stock_lot_label.xml",
        "wizard/lot_label_layout_views.xml",
    ],
    "images": ["static/description/cover.png"],
    "assets": {
        "web.assets_tests": ["lot_prealloc_gs1/static/tests/tours/**/*"],
    },
}
