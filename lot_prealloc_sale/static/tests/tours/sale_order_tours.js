import { registry } from "@web/core/registry";
import { picture } from "@lot_prealloc/../tests/tours/picture";

const tours = registry.category("web_tour.tours");
const tab = ".o_notebook a[name=lot_numbers]";
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
        row("ACME-1", "Shipped", "Customers", "WH/OUT", "WH/MO"),
        row("ACME-2", "Reserved", "WH/Stock", "WH/MO"),
        // Reserved is yellow.
        picture(
            "sale-order-numbers",
            `${rows}:contains(ACME-2) .o_lifecycle_reserved`
        ),
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
            content: "Show the column",
            trigger: ".o_field_widget[name=order_line] .o_optional_columns_dropdown button",
            run: "click",
        },
        {
            trigger: ".o-dropdown--menu .o-dropdown-item:contains(Lot Control) input",
            run: "click",
        },
        {
            content: "An untracked product does not offer it",
            trigger:
                ".o_data_row:contains(Screw):not(:has([name=lot_control] input:enabled))",
        },
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
