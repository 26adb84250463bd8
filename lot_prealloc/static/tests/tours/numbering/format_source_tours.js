import { registry } from "@web/core/registry";
import { stepUtils } from "@web_tour/tour_utils";
import { picture } from "../picture";

const year = String(new Date().getFullYear() % 100).padStart(2, "0");
const tours = registry.category("web_tour.tours");
const source = "div[name=lot_number_source]";

tours.add("lot_prealloc_format_source", {
    steps: () => [
        {
            content: "The product says whose format it has, and what comes next",
            trigger: `${source}:contains(As in category Cheese (CHZ-{YY}-{0000})):contains(next CHZ-${year}-0012)`,
        },
        picture("format-source", source),
        {
            content: "It is one click away",
            trigger: `${source} button[name=action_open_lot_number_source]`,
            run: "click",
        },
        {
            content: "The category has it itself",
            trigger: ".o_field_widget[name=lot_number_format_id] input:value(CHZ-{YY}-{0000})",
        },
        {
            trigger: ".o_back_button",
            run: "click",
        },
        {
            content: "Where it is configured is one click away as well",
            trigger: "div[name=lot_config] button:contains(Configured per category)",
            run: "click",
        },
        { trigger: ".o_field_widget[name=name] input:value(Cheese)" },
        picture(
            "category-format",
            ".o_field_widget[name=lot_number_format_id] input:value(CHZ-{YY}-{0000})"
        ),
    ],
});

tours.add("lot_prealloc_own_numbering", {
    steps: () => [
        {
            content: "Without any format Odoo's own next number is shown",
            trigger: `${source}:contains(Odoo’s own numbering):contains(next PLN-0000007)`,
        },
        picture("own-numbering", source),
        {
            trigger: ".o_notebook_headers a[name=inventory]",
            run: "click",
        },
        {
            content: "And can be configured as ever",
            trigger: ".o_field_widget[name=serial_prefix_format] input:value(PLN-)",
        },
    ],
});

tours.add("lot_prealloc_bad_pattern", {
    steps: () => [
        {
            content: "A pattern that is no pattern",
            trigger: ".o_field_widget[name=lot_number_format_id] input",
            run: "edit BAD-{YY",
        },
        {
            trigger: ".o-autocomplete--dropdown-item:contains(Create):contains(BAD)",
            run: "click",
        },
        {
            content: "It is in the dialog, and what is wrong with it",
            trigger: ".modal .o_field_widget[name=pattern] input:value(BAD-{YY)",
        },
        {
            trigger: ".modal .o_field_widget[name=pattern_error]:contains(a brace is opened)",
        },
        picture("bad-pattern", ".modal .o_field_widget[name=pattern_error]"),
        {
            trigger: ".modal .o_field_widget[name=pattern] input",
            run: "edit GOOD-{YY}-{0000}",
        },
        {
            trigger: `.modal .o_lot_pattern_next:contains(GOOD-${year}-0001)`,
        },
        {
            trigger: ".modal .o_form_button_save",
            run: "click",
        },
        {
            trigger:
                "body:not(:has(.modal)) .o_field_widget[name=lot_number_format_id] input:value(GOOD-{YY}-{0000})",
        },
        ...stepUtils.saveForm(),
    ],
});

tours.add("lot_prealloc_next_counter", {
    steps: () => [
        {
            trigger: ".o_lot_pattern_next:contains(ACME-00001)",
        },
        {
            content: "After 04711 comes 04712",
            trigger: ".o_field_widget[name=next_counter] input",
            run: "edit 4712 && press Tab",
        },
        {
            content: "The preview follows",
            trigger: ".o_lot_pattern_next:contains(ACME-04712)",
        },
        {
            content: "What does not fit is said",
            trigger: ".o_field_widget[name=next_counter] input",
            run: "edit 471200 && press Tab",
        },
        {
            trigger: ".o_field_widget[name=next_counter_error]:contains(more digits)",
        },
        {
            trigger: ".o_field_widget[name=next_counter] input",
            run: "edit 4712 && press Tab",
        },
        {
            trigger:
                ".o_form_view:not(:has(.o_field_widget[name=next_counter_error]:contains(more digits)))",
        },
        ...stepUtils.saveForm(),
        {
            content: "It is logged",
            trigger: ".o-mail-Message:contains(Next number set to ACME-04712)",
        },
        picture("next-counter", ".o_lot_pattern_next:contains(ACME-04712)"),
    ],
});
