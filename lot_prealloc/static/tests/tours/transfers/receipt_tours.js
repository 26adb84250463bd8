import { registry } from "@web/core/registry";
import { picture } from "../picture";

const tours = registry.category("web_tour.tours");

const lotsOfLine = ".o_field_widget[name=move_ids] td[name=lot_ids]";
const lotColumn = ".o_field_widget[name=move_ids] th[data-name=lot_ids]";

const openDialog = [
    { trigger: "button[name=action_open_lot_range]", run: "click" },
    { trigger: ".modal .o_field_widget[name=first_name] input" },
];

function type(field, text) {
    return {
        trigger: `.modal .o_field_widget[name=${field}] input`,
        run: `edit ${text} && press Tab`,
    };
}

function value(field, text) {
    return { trigger: `.modal .o_field_widget[name=${field}] input:value(${text})` };
}

const fillLines = { trigger: ".modal button[name=action_fill]", run: "click" };
const validate = { trigger: "button[name=button_validate]", run: "click" };
const isDone = { trigger: ".o_arrow_button_current:contains(Done)" };

tours.add("receipt_of_200_by_range", {
    steps: () => [
        ...openDialog,
        {
            content: "The product's next numbers are proposed",
            trigger: ".modal .o_field_widget[name=status]:contains(200 of 200 units)",
        },
        value("first_name", "MTR-00001"),
        type("first_name", "SN-0001"),
        {
            ...value("last_name", "SN-0200"),
            content: "The last number follows from the first",
        },
        type("last_name", "SN-0100"),
        {
            content: "And how many there are from both",
            trigger: ".modal .o_field_widget[name=status]:contains(100 of 200 units)",
        },
        type("last_name", "SN-0200"),
        picture(
            "auto-generate-receipt",
            ".modal .o_field_widget[name=status]:contains(200 of 200 units)"
        ),
        fillLines,
        {
            trigger: ".o_notification:contains(Filled: SN-0001 … 0200)",
        },
        {
            content: "The lines have their numbers",
            trigger: `body:not(:has(.modal)) ${lotsOfLine} .o_lot_numbers_summary:contains(SN-0001 … 0200 (200))`,
        },
        validate,
        isDone,
    ],
});

tours.add("delivery_by_range", {
    steps: () => [
        ...openDialog,
        {
            content: "Nothing is proposed for what leaves",
            trigger: ".modal .o_field_widget[name=status]:contains(0 of 10 units)",
        },
        type("first_name", "A-01"),
        value("last_name", "A-10"),
        {
            content: "What cannot be taken is named, with the reason",
            trigger:
                ".modal .o_field_widget[name=problem]:contains(A-04):contains(not in stock: A-07)",
        },
        picture(
            "auto-generate-delivery",
            ".modal .o_field_widget[name=status]:contains(8 of 10 units)"
        ),
        fillLines,
        {
            trigger: ".o_notification:contains(8 of 10 units filled):contains(not in stock: A-07)",
        },
        {
            trigger: `body:not(:has(.modal)) ${lotsOfLine}:contains(A-10):not(:contains(A-04)):not(:contains(A-11))`,
        },
        validate,
        {
            content: "Two units are missing: the rest comes later",
            trigger: ".modal button[name=process]",
            run: "click",
        },
        isDone,
    ],
});

tours.add("receipt_without_numbers", {
    steps: () => [
        { trigger: `${lotColumn}:contains(Lots/Serial Numbers)` },
        validate,
        picture("receipt-refused", ".modal:contains(Motor):contains(Milk)"),
        { trigger: ".modal:not(:contains(Screw))" },
        { trigger: ".modal .modal-footer button:first", run: "click" },
        { trigger: "body:not(:has(.modal)) .o_arrow_button_current:contains(Ready)" },
    ],
});

tours.add("receipt_new_lot", {
    steps: () => [
        {
            content: "Only tracked products ask for a number",
            trigger: `${lotsOfLine} .o_field_widget[name=lot_ids]`,
            run: "click",
        },
        { trigger: `${lotsOfLine} input`, run: "edit MILK-NEW" },
        {
            content: "A new lot is made in the field",
            trigger: ".o-autocomplete--dropdown-item a:contains(Create):contains(MILK-NEW)",
            run: "click",
        },
        { trigger: `${lotsOfLine} .o_tag:contains(MILK-NEW)` },
        validate,
        isDone,
        { trigger: `${lotsOfLine} .o_tag:contains(MILK-NEW)` },
    ],
});

tours.add("receipt_without_tracking", {
    steps: () => [
        { trigger: ".o_field_widget[name=move_ids] .o_data_row:contains(Screw)" },
        {
            content: "No column for numbers, and nothing to generate",
            trigger: `.o_form_view:not(:has(${lotColumn})):not(:has(button[name=action_open_lot_range]))`,
        },
    ],
});
