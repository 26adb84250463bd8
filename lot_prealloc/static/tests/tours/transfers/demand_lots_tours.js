import { registry } from "@web/core/registry";
import { picture } from "../picture";

const tours = registry.category("web_tour.tours");

const demand = ".o_field_widget[name=move_ids] td[name=demand_lot_ids]";
const component = ".o_field_widget[name=move_raw_ids] td[name=demand_lot_ids]";

tours.add("named_receipt", {
    steps: () => [
        {
            content: "The number is known before the goods are there",
            trigger: demand,
            run: "click",
        },
        { trigger: `${demand} input`, run: "edit VENDOR-7" },
        {
            trigger: '.o-autocomplete--dropdown-item a:contains(Create "VENDOR-7")',
            run: "click",
        },
        { trigger: `${demand} .o_tag:contains(VENDOR-7)` },
        picture("receipt-named", `${demand} .o_tag:contains(VENDOR-7)`),
        { trigger: "button[name=button_validate]", run: "click" },
        { trigger: ".o_arrow_button_current:contains(Done)" },
        {
            trigger: ".o_field_widget[name=move_ids] td[name=lot_ids]:contains(VENDOR-7)",
        },
    ],
});

tours.add("named_component", {
    steps: () => [
        {
            trigger: ".o_field_widget[name=move_raw_ids] .o_optional_columns_dropdown button",
            run: "click",
        },
        {
            trigger: ".o-dropdown--menu .dropdown-item:contains(Named Lots/Serial Numbers)",
            run: "click",
        },
        { trigger: component, run: "click" },
        { trigger: `${component} input`, run: "edit NEW" },
        {
            trigger: ".o-autocomplete--dropdown-item a:contains(/^NEW$/)",
            run: "click",
        },
        { trigger: `${component} .o_tag:contains(NEW)` },
        picture("order-named-component", `${component} .o_tag:contains(NEW)`),
        { trigger: "button[name=action_confirm]", run: "click" },
        { trigger: ".o_arrow_button_current:contains(Confirmed)" },
        {
            trigger: "button[name=button_mark_done]:visible:contains(Produce All)",
            run: "click",
        },
        { trigger: ".o_arrow_button_current:contains(Done)" },
    ],
});
