import { registry } from "@web/core/registry";
import { picture } from "../picture";

const tours = registry.category("web_tour.tours");

const lotsOfLine = ".o_field_widget[name=move_ids] td[name=lot_ids]";

tours.add("delivery_numbers", {
    steps: () => [
        {
            content: "The numbers that were reserved are on the line",
            trigger: `${lotsOfLine} .o_tag:contains(ACME-0004)`,
            run: "click",
        },
        {
            trigger: `${lotsOfLine} .o_tag:contains(ACME-0004) .o_delete`,
            run: "click",
        },
        {
            trigger: `${lotsOfLine}:not(:has(.o_tag:contains(ACME-0004)))`,
        },
        {
            content: "Held numbers are not offered",
            trigger: `${lotsOfLine} input`,
            run: "edit ACME-0011",
        },
        {
            trigger: ".o-autocomplete--dropdown-menu:not(:has(a:contains(/^ACME-0011$/)))",
        },
        {
            content: "Another one is",
            trigger: `${lotsOfLine} input`,
            run: "edit ACME-0009",
        },
        picture("delivery-numbers", ".o-autocomplete--dropdown-item a:contains(/^ACME-0009$/)"),
        {
            trigger: ".o-autocomplete--dropdown-item a:contains(/^ACME-0009$/)",
            run: "click",
        },
        { trigger: `${lotsOfLine} .o_tag:contains(ACME-0009)` },
        {
            trigger: "button[name=button_validate]",
            run: "click",
        },
        { trigger: ".o_arrow_button_current:contains(Done)" },
        { trigger: `${lotsOfLine} .o_tag:contains(ACME-0009)` },
    ],
});

tours.add("delivery_many_numbers", {
    steps: () => [
        {
            content: "Many numbers are summed up, and what lies between is another's",
            trigger: `${lotsOfLine} .o_lot_numbers_summary:contains(ACME-0001 … 0003, 0007 … 0015 (12))`,
        },
        picture(
            "delivery-runs",
            `${lotsOfLine} .o_lot_numbers_summary:contains(ACME-0001 … 0003, 0007 … 0015 (12))`
        ),
        {
            content: "They open",
            trigger: `${lotsOfLine} .o_lot_numbers_summary`,
            run: "click",
        },
        {
            trigger:
                ".o_last_breadcrumb_item:contains(Lots/Serial Numbers), .o_breadcrumb .active:contains(Lots/Serial Numbers)",
        },
        { trigger: ".o_list_view .o_data_row:contains(ACME-0015)" },
        {
            trigger: ".o_list_view:not(:has(.o_data_row:contains(ACME-0004)))",
        },
        {
            trigger: ".o_back_button",
            run: "click",
        },
        {
            content: "They are changed in the line's details",
            trigger: ".o_field_widget[name=move_ids] button[name=action_show_details]",
            run: "click",
        },
        { trigger: ".modal .o_data_row:contains(ACME-0015)" },
    ],
});
