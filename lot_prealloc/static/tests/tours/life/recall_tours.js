import { registry } from "@web/core/registry";

import { picture } from "../picture";

const tile = (name, text) =>
    `.o_lot_recall_tile[name=${name}] .o_lot_recall_number:contains(${text})`;
const tab = (text) => `.o_notebook_headers a:contains("${text}")`;

registry.category("web_tour.tours").add("lot_recall_manager", {
    steps: () => [
        {
            content: "From a number",
            trigger: ".o_form_view button[name=action_recall]",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=lot_ids] .o_tag:contains(STEEL-)",
        },
        {
            trigger: ".o_field_widget[name=reason] textarea",
            run: "edit Cracked housing",
        },
        {
            trigger: ".o_field_widget[name=is_mock] input",
            run: "check",
        },
        {
            content: "One press",
            trigger: "button[name=action_find]:contains(Find)",
            run: "click",
        },
        {
            trigger: tile("shipped_count", 3),
        },
        {
            trigger: tile("production_count", 1),
        },
        {
            trigger: tab("Balance"),
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=balance_ids] .o_data_row:contains(STEEL-)",
        },
        picture("recall_balance", ".o_field_widget[name=balance_ids] .o_data_row"),
        {
            trigger: tab("Production"),
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=production_line_ids] .o_data_row:contains(BIKE-)",
        },
        {
            trigger: tab("Stock"),
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=stock_line_ids] .o_data_row:contains(Returned)",
        },
        {
            trigger: tab("Customers"),
            run: "click",
        },
        {
            content: "Practising tells nobody",
            trigger:
                ".o_field_widget[name=customer_ids]:has(.o_data_row:contains(Nordwind)):not(:has(button[name=action_tell]))",
        },
        {
            content: "It is meant seriously",
            trigger: ".o_field_widget[name=is_mock] input",
            run: "uncheck",
        },
        picture("recall", ".o_data_row:contains(Nordwind) button[name=action_tell]"),
        {
            content: "Told, one by one",
            trigger: ".o_data_row:contains(Nordwind) button[name=action_tell]",
            run: "click",
        },
        picture("recall_mail", ".modal .o_field_widget[name=body]:contains(BIKE-)"),
        {
            trigger: ".modal button.o_mail_send, .modal button[name=action_send_mail]",
            run: "click",
        },
        {
            trigger:
                "body:not(:has(.modal)) .o_data_row:contains(Nordwind) td[name=told_date]:not(:empty)",
        },
        {
            trigger: "button[name=action_answer]",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=answer_time]:contains(Answered in)",
        },
        {
            trigger: "button[name=action_close]",
            run: "click",
        },
        {
            trigger: "button[name=action_reopen]",
        },
    ],
});

registry.category("web_tour.tours").add("lot_recall_reader", {
    steps: () => [
        {
            trigger: ".o_menu_sections button:contains(Operations)",
            run: "click",
        },
        {
            trigger: ".dropdown-item:contains(Recalls)",
            run: "click",
        },
        {
            trigger: ".o_data_row:contains(cracked) td[name=name]",
            run: "click",
        },
        {
            trigger: tile("affected_count", 16),
        },
        {
            trigger: ".o_form_view:not(:has(button[name=action_find]))",
        },
        {
            trigger: ".o_form_view:not(:has(button[name=action_tell]))",
        },
        {
            trigger: ".o_data_row:contains(Nordwind)",
        },
        {
            trigger: tab("All"),
            run: "click",
        },
        {
            trigger: "button[name=action_open_lines]",
            run: "click",
        },
        {
            trigger: ".o_last_breadcrumb_item:contains(Affected by)",
        },
        {
            trigger: ".o_list_view .o_data_row:contains(Zephyr)",
        },
    ],
});

registry.category("web_tour.tours").add("lot_recall_empty", {
    steps: () => [
        {
            trigger: ".o_view_nocontent:contains(a mock recall shows how long)",
        },
    ],
});

registry.category("web_tour.tours").add("lot_recall_phone", {
    steps: () => [
        {
            trigger: ".o_kanban_record:contains(cracked)",
            run: "click",
        },
        {
            trigger: tile("affected_count", 16),
        },
        picture("recall_phone", ".o_kanban_record:contains(Nordwind)"),
        {
            trigger: tab("Stock"),
            run: "click",
        },
        {
            trigger: ".o_kanban_record:contains(Returned)",
        },
    ],
});

registry.category("web_tour.tours").add("lot_recall_hold", {
    steps: () => [
        {
            trigger: "button[name=action_hold_all]",
            run: "click",
        },
        {
            content: "It says first what it will do",
            trigger: ".modal .alert:contains(WH/MO/)",
        },
        {
            trigger: ".modal button[name=action_hold]",
            run: "click",
        },
        {
            trigger: "body:not(:has(.modal)) .o_form_view",
        },
        {
            trigger: tab("Stock"),
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=stock_line_ids] .o_data_row:contains(cracked)",
        },
        {
            trigger: tab("Production"),
            run: "click",
        },
        {
            trigger:
                ".o_field_widget[name=production_line_ids] .o_data_row .o_hold_badge:contains(cracked)",
        },
        {
            trigger: tab("All"),
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=line_ids] .o_data_row .o_hold_badge:contains(cracked)",
        },
        {
            trigger: "button[name=action_open_lines]",
            run: "click",
        },
        {
            trigger:
                ".o_list_view .o_data_row:contains(In Production) .o_hold_badge:contains(cracked)",
        },
    ],
});
