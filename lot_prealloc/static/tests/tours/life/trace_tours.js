import { registry } from "@web/core/registry";

const row = (text) => `.o_lot_trace_row:contains("${text}")`;

registry.category("web_tour.tours").add("lot_trace", {
    steps: () => [
        {
            content: "Where it went, in one sentence",
            trigger: ".o_lot_trace_headline:contains(1 in stock)",
        },
        {
            trigger: ".o_notebook_headers a:contains(Where It Went)",
            run: "click",
        },
        {
            content: "A page of it",
            trigger: ".o_lot_trace_more button:contains(40 of 46)",
            run: "click",
        },
        {
            trigger: ".o_lot_trace:not(:has(.o_lot_trace_more))",
        },
        {
            content: "One of the motors is in the bike",
            trigger: ".o_lot_trace_toggle",
            run: "click",
        },
        {
            trigger: `${row("BIKE-")}[aria-level="2"]`,
        },
        {
            trigger: ".o_notebook_headers a:contains(Inside)",
            run: "click",
        },
        {
            content: "To what is inside",
            trigger: `.o_lot_trace[data-direction=inside] ${row("STEEL-1")} a:contains(STEEL-1)`,
            run: "click",
        },
        {
            trigger: ".o_last_breadcrumb_item:contains(STEEL-1)",
        },
        {
            trigger: ".o_lot_trace_headline:contains(In 1 × Bike)",
        },
    ],
});
