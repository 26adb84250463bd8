import { registry } from "@web/core/registry";

import { picture } from "../picture";

const chooser = ".o_field_widget[name=lot_producing_ids].o_chosen_serials";

registry.category("web_tour.tours").add("lot_prealloc_chosen_serials", {
    steps: () => [
        {
            content: "Only the numbers of the order are offered",
            trigger: `${chooser} input`,
            run: "edit SHOP-04",
        },
        {
            trigger: ".o-autocomplete--dropdown-item:contains(SHOP-04)",
            run: "click",
        },
        {
            content: "One unit is finished",
            trigger: ".o_field_widget[name=qty_producing] input:value(1)",
        },
        {
            trigger: `${chooser} input`,
            run: "edit SHOP-02",
        },
        {
            trigger: ".o-autocomplete--dropdown-item:contains(SHOP-02)",
            run: "click",
        },
        {
            content: "Two units are finished",
            trigger: ".o_field_widget[name=qty_producing] input:value(2)",
        },
        picture("chosen-serials", `${chooser} .o_tag:contains(SHOP-02)`),
        {
            trigger: ".o_form_button_save:enabled",
            run: "click",
        },
        {
            trigger: ".o_form_saved",
        },
    ],
});
