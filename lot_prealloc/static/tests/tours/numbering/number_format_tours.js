import { registry } from "@web/core/registry";
import { picture } from "../picture";

const tours = registry.category("web_tour.tours");

tours.add("lot_prealloc_format_warnings", {
    steps: () => [
        {
            trigger: ".o_field_widget[name=pattern] input",
            run: "edit WK-{YY}{WW}-{000}",
        },
        {
            content: "A week beside the calendar's year is warned of",
            trigger: ".o_field_widget[name=year_warning]:contains({IYY})",
        },
        picture("format-mixed-years", ".o_lot_pattern_tokens button[data-token='{IYYY}']"),
        {
            trigger: ".o_field_widget[name=pattern] input",
            run: "edit TWIN-{IYY}{WW}-{000}",
        },
        {
            content: "A pattern that exists already is named",
            trigger: ".o_field_widget[name=twin_warning]:contains(TWIN)",
        },
        {
            trigger: ".o_form_view:not(:has(.o_field_widget[name=year_warning]:contains({IYY})))",
        },
        {
            trigger: ".o_field_widget[name=pattern] input",
            run: "edit A;B-{000}",
        },
        {
            content: "What could not be read back is refused",
            trigger: ".o_field_widget[name=pattern_error]:contains(“;”)",
        },
        {
            trigger: ".o_form_button_cancel",
            run: "click",
        },
        { trigger: ".o_list_view" },
    ],
});
