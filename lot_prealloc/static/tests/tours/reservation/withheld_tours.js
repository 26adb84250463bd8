import { registry } from "@web/core/registry";
import { picture } from "../picture";

const tours = registry.category("web_tour.tours");

tours.add("delivery_waits_manager", {
    steps: () => [
        {
            content: "The transfer says why it waits",
            trigger: ".alert:contains(2 Units: ACME-0001 … 0002 (2))",
        },
        picture("delivery-waits", "button[name=action_view_withheld]"),
        { trigger: "button[name=action_view_withheld]", run: "click" },
        {
            content: "Two numbers are returned; one is made available",
            trigger: ".o_list_view .o_data_row:contains(ACME-0001) .o_list_record_selector",
            run: "click",
        },
        picture("delivery-waits-numbers", "button[name=action_make_available]"),
        {
            trigger: ".o_control_panel button[name=action_make_available]",
            run: "click",
        },
        { trigger: ".modal .modal-footer .btn-primary", run: "click" },
        {
            content: "It is no longer among those that are not released",
            trigger: ".o_list_view tbody:not(:contains(ACME-0001)) .o_data_row:contains(ACME-0002)",
        },
        { trigger: ".o_back_button", run: "click" },
        { trigger: "button[name=action_assign]:visible", run: "click" },
        {
            content: "The transfer is ready",
            trigger: ".o_arrow_button_current:contains(Ready)",
        },
        { trigger: ".o_form_view:not(:contains(not released))" },
    ],
});

tours.add("delivery_waits_storekeeper", {
    steps: () => [
        { trigger: ".alert:contains(An inventory manager makes them available)" },
        { trigger: ".o_form_view:not(:has(button[name=action_view_withheld]))" },
        {
            content: "It does not say Available beside Waiting",
            trigger: ".o_field_widget[name=products_availability]:contains(Not Available)",
        },
    ],
});

tours.add("forecast_withheld", {
    steps: () => [
        { trigger: "button[name=action_product_forecast_report]", run: "click" },
        picture(
            "forecast-returned",
            ".o_forecasted_details_table tr:contains(Returned, Not Released):contains(2)"
        ),
        {
            content: "Nothing is offered to be reserved",
            trigger: ".o_forecasted_details_table:not(:has(button[name=reserve_link]))",
        },
    ],
});
