import { registry } from "@web/core/registry";
import { look } from "@lot_prealloc/../tests/tours/german_tours";
import { picture } from "@lot_prealloc/../tests/tours/picture";

const tours = registry.category("web_tour.tours");

function field(name) {
    return `.modal .o_field_widget[name=${name}]`;
}

function radio(name, value) {
    return `${field(name)} input[data-value='${value}']`;
}

const printFromOrder = [
    {
        trigger: ".o_notebook .nav-link[name=miscellaneous]",
        run: "click",
    },
    {
        content: "Print Labels",
        trigger: "button[name=action_print_lot_labels]:visible",
        run: "click",
    },
];

tours.add("gs1_label_dialog", {
    steps: () => [
        ...printFromOrder,
        {
            content: "What is printed, and what was printed before",
            trigger: `${field("labels_told")}:contains(4 labels):contains(2 printed before)`,
        },
        {
            content: "What does not fit is said",
            trigger: `${field("misfits_told")}:contains(has 25 characters)`,
        },
        {
            trigger: `${field("lot_ids")} .o_data_row .text-danger:contains(TOUR-GS1-)`,
        },
        picture("gs1-labels", ".modal footer button[name=process]"),
        {
            content: "A GS1-128",
            trigger: radio("gs1_symbol", "code128"),
            run: "click",
        },
        {
            content: "It needs a larger label",
            trigger: `${radio("gs1_size", "2x7")}:checked`,
        },
        {
            content: "A label printer needs no paper",
            trigger: radio("gs1_size", "zpl"),
            run: "click",
        },
        {
            content: "Two copies",
            trigger: `${field("copies")} input`,
            run: "edit 2 && press Tab",
        },
        {
            trigger: `${field("labels_told")}:contains(8 labels)`,
        },
        {
            content: "Only those without a label",
            trigger: `${field("unprinted_only")} input`,
            run: "click",
        },
        {
            trigger: `${field("labels_told")}:contains(4 labels):not(:contains(before))`,
        },
        {
            content: "Print",
            trigger: ".modal footer button[name=process]",
            run: "click",
        },
        { trigger: "body:not(:has(.modal))" },
    ],
});

const typedNumber = ".modal .o_batch_grid input[data-cell='0,0']:value(TOUR-GS1-TYPED)";
const printFromList = {
    content: "Print Labels, of what is in the list",
    trigger: ".modal button[name=action_print_labels]",
    run: "click",
};

tours.add("gs1_batch_labels", {
    steps: () => [
        {
            trigger: "button[name=action_batch_production]:visible",
            run: "click",
        },
        {
            content: "A number of one's own",
            trigger: ".modal .o_batch_grid input[data-cell='0,0']",
            run: "edit TOUR-GS1-TYPED && press Tab",
        },
        printFromList,
        {
            content: "The dialog of labels has come",
            trigger: `${field("labels_told")}:contains(2 labels)`,
        },
        {
            content: "Back to the list, which is as it was",
            trigger: ".modal footer button[name=action_go_back]",
            run: "click",
        },
        { trigger: typedNumber },
        printFromList,
        {
            trigger: radio("gs1_size", "zpl"),
            run: "click",
        },
        {
            content: "Print",
            trigger: ".modal footer button[name=process]",
            run: "click",
        },
        {
            content: "And the list is there again",
            trigger: typedNumber,
        },
        {
            trigger: ".modal button[name=action_produce]",
            run: "click",
        },
        { trigger: "body:not(:has(.modal))" },
        { trigger: ".o_form_view [name=state] .o_arrow_button_current:contains(Done)" },
    ],
});

tours.add("gs1_lot_form", {
    steps: () => [
        {
            content: "The link for other systems",
            trigger: ".o_field_widget[name=gs1_digital_link]:contains(https://id.gs1.org/01/)",
        },
        picture("gs1-lot", ".o_field_widget[name=gs1_element_string]"),
    ],
});

tours.add("gs1_settings", {
    steps: () => [
        {
            trigger: ".settings_tab .tab[data-key=stock]",
            run: "click",
        },
        {
            trigger: "#gs1_labels .o_field_widget[name=gs1_resolver] input",
            run: "click",
        },
        picture("gs1-settings", "#gs1_labels .o_field_widget[name=gs1_resolver] input"),
        {
            trigger: "#gs1_labels .o_field_widget[name=gs1_resolver] input",
            run: "edit https://trace.example.com && press Tab",
        },
        {
            trigger: ".o_form_button_save:enabled",
            run: "click",
        },
        {
            trigger: ".o_control_panel:not(:has(.o_dirty_warning))",
        },
    ],
});

tours.add("german_gs1_labels", {
    steps: () => [
        ...printFromOrder,
        { trigger: `${field("labels_told")}:contains(1 Stück)` },
        ...look("gs1-labels", `${field("misfits_told")}:contains(25 Zeichen)`, ".modal"),
    ],
});
