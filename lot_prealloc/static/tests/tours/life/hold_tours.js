import { registry } from "@web/core/registry";
import { picture } from "../picture";

const tours = registry.category("web_tour.tours");

tours.add("lot_hold_manager", {
    steps: () => [
        {
            content: "An inventory manager puts a number on hold",
            trigger: ".o_form_view .o_statusbar_buttons button:contains(Hold)",
            run: "click",
        },
        {
            content: "It says first what will be released",
            trigger: ".modal .alert:contains(1 reservation that is not done yet):contains(WH/OUT)",
        },
        {
            content: "For consumption nothing is reserved",
            trigger: ".modal .o_radio_item:contains(Consumption):not(:contains(Shipping)) input",
            run: "click",
        },
        {
            trigger: ".modal:not(:has(.alert:visible))",
        },
        {
            trigger: ".modal .o_radio_item:contains(Shipping):not(:contains(Consumption)) input",
            run: "click",
        },
        {
            trigger: ".modal .alert:contains(WH/OUT)",
        },
        {
            trigger: ".modal .o_field_widget[name=reason] input",
            run: "edit cracked housing",
        },
        picture("hold-dialog", ".modal footer button:contains(Hold)"),
        {
            trigger: ".modal footer button:contains(Hold)",
            run: "click",
        },
        {
            content: "The badge says for what and why",
            trigger: ".o_form_sheet .o_hold_badge:contains(cracked housing)",
        },
        {
            trigger: ".o_form_sheet .o_hold_badge:contains(On hold: shipping · “cracked housing”)",
        },
        {
            content: "So does the timeline",
            trigger:
                ".o_lot_timeline_entry[data-kind=on_hold_ship]:contains(Put on hold for shipping by):contains(cracked housing)",
        },
        picture("hold-form", ".o_form_sheet .o_hold_badge"),
        {
            content: "Released, with a reason",
            trigger: ".o_form_view .o_statusbar_buttons button:contains(Release)",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=reason] input",
            run: "edit only the paint",
        },
        {
            trigger: ".modal footer button:contains(Release)",
            run: "click",
        },
        {
            trigger: ".o_lot_timeline_entry[data-kind=hold_released]:contains(only the paint)",
        },
        {
            trigger: ".o_form_view:not(:has(.o_hold_badge))",
        },
    ],
});

tours.add("lot_hold_reader", {
    steps: () => [
        {
            content: "A plain stock user reads it in the list",
            trigger: ".o_data_row:contains(HOLD-1) .o_hold_badge:contains(cracked housing)",
        },
        picture("hold-list", ".o_data_row .o_hold_badge"),
        {
            content: "There is a filter",
            trigger: ".o_searchview_dropdown_toggler",
            run: "click",
        },
        {
            trigger: ".o_filter_menu .o_menu_item:contains(On Hold)",
            run: "click",
        },
        {
            trigger: ".o_list_view:not(:has(.o_data_row:contains(HOLD-2)))",
        },
        {
            trigger: ".o_data_row:contains(HOLD-1) .o_data_cell[name=name]",
            run: "click",
        },
        {
            content: "And on the form; he neither holds nor releases",
            trigger:
                ".o_form_view:not(:has(.o_statusbar_buttons button:contains(Release))):not(:has(.o_statusbar_buttons button:contains(Hold))) .o_hold_badge:contains(cracked housing)",
        },
    ],
});

tours.add("lots_hold_together", {
    steps: () => [
        {
            trigger: ".o_data_row:contains(HOLD-1) .o_list_record_selector input",
            run: "click",
        },
        {
            trigger: ".o_data_row:contains(HOLD-2) .o_list_record_selector input",
            run: "click",
        },
        {
            trigger:
                ".o_cp_action_menus .dropdown-toggle:has(.fa-cog), .o_cp_action_menus button:contains(Actions)",
            run: "click",
        },
        {
            trigger: ".o-dropdown--menu .o_menu_item:contains(Hold):not(:contains(Release))",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=lot_summary]:contains(HOLD-1):contains(2)",
        },
        {
            trigger: ".modal .o_field_widget[name=reason] input",
            run: "edit batch of the 3rd",
        },
        {
            trigger: ".modal footer button:contains(Hold)",
            run: "click",
        },
        {
            trigger: ".o_notification:contains(2 numbers are on hold)",
        },
        {
            trigger: ".o_data_row:contains(HOLD-2) .o_hold_badge:contains(batch of the 3rd)",
        },
    ],
});
