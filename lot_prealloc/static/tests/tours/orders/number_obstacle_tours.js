import { registry } from "@web/core/registry";
import { picture } from "../picture";

const tours = registry.category("web_tour.tours");

tours.add("lot_prealloc_number_obstacle", {
    steps: () => [
        {
            content: "The order says why it has no numbers",
            trigger: "[name=number_obstacle]:contains(needs an internal reference)",
        },
        picture("order-number-obstacle", ".o-mail-Activity:contains(internal reference)"),
    ],
});
