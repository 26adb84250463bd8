import { registry } from "@web/core/registry";
import { stepUtils } from "@web_tour/tour_utils";
import { picture } from "../picture";

const openTab = (title) => ({
    trigger: `.o_notebook .nav-link:contains(${title})`,
    run: "click",
});

const rows = ".o_field_widget[name=traceability_lot_ids] .o_data_row";

/** Each tab, down to its end; the numbers in the last one. */
const openAllTabs = () => [
    openTab("Components"),
    { trigger: ".o_field_widget[name=move_raw_ids] .o_list_table" },
    openTab("Traceability"),
    {
        content: "The first forty, and no more",
        trigger: `${rows}:nth-child(40)`,
        run() {
            const { length } = document.querySelectorAll(rows);
            if (length !== 40) {
                throw new Error(`${length} rows are drawn`);
            }
            document.querySelector("[name=more_numbers]").scrollIntoView();
        },
    },
    {
        trigger: "[name=more_numbers]:contains(1,200):has(button:contains(All Numbers))",
    },
    picture("large-order-traceability", "[name=more_numbers]"),
    openTab("Miscellaneous"),
];

const openAllNumbers = () => [
    openTab("Traceability"),
    {
        trigger: "[name=more_numbers] button",
        run: "click",
    },
    { trigger: ".o_list_view .o_data_row:contains(LARGE-0)" },
    { trigger: ".o_pager_limit:contains(1200)" },
];

registry.category("web_tour.tours").add("lot_prealloc_large_order_held", {
    steps: () => [
        {
            trigger: "button[name=action_view_lot_numbers]:contains((1200))",
            timeout: 50000,
        },
        ...openAllTabs(),
        {
            content: "A summary, no tags",
            trigger: ".o_group button[name=action_view_lot_numbers]:contains((1200))",
        },
        { trigger: "body:not(:has(.o_field_widget[name=held_lot_ids] .o_tag))" },
        picture("large-order-miscellaneous", ".o_form_view"),
        {
            trigger: ".o_field_widget[name=origin] input",
            run: "edit typed && press Tab",
        },
        ...stepUtils.saveForm(),
        {
            trigger: ".o_field_widget[name=qty_producing] input",
            run: "edit 30 && press Tab",
        },
        {
            content: "Odoo rearranges its 1,200 lines",
            trigger: ".o_field_widget[name=lot_number_progress]:contains((30)):contains((1170))",
            timeout: 50000,
        },
        ...stepUtils.saveForm(),
        ...openAllNumbers(),
    ],
});

registry.category("web_tour.tours").add("lot_prealloc_large_order_produced", {
    steps: () => [
        {
            trigger: "button[name=action_view_lot_numbers]:contains((1200))",
            timeout: 50000,
        },
        ...openAllTabs(),
        {
            trigger: ".o_field_widget[name=date_deadline] input",
            run: "edit 01/02/2031 10:00:00 && press Tab",
        },
        ...stepUtils.saveForm(),
        ...openAllNumbers(),
    ],
});
