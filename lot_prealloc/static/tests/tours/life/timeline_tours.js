import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

/** What a number's form says of it. */
function entry(kind, text) {
    return `.o_lot_timeline_entry[data-kind=${kind}]:contains("${text}")`;
}

tours.add("lot_timeline", {
    steps: () => [
        {
            content: "The state, by the title",
            trigger: ".oe_title .badge:contains(Returned)",
        },
        {
            content: "The oldest event is at the top; its order is out of reach",
            trigger: `${entry("generated", "Generated for WH/MO")}:first-child:not(:has(a))`,
        },
        {
            content: "The newest is at the bottom",
            trigger: `${entry("returned", "Returned by Tour Customer")}:last-child`,
        },
        {
            content: "The location is there",
            trigger: `${entry("shipped", "WH/Stock")}`,
        },
        {
            content: "Only inventory managers make it available",
            trigger: ".o_form_view:not(:has(button[name=action_make_available]))",
        },
        {
            content: "To the delivery",
            trigger: `${entry("shipped", "Shipped to Tour Customer")} a:contains(WH/OUT)`,
            run: "click",
        },
        {
            trigger: ".o_form_view .o_arrow_button_current:contains(Done)",
        },
        {
            content: "And back",
            trigger: ".o_back_button a",
            run: "click",
        },
        {
            content: "To the customer",
            trigger: `${entry("returned", "Returned")} a:contains(Tour Customer)`,
            run: "click",
        },
        {
            trigger: ".o_last_breadcrumb_item:contains(Tour Customer)",
        },
        {
            trigger: ".o_back_button a",
            run: "click",
        },
        {
            content: "One click to the native traceability report",
            trigger: ".oe_stat_button:contains(Traceability)",
            run: "click",
        },
        {
            trigger: ".o_stock_reports_page:contains(WH/OUT)",
        },
    ],
});

tours.add("lot_make_available", {
    steps: () => [
        {
            trigger: "button[name=action_make_available]",
            run: "click",
        },
        {
            content: "It asks first",
            trigger: ".modal:contains(Automatic reservation) .btn-primary:contains(Make Available)",
            run: "click",
        },
        {
            trigger: ".oe_title .badge:contains(Available)",
        },
        {
            trigger: `${entry("made_available", "Made available by")}:last-child`,
        },
        {
            trigger: ".o_form_view:not(:has(button[name=action_make_available]))",
        },
    ],
});
