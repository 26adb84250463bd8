import { registry } from "@web/core/registry";
import { picture } from "./picture";

const tours = registry.category("web_tour.tours");

// What says something in a word or two, and has a place of a certain size.
const SHORT =
    "button, a.btn, .nav-link, .o_form_label, .badge, th .d-block, .o_stat_text, .o_arrow_button";

// Odoo's own words that do not fit in its own columns.
const NATIVE = "[name=move_raw_ids] th *";

/** Says which of the short texts on the screen do not fit in their place. */
function fits(name, trigger, within = ".o_action_manager") {
    return {
        content: `Nothing is cut off: ${name}`,
        trigger,
        run() {
            const cut = [...document.querySelectorAll(within)]
                .flatMap((place) => [...place.querySelectorAll(SHORT)])
                .filter((element) => !element.matches(NATIVE) && isCut(element))
                .map((element) => element.textContent.trim());
            if (cut.length) {
                throw new Error(`${name}: ${cut.join(" | ")}`);
            }
        },
    };
}

function isCut(element) {
    const shown = element.getClientRects().length && element.textContent.trim();
    const clipped = getComputedStyle(element).overflow !== "visible";
    return shown && clipped && element.scrollWidth > element.clientWidth + 1;
}

/** The steps at a screen: what is cut off there is found, and the picture is taken. */
export const look = (name, trigger, within) => [
    fits(name, trigger, within),
    picture(`german-${name}`, trigger),
];

tours.add("german_order", {
    steps: () => [
        ...look("order", ".o_form_view [name=lot_number_summary]:contains(ACME)"),
        { trigger: ".o_notebook_headers a[name=miscellaneous]", run: "click" },
        ...look("order-numbers", "button[name=action_print_lot_labels]"),
        { trigger: "button[name=action_batch_production]:visible", run: "click" },
        ...look("batch", ".modal .o_form_view", ".modal"),
    ],
});

tours.add("german_lot", {
    steps: () => look("lot", ".o_lot_timeline_entry"),
});

tours.add("german_traceability", {
    steps: () => look("traceability", ".o_data_row:contains(ACME)"),
});

tours.add("german_delivery", {
    steps: () => look("delivery", ".o_form_view .o_field_x2many"),
});

const panel = ".o_setting_box:has([name=lot_prealloc_enabled])";
tours.add("german_settings", {
    steps: () => [
        {
            content: "Further down than a screen shows",
            trigger: panel,
            run() {
                this.anchor.scrollIntoView();
            },
        },
        ...look("settings", `${panel} [name=lot_prealloc_trigger]`),
    ],
});

tours.add("german_recall", {
    steps: () => look("recall", ".o_form_view .o_notebook"),
});
