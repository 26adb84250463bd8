import { registry } from "@web/core/registry";
import { inspect } from "./accessibility";

const tours = registry.category("web_tour.tours");

tours.add("accessible_order", {
    steps: () => [
        inspect("an order with numbers", ".o_form_view [name=lot_number_summary]", ".o_form_sheet"),
        { trigger: ".o_notebook_headers a[name=miscellaneous]", run: "click" },
        inspect(
            "the numbers of an order",
            "button[name=action_print_lot_labels]",
            ".tab-pane.active"
        ),
    ],
});

tours.add("accessible_batch", {
    steps: () => [
        { trigger: "button[name=action_batch_production]:visible", run: "click" },
        inspect("Batch Production", ".modal .o_form_view", ".modal-content"),
    ],
});

tours.add("accessible_formats", {
    steps: () => [
        inspect("Number Formats", ".o_list_view .o_data_row", ".o_list_renderer"),
        {
            trigger: ".o_data_row:contains(ACME) .o_data_cell:first",
            run: "click",
        },
        inspect("a number format", ".o_form_view .o_lot_pattern_next", ".o_form_sheet"),
    ],
});

tours.add("accessible_settings", {
    steps: () => [
        inspect(
            "the settings of numbers",
            "[name=lot_prealloc_enabled]",
            ".o_setting_box:has([name=lot_prealloc_enabled])"
        ),
        inspect(
            "the tier of the company",
            "[name=lot_config_scope]",
            ".o_setting_box:has([name=lot_config_scope])"
        ),
    ],
});

tours.add("accessible_lot", {
    steps: () => [inspect("a number and its timeline", ".o_lot_timeline_entry", ".o_form_sheet")],
});

tours.add("accessible_traceability", {
    steps: () => [inspect("Lot Traceability", ".o_list_view .o_data_row", ".o_list_renderer")],
});

tours.add("accessible_delivery", {
    steps: () => [
        inspect("a delivery", "td[name=lot_ids] .o_tag", "td[name=lot_ids]"),
        { trigger: "button[name=action_open_lot_range]:visible", run: "click" },
        inspect("Numbers by Range", ".modal .o_form_view", ".modal-content"),
    ],
});

tours.add("accessible_on_a_phone", {
    steps: () => [
        inspect(
            "Lot Traceability on a phone",
            ".o_kanban_record:contains(ACME-0012):contains(Preallocated)",
            ".o_kanban_renderer"
        ),
    ],
});
