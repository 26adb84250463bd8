import { registry } from "@web/core/registry";
import { picture } from "@lot_prealloc/../tests/tours/picture";

const tours = registry.category("web_tour.tours");

function line(field, product) {
    return `.o_field_widget[name=${field}] .o_data_row:contains(${product})`;
}

tours.add("expiry_components", {
    steps: () => [
        {
            content: "What is past its date is red",
            trigger: `${line("move_raw_ids", "Yogurt")} [name=lot_expiration_date].text-danger:contains(2020)`,
        },
        picture(
            "expiry-components",
            `${line("move_raw_ids", "Gouda")} [name=lot_expiration_date]:not(.text-danger):contains(2030)`
        ),
    ],
});

tours.add("expiry_receipt", {
    steps: () => [
        {
            content: "The date that a new lot would have",
            trigger: `${line("move_ids", "Gouda")} [name=lot_expiration_date]:contains(/20/)`,
        },
        {
            trigger: `${line("move_ids", "Gouda")} button[name=action_show_details]`,
            run: "click",
        },
        {
            trigger: ".modal .o_data_row [name=lot_name]",
            run: "click",
        },
        {
            trigger: ".modal .o_data_row [name=lot_name] input",
            run: "edit VENDOR-7",
        },
        {
            trigger: ".modal .o_data_row [name=expiration_date]",
            run: "click",
        },
        {
            trigger: ".modal .o_data_row [name=expiration_date] input",
            run: "edit 03/01/2030 12:00:00",
        },
        { trigger: ".modal .o_form_button_save", run: "click" },
        {
            content: "The line shows it before the lot is there",
            trigger: `body:not(:has(.modal)) ${line("move_ids", "Gouda")} [name=lot_expiration_date]:contains(2030)`,
        },
        { trigger: "button[name=button_validate]", run: "click" },
        { trigger: ".o_arrow_button_current:contains(Done)" },
        picture(
            "expiry-receipt",
            `${line("move_ids", "VENDOR-7")} [name=lot_expiration_date]:contains(2030)`
        ),
    ],
});
