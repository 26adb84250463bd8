import { registry } from "@web/core/registry";

const year = String(new Date().getFullYear() % 100).padStart(2, "0");
const tours = registry.category("web_tour.tours");

tours.add("lot_prealloc_order", {
    steps: () => [
        {
            trigger: ".o_field_widget[name=product_id] input",
            run: "edit Tour Widget",
        },
        {
            trigger: ".o-autocomplete--dropdown-item:contains(Tour Widget)",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=product_qty] input",
            run: "edit 10 && press Tab",
        },
        {
            content: "A draft says when numbers come",
            trigger: ".o_field_widget[name=lot_number_hint]:contains(confirmed)",
        },
        {
            trigger: ".o_statusbar_buttons button[name=action_confirm]",
            run: "click",
        },
        {
            content: "Ten serials",
            trigger: `.o_field_widget[name=lot_number_summary]:contains(TOUR-${year}-00001 … 00010 (10))`,
        },
        {
            trigger: ".o_notebook .nav-link:contains(Miscellaneous)",
            run: "click",
        },
        {
            trigger: `.o_group .o_field_widget[name=held_lot_ids] .o_tag:contains(TOUR-${year}-00010)`,
        },
        {
            content: "Type what is made",
            trigger: ".o_field_widget[name=qty_producing] input",
            run: "edit 5 && press Tab",
        },
        {
            trigger: ".o_statusbar_buttons button[name=button_mark_done]:contains(/^Produce$/)",
            run: "click",
        },
        {
            trigger: ".modal button[name=action_backorder]",
            run: "click",
        },
        {
            content: "Labels of the five are offered",
            trigger: ".modal:has(.o_field_widget[name=print_format]) footer .btn-secondary",
            run: "click",
        },
        {
            content: "The backorder has the other five",
            trigger: `.o_field_widget[name=lot_number_summary]:contains(TOUR-${year}-00006 … 00010 (5))`,
        },
    ],
});
