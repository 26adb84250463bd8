import { registry } from "@web/core/registry";
import { picture } from "../picture";

const tours = registry.category("web_tour.tours");

const question = ".modal:contains(Whole Milk: 5,000.00)";

function choose(tracking) {
    return [
        {
            trigger: ".o_field_widget[name=lot_tracking] input",
            run: "click",
        },
        {
            trigger: `.o_select_menu_item:contains(${tracking})`,
            run: "click",
        },
        {
            content: "How many products it is about is said at once",
            trigger: ".o_field_widget[name=lot_tracking_impact]:contains(with stock)",
        },
        { trigger: ".o_form_button_save:enabled", run: "click" },
    ];
}

tours.add("lot_prealloc_tracking_question_category", {
    steps: () => [
        ...choose("By Unique Serial Number"),
        {
            content: "Which products, and how much of them, is asked about",
            trigger: question,
        },
        picture("tracking-question", question),
        {
            content: "Not yet",
            trigger: ".modal .btn-secondary:contains(Cancel)",
            run: "click",
        },
        {
            content: "What was typed is still there, and not saved",
            trigger: "body:not(:has(.modal)) .o_form_button_save:enabled",
            run: "click",
        },
        {
            trigger: `${question} .btn-primary:contains(Change Tracking)`,
            run: "click",
        },
        { trigger: "body:not(:has(.modal)) .o_form_saved" },
    ],
});

tours.add("lot_prealloc_tracking_question_settings", {
    steps: () => [
        {
            trigger: ".settings_tab .tab[data-key=stock]",
            run: "click",
        },
        ...choose("By Lots"),
        picture("tracking-question-settings", question),
        {
            trigger: `${question} .btn-secondary:contains(Cancel)`,
            run: "click",
        },
        {
            content: "Nothing was saved",
            trigger: "body:not(:has(.modal)) .o_form_button_save:enabled",
            run: "click",
        },
        {
            trigger: `${question} .btn-primary:contains(Change Tracking)`,
            run: "click",
        },
        {
            trigger: "body:not(:has(.modal)) .o_control_panel:not(:has(.o_dirty_warning))",
        },
    ],
});
