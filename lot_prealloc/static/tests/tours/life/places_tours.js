import { registry } from "@web/core/registry";
import { picture } from "../picture";

const tours = registry.category("web_tour.tours");

tours.add("receipt_of_shipped_number", {
    steps: () => [picture("receipt-shipped-number", ".alert:contains(Shipped, and not returned)")],
});

tours.add("lot_places", {
    steps: () => [
        {
            trigger:
                ".o_list_view .o_data_row:contains(CHEESE-1):contains(60):contains(Customers 20)",
        },
        { trigger: ".o_searchview_input", run: "edit Shelf" },
        {
            trigger: ".o_searchview_autocomplete .o-dropdown-item:contains(Location)",
            run: "click",
        },
        {
            content: "A part lies on the shelf",
            trigger: ".o_searchview_facet:contains(Shelf)",
        },
        { trigger: ".o_list_view tbody:not(:has(.o_data_row:eq(1))) .o_data_row" },
        { trigger: ".o_optional_columns_dropdown button", run: "click" },
        {
            trigger: ".o-dropdown--menu .o-dropdown-item:contains(/^Available$/)",
            run: "click",
        },
        {
            trigger: ".o-dropdown--menu .o-dropdown-item:contains(/^Shipped$/)",
            run: "click",
        },
        { trigger: ".o_searchview", run: "click" },
        picture("lot-places", "td[name=shipped_quantity]:contains(20)"),
        { trigger: ".o_data_row .o_data_cell[name=name]", run: "click" },
        picture("lot-form-places", ".o_form_view .o_field_widget[name=places]"),
    ],
});
