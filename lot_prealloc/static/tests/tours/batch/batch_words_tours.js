import { registry } from "@web/core/registry";

import { picture } from "../picture";
import { cell, paste, scan } from "./batch_grid_tours";

const tours = registry.category("web_tour.tours");
const field = (name) => `.modal .o_field_widget[name=${name}]`;
const input = (name) => `${field(name)} input`;
const sentence = (text) => ({
    content: `It says: ${text}`,
    trigger: `.modal footer .o_batch_outlook:contains(${text})`,
});
const footer = (name) => `.modal footer button[name=${name}]`;
const told = (text) => ({
    content: `Afterwards: ${text}`,
    trigger: `.o_notification:contains(${text})`,
});

function open(button) {
    return [
        {
            trigger: `.o_form_view button[name=${button}]:visible`,
            run: "click",
        },
        { trigger: `${field("title")}` },
    ];
}

const produceAll = open("button_mark_done");
const openBatch = open("action_batch_production");

/** What stands in the first column; below it there is nothing. */
function listIs(...numbers) {
    return [...numbers, ""].map((number, index) => ({
        content: `Row ${index + 1} of the list: ${number || "nothing"}`,
        trigger: number
            ? `${cell(index + 1, 1)}:value(/^${number}$/)`
            : `.modal:not(:has(${cell(index + 1, 1).replace(".modal ", "")}:value(/./)))`,
    }));
}

const escape = { content: "Esc", trigger: cell(1, 1), run: "press Escape" };

tours.add("batch_words_follow", {
    steps: () => [
        ...produceAll,
        ...listIs("WORDS-00001", "WORDS-00002", "WORDS-00003"),
        {
            content: "Another first number",
            trigger: input("lot_name"),
            run: "edit X-008 && press Tab",
        },
        ...listIs("X-008", "X-009", "X-010"),
        {
            content: "And fewer",
            trigger: input("lot_quantity"),
            run: "edit 2 && press Tab",
        },
        ...listIs("X-008", "X-009"),
        sentence("remains on"),
        picture("words-follow", footer("action_prepare_mo")),
        { trigger: footer("action_prepare_mo"), run: "click" },
        told("2 orders prepared"),
        {
            trigger: ".o_form_view .o_field_widget[name=name]:contains(-001)",
        },
    ],
});

tours.add("batch_words_ask", {
    steps: () => [
        ...produceAll,
        ...listIs("WORDS-00001", "WORDS-00002", "WORDS-00003"),
        paste(cell(1, 1), "OWN-1\nOWN-2\nOWN-3"),
        {
            trigger: input("lot_name"),
            run: "edit X-1 && press Tab",
        },
        {
            content: "It asks",
            trigger: ".modal [role=alert]:contains(X-1 to X-3)",
        },
        ...listIs("OWN-1", "OWN-2", "OWN-3"),
        { trigger: footer("action_produce"), run: "click" },
        {
            content: "Nothing is done before the answer",
            trigger: ".o_error_dialog:contains(X-1 to X-3)",
        },
        { trigger: ".o_error_dialog footer button", run: "click" },
        picture("words-ask", "body:not(:has(.o_error_dialog)) .modal [role=alert]"),
        {
            trigger: "body:not(:has(.o_error_dialog)) button[name=action_keep_list]",
            run: "click",
        },
        { trigger: `${input("lot_name")}:value(WORDS-00001)` },
        ...listIs("OWN-1", "OWN-2", "OWN-3"),
        {
            trigger: input("lot_name"),
            run: "edit Y-1 && press Tab",
        },
        { trigger: ".modal button[name=action_follow_series]", run: "click" },
        ...listIs("Y-1", "Y-2", "Y-3"),
        { trigger: "body:not(:has(.modal [role=alert]:visible))" },
        { trigger: footer("action_produce"), run: "click" },
        told("3 produced: Y-1 to 3"),
    ],
});

tours.add("batch_words_together", {
    steps: () => [
        ...produceAll,
        sentence("Produce closes 3 orders"),
        sentence("nothing remains"),
        {
            content: "Under the pointer",
            trigger: footer("action_prepare_mo"),
            run: "hover",
        },
        sentence("Prepare MO makes 3 orders"),
        {
            content: "In focus",
            trigger: footer("action_apply"),
            run() {
                document.querySelector(".modal-content").dispatchEvent(new Event("mouseleave"));
                this.anchor.focus();
            },
        },
        sentence("Save numbers only keeps 3 numbers"),
        {
            trigger: footer("action_produce_together"),
            run: "hover",
        },
        sentence("Produce as one order closes"),
        picture("words-together", footer("action_produce_together")),
        {
            trigger: footer("action_produce_together"),
            run: "click",
        },
        told("3 produced: WORDS-00001 to 00003"),
        picture("words-told", ".o_notification"),
        {
            trigger: ".o_notification button:contains(Print Labels)",
        },
        {
            trigger: ".o_statusbar_status .o_arrow_button_current:contains(Done)",
        },
        {
            trigger: ".o_notification button:contains(Open)",
            run: "click",
        },
        {
            content: "No order beside it",
            trigger: ".o_form_view:not(:has(button[name=action_view_mrp_production_backorders]))",
        },
    ],
});

const goOn = (text) => ({
    content: `It asks: ${text}`,
    trigger: `.modal:contains(${text}) footer button.btn-primary:contains(Go on)`,
    run: "click",
});
const generate = {
    trigger:
        "body:not(:has(.modal footer button:contains(Go on))) .modal button[name=action_generate_serial_numbers]",
    run: "click",
};

tours.add("batch_words_escape", {
    steps: () => [
        ...openBatch,
        generate,
        ...listIs("WORDS-00001", "WORDS-00002", "WORDS-00003"),
        escape,
        { content: "Generated only: no question", trigger: "body:not(:has(.modal))" },
        ...openBatch,
        scan("Three scans", "S-1\nS-2\nS-3\n"),
        escape,
        goOn("3 lines"),
        ...listIs("S-1", "S-2", "S-3"),
        {
            content: "The cross asks, too",
            trigger: "body:not(:has(.modal:contains(3 lines))) .modal header .btn-close",
            run: "click",
        },
        goOn("3 lines"),
        generate,
        goOn("Generate replaces"),
        ...listIs("S-1", "S-2", "S-3"),
        {
            trigger:
                "body:not(:has(.modal:contains(Generate replaces))) .modal footer button[special=cancel]",
            run: "click",
        },
        picture("words-escape", ".modal:contains(3 lines) footer button:contains(Throw away)"),
        {
            trigger: ".modal:contains(3 lines) footer button:contains(Throw away)",
            run: "click",
        },
        { trigger: "body:not(:has(.modal))" },
        { trigger: ".o_statusbar_status .o_arrow_button_current:contains(Confirmed)" },
    ],
});

tours.add("batch_words_phone", {
    steps: () => [
        {
            content: "The buttons of an order are elsewhere on a phone",
            trigger: ".o_form_view .o_field_widget[name=name]",
            async run() {
                const { services } = odoo.__WOWL_DEBUG__.root.env;
                const [order] = await services.orm.search("mrp.production", [
                    ["product_id.name", "=", "Tour Widget"],
                ]);
                const action = await services.orm.call(
                    "mrp.production",
                    "action_batch_production",
                    [[order]]
                );
                services.action.doAction(action);
            },
        },
        sentence("Produce closes 3 orders"),
        picture("words-phone", footer("action_produce_together")),
        { trigger: footer("action_produce_together"), run: "click" },
        told("3 produced: WORDS-00001 to 00003"),
        picture("words-phone-told", ".o_notification"),
    ],
});

tours.add("batch_words_others_were_faster", {
    steps: () => [
        ...openBatch,
        {
            trigger: input("lot_quantity"),
            run: "edit 2 && press Tab",
        },
        ...listIs("WORDS-00001", "WORDS-00002"),
        {
            content: "Somebody else draws two",
            trigger: cell(1, 1),
            async run() {
                const { services } = odoo.__WOWL_DEBUG__.root.env;
                const [other] = await services.orm.search("mrp.production", [
                    ["origin", "=", "faster"],
                ]);
                await services.orm.call("mrp.production", "action_preallocate_lots", [[other]]);
            },
        },
        { trigger: footer("action_produce"), run: "click" },
        told("WORDS-00001 to 00002: taken by others"),
        ...listIs("WORDS-00003", "WORDS-00004"),
        picture("words-faster", footer("action_produce")),
        { trigger: footer("action_produce"), run: "click" },
        told("2 produced: WORDS-00003 to 00004"),
    ],
});

tours.add("order_words_later", {
    steps: () => [
        {
            content: "The hint stays after confirmation",
            trigger: ".o_form_view [name=lot_number_hint]:visible:contains(completed)",
        },
        {
            content: "Nothing purple invites",
            trigger:
                ".o_form_view:not(:has(button.btn-primary[name=action_generate_serial]:visible)) button[name=action_batch_production].btn-secondary:visible",
        },
        {
            content: "A part",
            trigger: ".o_field_widget[name=qty_producing] input",
            run: "edit 2 && press Tab",
        },
        {
            trigger: ".o_statusbar_buttons button[name=button_mark_done]:contains(/^Produce$/)",
        },
        picture("words-later", ".o_form_view [name=lot_number_hint]:visible"),
        {
            trigger: ".o_statusbar_buttons button[name=button_mark_done]:visible",
            run: "click",
        },
        {
            trigger: ".modal button[name=action_backorder]",
            run: "click",
        },
        {
            content: "Labels of the two are offered",
            trigger: ".modal:has(.o_field_widget[name=print_format]) footer .btn-secondary",
            run: "click",
        },
        {
            content: "The rest gets its numbers later, too",
            trigger: ".o_form_view [name=lot_number_hint]:visible:contains(completed)",
        },
    ],
});

tours.add("order_words_part", {
    steps: () => [
        {
            trigger: ".o_field_widget[name=lot_number_summary]:contains((10))",
        },
        {
            content: "No Generate Serial beside ten serials",
            trigger:
                ".o_form_view:not(:has(button[name=action_generate_serial]:visible)) button[name=action_batch_production]:visible",
        },
        {
            trigger: ".o_field_widget[name=qty_producing] input",
            run: "edit 4 && press Tab",
        },
        {
            content: "Which four",
            trigger:
                ".o_field_widget[name=lot_number_progress]:visible:contains(WORDS-00001 … 00004):contains(later: WORDS-00005 … 00010)",
        },
        picture("words-part", ".o_field_widget[name=lot_number_progress]"),
        { trigger: ".o_form_button_save", run: "click" },
        { trigger: ".o_form_saved" },
    ],
});

tours.add("order_words_list", {
    steps: () => [
        {
            trigger: ".o_list_view thead .o_list_record_selector input",
            run: "click",
        },
        {
            trigger: ".o_cp_action_menus .dropdown-toggle:contains(Actions)",
            run: "click",
        },
        {
            trigger: ".o-dropdown-item:contains(Preallocate Numbers)",
            run: "click",
        },
        told("5 numbers for 1 order · 2 skipped: untracked"),
        picture("words-list", ".o_notification"),
    ],
});
