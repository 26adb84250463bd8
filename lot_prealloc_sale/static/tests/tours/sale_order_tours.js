import { registry } from "@web/core/registry";
import { look } from "@lot_prealloc/../tests/tours/german_tours";
import { picture } from "@lot_prealloc/../tests/tours/picture";

const tours = registry.category("web_tour.tours");
const tab = ".o_notebook a[name=lot_numbers]";
const papers = "#lot_numbers_on_papers";
const rows = ".o_field_widget[name=lot_ids] .o_data_row";

function row(number, ...texts) {
    const contains = texts.map((text) => `:contains(${text})`).join("");
    return {
        content: `${number} is there`,
        trigger: `${rows}:contains(${number})${contains}`,
    };
}

// AB-20, AB-22
tours.add("sale_order_numbers", {
    steps: () => [
        {
            content: "Open the numbers of the order",
            trigger: tab,
            run: "click",
        },
        row("ACME-1", "Shipped", "WH/OUT"),
        {
            content: "For the customer it has shipped",
            trigger: `${rows}:contains(ACME-1) [name=sale_status]:contains(Shipped)`,
        },
        row("ACME-2", "Ready"),
        picture(
            "sale-order-numbers",
            `${rows}:contains(ACME-2) [name=sale_status]:contains(Ready)`
        ),
        {
            content: "None of our own words",
            trigger: ".o_field_widget[name=lot_ids]:not(:contains(Reserved))",
        },
        {
            content: "A click opens the number",
            trigger: `${rows}:contains(ACME-2) .o_data_cell[name=name]`,
            run: "click",
        },
        {
            trigger: ".o_form_view .o_field_widget[name=timeline]:contains(Reserved for)",
        },
        {
            content: "And back to the order",
            trigger: ".o_back_button a, .breadcrumb-item.o_back_button",
            run: "click",
        },
        {
            trigger: tab,
            run: "click",
        },
        {
            content: "A list of them is one click away",
            trigger: "button[name=action_view_lots]",
            run: "click",
        },
        {
            trigger: ".o_breadcrumb .active:contains(Lots/Serial Numbers of)",
        },
        {
            trigger: ".o_list_view .o_data_cell[name=name]:contains(ACME-2)",
            run: "click",
        },
        {
            content: "The number leads back to its sales order",
            trigger: "button[name=action_view_sale_order]:contains(Sales Order)",
        },
        {
            trigger: ".o_field_widget[name=timeline]:contains(Reserved for Customer A)",
        },
        {
            trigger: "button[name=action_view_sale_order]",
            run: "click",
        },
        {
            content: "Back on the order",
            trigger: tab,
        },
    ],
});

// MM-6
tours.add("sale_order_lot_control", {
    steps: () => [
        {
            content: "Nothing is made for the quotation yet: there is no tab",
            trigger: `.o_notebook:not(:has(${tab.replace(".o_notebook ", "")}))`,
        },
        {
            content: "An untracked product does not offer it",
            trigger: ".o_data_row:contains(Screw):not(:has([name=lot_control] input:enabled))",
        },
        picture("sale-order-lot-control", "th[data-name=lot_control]"),
        {
            content: "Edit the line of the widget",
            trigger: ".o_data_row:contains(Widget) .o_data_cell[name=product_uom_qty]",
            run: "click",
        },
        {
            trigger: ".o_selected_row .o_data_cell[name=lot_control] input",
            run: "click",
        },
        {
            trigger: ".o_form_button_save:enabled",
            run: "click",
        },
        {
            trigger: ".o_form_saved",
        },
    ],
});

// AB-20: made to order, allocated at once
tours.add("sale_number_of_an_order", {
    steps: () => [
        {
            trigger: ".oe_title .o_field_lifecycle_badge .badge:contains(Allocated)",
        },
        picture(
            "lot-reserved-for",
            ".oe_title .o_field_sale_reservation .badge:contains(Reserved for)"
        ),
    ],
});

// AB-20: an order without a delivery that waits for it
tours.add("sale_order_of_a_production", {
    steps: () => [
        {
            trigger: ".o_notebook a[name=miscellaneous]",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=origin] input",
            run: "edit SOURCE-1",
        },
        {
            content: "Leave the field",
            trigger: ".o_field_widget[name=sale_order_id]",
            run: "click",
        },
        picture(
            "production-sales-order",
            ".o_field_widget[name=sale_order_id] input:value(SOURCE-1)"
        ),
        {
            trigger: ".o_form_button_save:enabled",
            run: "click",
        },
        {
            trigger: ".o_form_saved",
        },
    ],
});

// UX-10: planned for the customer, before anything is made
tours.add("sale_order_planned_numbers", {
    steps: () => [
        {
            trigger: tab,
            run: "click",
        },
        row("ACME-1", "Planned"),
        picture(
            "sale-order-planned",
            `${rows}:contains(ACME-2) [name=sale_status]:contains(In Production)`
        ),
    ],
});

// UX-10: which papers, and from when on, beside Odoo's own setting for delivery slips
tours.add("sale_numbers_on_papers", {
    steps: () => [
        {
            trigger: ".settings_tab .tab[data-key=stock]",
            run: "click",
        },
        {
            trigger: "#group_lot_on_delivery_slip input:not(:checked)",
            run: "click",
        },
        {
            trigger: `${papers} .o_field_widget[name=numbers_on_sale_portal] input:checked`,
            run: "click",
        },
        {
            trigger: `${papers} .o_field_widget[name=numbers_on_papers_from] input`,
            run: "click",
        },
        {
            trigger: ".o_select_menu_item:contains(ready)",
            run: "click",
        },
        picture(
            "sale-settings",
            `${papers} .o_field_widget[name=numbers_on_sale_portal] input:not(:checked)`
        ),
        {
            trigger: ".o_form_button_save:enabled",
            run: "click",
        },
        {
            trigger: ".o_control_panel:not(:has(.o_dirty_warning))",
        },
    ],
});

// UX-10: the list of all numbers knows the sales order, and finds by it
tours.add("sale_order_of_numbers", {
    steps: () => [
        {
            trigger: ".o_data_row:contains(G-1) [name=last_sale_order_id]:contains(GOES-1)",
        },
        {
            content: "A number that goes nowhere",
            trigger: ".o_data_row:contains(G-2)",
        },
        {
            trigger: ".o_searchview_input",
            run: "edit GOES-1",
        },
        {
            trigger: ".o_searchview_autocomplete .o-dropdown-item:contains(Sales Order)",
            run: "click",
        },
        {
            trigger: "body:not(:has(.o_data_row:contains(G-2)))",
        },
        picture(
            "lot-traceability-sales-order",
            ".o_data_row:contains(G-1) [name=last_sale_order_id]:contains(GOES-1)"
        ),
    ],
});

// UX-10: the customer, on his phone
tours.add("sale_order_portal_numbers", {
    steps: () => [
        {
            trigger: "#lot_numbers td:contains(Shipped)",
            run() {
                this.anchor.scrollIntoView({ block: "center" });
                const { right } = document
                    .querySelector("#lot_numbers table")
                    .getBoundingClientRect();
                if (right > document.documentElement.clientWidth) {
                    throw new Error("The numbers do not fit on a phone");
                }
            },
        },
        picture("sale-portal-phone", "#lot_numbers td:contains(RUN-0001)"),
    ],
});

tours.add("german_sales_order", {
    steps: () => [
        { trigger: ".o_statusbar_status:contains(Verkaufsauftrag)" },
        { trigger: tab, run: "click" },
        ...look("sales-order", `${rows}:contains(W-):contains(Versendet)`),
    ],
});
