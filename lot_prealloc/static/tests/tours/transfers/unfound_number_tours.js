import { registry } from "@web/core/registry";
import { picture } from "../picture";
import { scan } from "../scanner";

const tours = registry.category("web_tour.tours");

const lotsOfLine = ".o_field_widget[name=move_ids] td[name=lot_ids]";

function scanNumber(text) {
    return {
        content: `A scanner reads ${text}`,
        trigger: `${lotsOfLine} input`,
        run() {
            this.anchor.focus();
            scan(text);
        },
    };
}

function said(...texts) {
    const contains = texts.map((text) => `:contains(${text})`).join("");
    return { trigger: `.o_notification${contains}` };
}

tours.add("scan_on_delivery", {
    steps: () => [
        { trigger: `${lotsOfLine} .o_tag:contains(ACME-0004)`, run: "click" },
        scanNumber("NO-SUCH-1"),
        said("NO-SUCH-1", "unknown"),
        {
            content: "Nothing was taken in its place, and the next scan replaces it",
            trigger: `${lotsOfLine}:not(:has(.o_tag:eq(3)))`,
        },
        scanNumber("ACME-0011"),
        said("ACME-0011", "held by"),
        {
            content: "It is a part of ACME-0008, and no number itself",
            trigger: `${lotsOfLine} input`,
            run() {
                this.anchor.focus();
                scan("ACME-000");
            },
        },
        said("ACME-000 cannot", "unknown"),
        picture("delivery-unknown-number", ".o_notification:contains(ACME-000 cannot)"),
        scanNumber("ACME-0009"),
        { trigger: `${lotsOfLine} .o_tag:contains(ACME-0009)` },
        scanNumber("ACME-0008"),
        { trigger: `${lotsOfLine} .o_tag:contains(ACME-0008)` },
        {
            content: "Typed, and left without Enter",
            trigger: `${lotsOfLine} input`,
            run: "edit TYPED-1",
        },
        { trigger: ".o_field_widget[name=origin] input", run: "click" },
        said("TYPED-1", "unknown"),
        { trigger: ".o_form_button_cancel", run: "click" },
        { trigger: `${lotsOfLine}:not(:has(.o_tag:contains(ACME-0008)))` },
    ],
});

tours.add("scan_in_details", {
    steps: () => [
        {
            trigger: ".o_field_widget[name=move_ids] button[name=action_show_details]",
            run: "click",
        },
        { trigger: ".modal .o_data_row td[name=quant_id]:contains(ACME-0004)", run: "click" },
        {
            trigger: ".modal .o_data_row td[name=quant_id] input",
            run() {
                this.anchor.focus();
                this.anchor.select();
                scan("NO-SUCH-2");
            },
        },
        said("NO-SUCH-2", "unknown"),
        { trigger: ".modal .o_form_button_cancel", run: "click" },
        { trigger: "body:not(:has(.modal))" },
    ],
});
