import { registry } from "@web/core/registry";
import { picture } from "../picture";

const tours = registry.category("web_tour.tours");

const produce = {
    content: "Produce",
    trigger: ".o_statusbar_buttons button[name=button_mark_done]:visible",
    run: "click",
};

/** The dialog offers the labels of an order. */
function isOffered(title) {
    return {
        content: `Labels are offered: ${title}`,
        trigger: `.modal:has(.o_field_widget[name=print_format]) .modal-title:contains(${title})`,
    };
}

const discard = {
    content: "No labels",
    trigger: ".modal footer button.btn-secondary",
    run: "click",
};

const print = {
    content: "Print them",
    trigger: ".modal footer button[name=process]",
    run: "click",
};

/** Without a dialog the form shows what the order is now. */
function isShown(state) {
    return [
        { trigger: "body:not(:has(.modal))" },
        {
            content: `The order on the screen is ${state}`,
            trigger: `.o_statusbar_status .o_arrow_button_current:contains(${state})`,
        },
    ];
}

const isClosed = {
    trigger: ".o_form_view:not(:has(button[name=button_mark_done]))",
};

tours.add("lot_label_discard", {
    steps: () => [
        produce,
        isOffered("Choose Labels Layout"),
        picture("label-prompt", ".modal footer button[name=process]"),
        discard,
        ...isShown("Done"),
        isClosed,
    ],
});

tours.add("lot_label_print", {
    steps: () => [
        produce,
        isOffered("Choose Labels Layout"),
        {
            content: "A label printer needs no paper",
            trigger: ".modal .o_field_widget[name=print_format] input[data-value=zpl]",
            run: "click",
        },
        print,
        ...isShown("Done"),
        isClosed,
    ],
});

tours.add("lot_label_part", {
    steps: () => [
        {
            content: "Two of five",
            trigger: ".o_field_widget[name=qty_producing] input",
            run: "edit 2 && press Tab",
        },
        produce,
        {
            trigger: ".modal button[name=action_backorder]",
            run: "click",
        },
        {
            content: "The dialog names the part that was produced",
            trigger: ".modal .modal-title:contains(-001)",
        },
        {
            trigger: ".modal .o_field_widget[name=print_format] input[data-value=zpl]",
            run: "click",
        },
        print,
        ...isShown("Confirmed"),
        {
            content: "The rest of the order is on the screen",
            trigger: ".o_form_view .o_field_widget[name=name]:contains(-002)",
        },
        {
            content: "With three numbers of its own",
            trigger: ".o_field_widget[name=lot_number_summary]:contains((3))",
        },
    ],
});

tours.add("lot_label_after_question", {
    steps: () => [
        produce,
        {
            content: "The lot is asked for",
            trigger: ".modal .o_field_widget[name=lot_name] input:value(TOUR-LOT-00001)",
        },
        {
            trigger: ".modal footer button[name=action_produce]",
            run: "click",
        },
        isOffered("Choose Labels Layout"),
        discard,
        ...isShown("Done"),
        isClosed,
    ],
});
