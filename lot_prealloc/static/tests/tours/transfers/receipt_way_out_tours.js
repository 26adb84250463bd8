import { registry } from "@web/core/registry";
import { picture } from "../picture";

registry.category("web_tour.tours").add("receipt_way_out", {
    steps: () => [
        picture(
            "receipt-numbers-foreseen",
            ".alert:contains(Milk gets its numbers when received: next MILK-0001)"
        ),
        { trigger: "button[name=button_validate]", run: "click" },
        picture("receipt-way-out", ".modal:contains(Motor):contains(“Auto Generate”)"),
        { trigger: ".modal .modal-footer button:first", run: "click" },
        {
            trigger: "body:not(:has(.modal)) button[name=action_open_lot_range]:visible",
            run: "click",
        },
        { trigger: ".modal-title:contains(Auto Generate)" },
        {
            trigger: ".modal .o_field_widget[name=product_id] input",
            run: "edit Motor",
        },
        { trigger: ".o-autocomplete--dropdown-item a:contains(Motor)", run: "click" },
        { trigger: ".modal .o_field_widget[name=first_name] input:value(MTR-00001)" },
        { trigger: ".modal button[name=action_fill]", run: "click" },
        { trigger: "body:not(:has(.modal)) td[name=lot_ids]:contains(MTR-00002)" },
        { trigger: "button[name=button_validate]", run: "click" },
        picture("receipt-labels", ".modal:contains(/IN/) .modal-footer button:contains(Confirm)"),
        { trigger: ".modal .modal-footer button:contains(Cancel)", run: "click" },
        { trigger: ".o_arrow_button_current:contains(Done)" },
    ],
});
