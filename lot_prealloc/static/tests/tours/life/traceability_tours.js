import { registry } from "@web/core/registry";
import { picture } from "../picture";

const tours = registry.category("web_tour.tours");

function row(...texts) {
    return ".o_data_row" + texts.map((text) => `:contains(${text})`).join("");
}

function menuItem(menu, name) {
    return [
        { trigger: ".o_searchview_dropdown_toggler", run: "click" },
        { trigger: `.${menu} .o_menu_item:contains(/^${name}$/)`, run: "click" },
        { trigger: ".o_searchview_dropdown_toggler", run: "click" },
    ];
}

function removeFacet(name) {
    return {
        trigger: `.o_searchview_facet:contains(${name}) .o_facet_remove`,
        run: "click",
    };
}

tours.add("lot_traceability", {
    steps: () => [
        {
            content: "A storekeeper finds it under Reporting",
            trigger: ".o_menu_sections button:contains(Reporting)",
            run: "click",
        },
        {
            trigger: ".o-dropdown--menu a:contains(Lot Traceability)",
            run: "click",
        },
        {
            content: "The newest number is on top, held ones are shown",
            trigger: `.o_list_view ${row("ACME-0012", "Preallocated")}:first-child`,
        },
        picture("lot-traceability", row("ACME-0002", "Shipped", "Customers", "Customer A")),
        ...menuItem("o_filter_menu", "Shipped"),
        {
            content: "Two are shipped",
            trigger: ".o_list_view tbody:not(:has(.o_data_row:eq(2))) .o_data_row:eq(1)",
        },
        removeFacet("Shipped"),
        {
            content: "Search a number",
            trigger: ".o_searchview_input",
            run: "edit ACME-0005",
        },
        {
            trigger: ".o_searchview_autocomplete .o-dropdown-item:first",
            run: "click",
        },
        {
            trigger:
                ".o_list_view tbody:not(:has(.o_data_row:eq(1))) .o_data_row:contains(Allocated)",
        },
        removeFacet("ACME-0005"),
        {
            content: "Search by a part of an order's name",
            trigger: ".o_searchview_input",
            run: "edit WH/MO",
        },
        {
            trigger: ".o_searchview_autocomplete .o-dropdown-item:contains(Manufacturing Order)",
            run: "click",
        },
        { trigger: row("ACME-0005", "Allocated", "WH/MO") },
        removeFacet("WH/MO"),
        ...menuItem("o_group_by_menu", "State"),
        { trigger: ".o_group_header:contains(Available):contains(4)" },
        {
            trigger: ".o_group_header:contains(Returned):contains(1)",
            run: "click",
        },
        {
            content: "A number opens its form",
            trigger: `${row("ACME-0001")} .o_data_cell[name=name]`,
            run: "click",
        },
        { trigger: ".o_form_view .o_field_widget[name=name] input:value(ACME-0001)" },
    ],
});

tours.add("lot_traceability_empty", {
    steps: () => [
        picture("lot-traceability-empty", ".o_view_nocontent:contains(No numbers yet)"),
        {
            content: "The settings are one click away",
            trigger: ".o_view_nocontent a:contains(Open Settings)",
            run: "click",
        },
        { trigger: ".o_setting_container .tab.selected[data-key=stock]" },
    ],
});

tours.add("product_numbers", {
    steps: () => [
        {
            trigger: "button[name=action_open_product_lot]",
            run: "click",
        },
        // State, location, order and delivery are on each row.
        picture(
            "product-numbers",
            `.o_list_view ${row("ACME-0002", "Shipped", "Customers", "/MO/", "/OUT/")}`
        ),
        {
            content: "Held numbers are hidden",
            trigger: ".o_list_view:not(:has(.o_data_row:contains(ACME-0011)))",
        },
        ...menuItem("o_filter_menu", "Preallocated"),
        { trigger: row("ACME-0011", "Preallocated") },
        { trigger: ".o_list_view:not(:has(.o_data_row:contains(ACME-0002)))" },
    ],
});

tours.add("order_traceability", {
    steps: () => [
        {
            trigger: ".o_notebook_headers a[name=traceability]",
            run: "click",
        },
        picture(
            "order-traceability",
            `.o_field_lot_list ${row("ACME-0001", "Returned", "Customer A")}`
        ),
        {
            content: "The native report is one click away",
            trigger: `.o_field_lot_list ${row("ACME-0002")} button:has(.oi-arrow-up)`,
            run: "click",
        },
        { trigger: ".o_action:contains(Traceability Report):contains(ACME-0002)" },
        { trigger: ".o_breadcrumb .o_back_button", run: "click" },
        {
            trigger: ".o_notebook_headers a[name=traceability]",
            run: "click",
        },
        {
            content: "A row opens the number",
            trigger: `.o_field_lot_list ${row("ACME-0003")} .o_data_cell[name=name]`,
            run: "click",
        },
        { trigger: ".o_form_view .o_field_widget[name=name] input:value(ACME-0003)" },
    ],
});

function searchPalette(text) {
    return [
        {
            content: "The page is there, and with it the hotkey",
            trigger: ".o_kanban_record, .o_data_row",
        },
        { trigger: "body:not(:has(.o_blockUI))", run: "press ctrl+k" },
        { trigger: ".o_command_palette_search input", run: `fill ${text}` },
    ];
}

const numberHeld = ".o_command:contains(ACME-0011 · Acme Widget · preallocated)";

tours.add("command_palette_number", {
    steps: () => [
        ...searchPalette("ACME-0011"),
        // A held number is found as well.
        picture("command-palette", numberHeld),
        { trigger: numberHeld, run: "click" },
        { trigger: ".o_form_view .o_field_widget[name=name] input:value(ACME-0011)" },
    ],
});

tours.add("command_palette_landing_page", {
    steps: () => [
        { content: "Where one lands after the login", trigger: ".o-mail-Discuss" },
        { trigger: "body:not(:has(.o_blockUI))", run: "press ctrl+k" },
        { content: "Discuss looks for conversations", trigger: ".o_command_palette" },
        {
            trigger: ".o_command_palette_search input",
            run: "fill ACME-0011",
        },
        { trigger: `.o_command:first-child${numberHeld.slice(".o_command".length)}` },
        { trigger: ".o_command_palette_search input", run: "press Enter" },
        { trigger: ".o_form_view .o_field_widget[name=name] input:value(ACME-0011)" },
    ],
});

tours.add("command_palette_no_rights", {
    steps: () => [
        ...searchPalette("ACME-0011"),
        { trigger: ".o_command_palette_listbox_empty" },
        { trigger: ".o_command_palette:not(:has(.o_command:contains(ACME-)))" },
    ],
});
