import { registry } from "@web/core/registry";
import { picture } from "./picture";
import { scan } from "./scanner";

const tours = registry.category("web_tour.tours");

function scanInto(text) {
    return {
        content: `A scanner reads ${text}`,
        trigger: ".o_searchview_input",
        run() {
            this.anchor.focus();
            scan(text);
        },
    };
}

const onlyOne = ".o_list_view tbody:not(:has(.o_data_row:eq(1))) .o_data_row";

tours.add("scan_in_orders", {
    steps: () => [
        { trigger: ".o_list_view .o_data_row:eq(0)" },
        scanInto("ACME-0012"),
        { trigger: ".o_searchview_facet:contains(Manufacturing Order or Number)" },
        { trigger: `${onlyOne}:contains(/MO/)` },
        picture("orders-found", onlyOne),
        {
            trigger: `${onlyOne} .o_data_cell[name=name]`,
            run: "click",
        },
        { trigger: ".o_form_view button[name=action_view_lot_numbers]:contains(ACME-0011)" },
    ],
});

tours.add("scan_in_transfers", {
    steps: () => [
        { trigger: ".o_list_view .o_data_row:eq(0)" },
        scanInto("ACME-0006"),
        { trigger: ".o_searchview_facet:contains(Transfer or Number)" },
        { trigger: `${onlyOne}:contains(/OUT/)` },
        picture("transfers-found", onlyOne),
    ],
});

tours.add("scan_in_lots", {
    steps: () => [
        { trigger: ".o_list_view .o_data_row:eq(0)" },
        { trigger: ".o_list_view:not(:has(.o_data_row:contains(ACME-0011)))" },
        scanInto("ACME-0011"),
        { trigger: `${onlyOne}:contains(ACME-0011)` },
        picture("lots-found", onlyOne),
    ],
});
