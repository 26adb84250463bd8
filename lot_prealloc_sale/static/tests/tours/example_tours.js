import { registry } from "@web/core/registry";
import { picture } from "@lot_prealloc/../tests/tours/picture";

// The example at the end of the traceability document, told by the people in it.
const tours = registry.category("web_tour.tours");
const FIRST = "ACME-26-00001";

function is(state) {
    return { trigger: `.o_statusbar_status .o_arrow_button_current:contains(${state})` };
}

const validate = [{ trigger: "button[name=button_validate]:enabled", run: "click" }, is("Done")];

function entry(kind, text) {
    return {
        content: `The trail says: ${text}`,
        trigger: `.o_lot_timeline_entry[data-kind=${kind}]:contains(${text})`,
    };
}

tours.add("example_sell", {
    steps: () => [
        {
            content: "Ten widgets for Customer A",
            trigger: ".o_field_widget[name=partner_id] input",
            run: "edit Customer A",
        },
        {
            trigger: ".o-autocomplete--dropdown-item a:contains(/^Customer A$/)",
            run: "click",
        },
        { trigger: "a:contains(Add a product)", run: "click" },
        {
            trigger: ".o_selected_row .o_field_widget[name=product_template_id] input",
            run: "edit Widget",
        },
        {
            trigger: ".o-autocomplete--dropdown-item a:contains(/^Widget$/)",
            run: "click",
        },
        {
            trigger: ".o_selected_row .o_field_widget[name=product_uom_qty] input",
            run: "edit 10",
        },
        { trigger: "button[name=action_confirm]:enabled", run: "click" },
        is("Sales Order"),
    ],
});

tours.add("example_produce", {
    steps: () => [
        {
            content: "The numbers are there before anything is produced",
            trigger: `.o_field_widget[name=lot_number_summary]:contains(${FIRST} … 00010 (10))`,
        },
        {
            trigger: ".o_statusbar_buttons button[name=button_mark_done]:visible",
            run: "click",
        },
        {
            content: "Nothing is typed",
            trigger: ".modal .o_field_widget[name=line_count]:contains(10 of 10 units)",
        },
        { trigger: ".modal footer button[name=action_apply]:enabled", run: "click" },
        { trigger: "body:not(:has(.modal)) .o_field_widget[name=qty_producing]" },
        {
            trigger: ".o_statusbar_buttons button[name=button_mark_done]:visible",
            run: "click",
        },
        {
            content: "Labels are offered",
            trigger: ".modal:has(.o_field_widget[name=print_format]) footer .btn-secondary",
            run: "click",
        },
        is("Done"),
        { trigger: ".o_notebook_headers a[name=traceability]", run: "click" },
        {
            content: "Made to order: the delivery that waited has them",
            trigger: `.o_field_lot_list .o_data_row:contains(${FIRST}):contains(Allocated)`,
        },
    ],
});

tours.add("example_numbers_of_the_order", {
    steps: () => [
        { trigger: ".o_notebook_headers a[name=lot_numbers]", run: "click" },
        {
            content: "The shipment is not built: they are kept for the customer",
            trigger: `.o_data_row:contains(${FIRST}):contains(Ready)`,
        },
        { trigger: ".o_data_row:contains(ACME-26-00010):contains(Ready)" },
    ],
});

tours.add("example_ship", {
    steps: () => [
        {
            content: "Build the shipment",
            trigger: "button[name=action_assign]:enabled",
            run: "click",
        },
        {
            content: "The oldest ten, which are the order's own",
            trigger: `td[name=lot_ids]:contains(${FIRST}):contains(ACME-26-00010)`,
        },
        ...validate,
    ],
});

tours.add("example_return", {
    steps: () => [
        {
            content: "Two come back",
            trigger: "button:contains(/^Return$/)",
            run: "click",
        },
        {
            trigger: ".modal .o_data_row .o_data_cell[name=quantity]",
            run: "click",
        },
        {
            trigger: ".modal .o_selected_row .o_field_widget[name=quantity] input",
            run: "edit 2",
        },
        { trigger: ".modal button[name=action_create_returns]", run: "click" },
        {
            content: "The receipt",
            trigger: ".o_form_view .o_field_widget[name=name]:contains(/IN/)",
        },
        is("Ready"),
        ...validate,
    ],
});

tours.add("example_trail", {
    steps: () => [
        { trigger: ".o_kanban_record" },
        { trigger: "body:not(:has(.o_blockUI))", run: "press ctrl+k" },
        { trigger: ".o_command_palette_search input", run: `fill ${FIRST}` },
        {
            trigger: `.o_command:contains(${FIRST} · Widget · returned)`,
            run: "click",
        },
        { trigger: ".oe_title .badge:contains(Returned)" },
        entry("generated", "Generated for WH/MO"),
        entry("produced", "Produced with WH/MO"),
        entry("sale_reserved", "Reserved for Customer A"),
        entry("allocated", "Allocated to WH/OUT"),
        entry("released", "Released from WH/OUT"),
        entry("shipped", "Shipped to Customer A with WH/OUT"),
        picture(
            "lot-timeline",
            ".o_lot_timeline_entry:last-child:contains(Returned by Customer A)"
        ),
        {
            content: "Every entry leads to its document",
            trigger: ".o_lot_timeline_entry[data-kind=shipped] a:contains(WH/OUT)",
            run: "click",
        },
        is("Done"),
    ],
});
