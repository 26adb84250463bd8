import { registry } from "@web/core/registry";
import { picture } from "../picture";

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

registry.category("web_tour.tours").add("lot_trace_on_a_phone", {
    steps: () => [
        {
            trigger: ".o_notebook_headers a:contains(Where It Went)",
            run: "click",
        },
        {
            content: "A card says where it is, and that it is on hold",
            trigger: `${row("MOT-")}:contains(Consumed) .o_hold_badge:contains(cracked)`,
        },
        {
            trigger: `${row("MOT-")} .o_lot_trace_toggle`,
            run: "click",
        },
        {
            content: "The level below is indented, and nothing is wider than the screen",
            trigger: `${row("BIKE-")}[aria-level="2"]`,
            run() {
                const [card, below] = document.querySelectorAll(".o_lot_trace_row");
                if (below.getBoundingClientRect().left <= card.getBoundingClientRect().left) {
                    throw new Error("What is below is not indented");
                }
                if (below.getBoundingClientRect().right > window.innerWidth) {
                    throw new Error("A card is wider than the screen");
                }
            },
        },
        picture("lot-trace-phone", row("BIKE-")),
        {
            trigger: ".o_notebook_headers a:contains(Inside)",
            run: "click",
        },
        {
            trigger: `.o_lot_trace[data-direction=inside] ${row("STEEL-1")}`,
        },
    ],
});

registry.category("web_tour.tours").add("order_tags_on_hold", {
    steps: () => [
        {
            content: "Red, and it says why",
            trigger:
                ".o_field_widget[name=held_lot_ids] .o_tag[data-color='1'][data-tooltip*='cracked']:contains(P-)",
        },
    ],
});
