import { registry } from "@web/core/registry";
import { stepUtils } from "@web_tour/tour_utils";

const year = String(new Date().getFullYear() % 100).padStart(2, "0");
const tours = registry.category("web_tour.tours");

tours.add("lot_prealloc_settings", {
    steps: () => [
        {
            content: "Open the settings of Inventory",
            trigger: ".settings_tab .tab[data-key=stock]",
            run: "click",
        },
        {
            content: "Switching traceability off says what it will do",
            trigger: ".o_field_widget[name=group_stock_production_lot] input:checked",
            run: "click",
        },
        {
            trigger: "#full_traceability .alert:contains(tracked)",
        },
        {
            content: "Nothing of ours is shown without it",
            trigger: ".o_setting_container:not(:has(#lot_prealloc))",
        },
        {
            trigger: ".o_field_widget[name=group_stock_production_lot] input",
            run: "click",
        },
        {
            content: "Switch preallocation on",
            trigger: "#lot_prealloc .o_field_widget[name=lot_prealloc_enabled] input",
            run: "click",
        },
        {
            content: "Choose the moment on the line",
            trigger: "#lot_prealloc .o_lot_moment input[data-value=progress]",
            run: "click",
        },
        {
            content: "It says what the worker sees",
            trigger: "#lot_prealloc .o_lot_moment_sentence:contains(as soon as they start)",
        },
        {
            content: "Type a format",
            trigger: "#lot_config_scope .o_field_widget[name=lot_number_format_id] input",
            run: "edit TOUR-{YY}-{0000}",
        },
        {
            content: "Typing is enough to create it",
            trigger: ".o-autocomplete--dropdown-item:contains(Create):contains(TOUR)",
            run: "click",
        },
        {
            content: "See the next number",
            trigger: `#lot_config_scope .o_field_widget[name=lot_number_next]:contains(TOUR-${year}-0001)`,
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

tours.add("lot_prealloc_format", {
    steps: () => [
        {
            trigger: ".o_list_button_add",
            run: "click",
        },
        {
            content: "A pattern without a counter says so while one types",
            trigger: ".o_field_widget[name=pattern] input",
            run: "edit TOUR-",
        },
        {
            trigger: ".o_field_widget[name=pattern_error]:contains(counter)",
        },
        {
            content: "A token is inserted by a click",
            trigger: ".o_lot_pattern_tokens button[data-token='{YY}']",
            run: "click",
        },
        {
            trigger: ".o_lot_pattern_tokens button[data-token='{0000}']",
            run: "click",
        },
        {
            content: "The preview follows",
            trigger: `.o_lot_pattern_next:contains(TOUR-${year}0001)`,
        },
        {
            content: "A name too long for a GS1 label is warned of",
            trigger: ".o_field_widget[name=pattern] input",
            run: "edit A-LONG-PREFIX-{YYYY}-{000000}",
        },
        {
            trigger: ".o_field_widget[name=length_warning]:contains(GS1)",
        },
        {
            trigger: ".o_field_widget[name=pattern] input",
            run: "edit TOUR-{YY}-{0000}",
        },
        {
            trigger: `.o_lot_pattern_next:contains(TOUR-${year}-0001)`,
        },
        {
            trigger: ".o_form_view:not(:has(.o_field_widget[name=length_warning]:contains(GS1)))",
        },
        ...stepUtils.saveForm(),
    ],
});

tours.add("lot_prealloc_product", {
    steps: () => [
        {
            content: "The product follows its category",
            trigger: ".o_field_widget[name=tracking]:contains(By Unique Serial Number)",
        },
        {
            trigger: `.o_field_widget[name=lot_number_next]:contains(TOUR-${year}-00001)`,
        },
        {
            trigger: ".o_field_widget[name=tracking] input",
            run: "click",
        },
        {
            content: "Decide for this product",
            trigger: ".o_select_menu_item:contains(By Lots)",
            run: "click",
        },
        ...stepUtils.saveForm(),
        {
            trigger: ".o_field_widget[name=tracking] input:value(By Lots)",
            run: "click",
        },
        {
            content: "Follow the category again",
            trigger: ".o_select_menu_item:contains(As configured for the category)",
            run: "click",
        },
        ...stepUtils.saveForm(),
    ],
});
