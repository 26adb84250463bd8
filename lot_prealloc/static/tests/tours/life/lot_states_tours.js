import { registry } from "@web/core/registry";
import { picture } from "../picture";

function row(name, state) {
    return `.o_data_row:contains(${name}):contains(${state})`;
}

function filter(name) {
    return [
        { trigger: ".o_searchview_dropdown_toggler", run: "click" },
        { trigger: `.o_filter_menu .o_menu_item:contains(/^${name}$/)`, run: "click" },
        { trigger: ".o_searchview_dropdown_toggler", run: "click" },
    ];
}

registry.category("web_tour.tours").add("lot_states", {
    steps: () => [
        {
            content: "Numbers that are nowhere say why",
            trigger: `.o_list_view ${row("ACME-0001", "Void")}`,
        },
        { trigger: row("BY-HAND", "Expected") },
        picture("lot-states", row("BY-HAND", "Expected")),
        ...filter("Void"),
        {
            content: "They are found by it",
            trigger: ".o_list_view tbody:not(:has(.o_data_row:eq(1)))",
        },
        {
            trigger: row("ACME-0001", "Void") + " [name=name]",
            run: "click",
        },
        {
            content: "The number tells who gave it up",
            trigger:
                ".o_form_view .o_lot_timeline:contains(Given up by):contains(never to be used)",
        },
        picture("lot-void", ".o_form_view .o_lot_timeline"),
    ],
});
