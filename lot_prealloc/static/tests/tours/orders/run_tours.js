import { registry } from "@web/core/registry";
import { picture } from "../picture";

const runs = "RUN-26-00001 … 00006, 00010 … 00017, 00019 … 00024 (20)";
const summary = `button[name=action_view_lot_numbers]:contains(${runs})`;

registry.category("web_tour.tours").add("lot_prealloc_runs", {
    steps: () => [
        {
            content: "What belongs to other orders is not in the run",
            trigger: summary,
        },
        picture("order-runs", summary),
        {
            trigger: summary,
            run: "click",
        },
        { trigger: ".o_list_view .o_data_row:contains(RUN-26-00024)" },
        { trigger: ".o_list_view:not(:has(.o_data_row:contains(RUN-26-00008)))" },
    ],
});
