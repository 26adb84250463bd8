import { registry } from "@web/core/registry";
import { picture } from "../picture";

const tours = registry.category("web_tour.tours");

const card = (...texts) => `.o_kanban_record${texts.map((text) => `:contains(${text})`).join("")}`;

tours.add("traceability_on_a_phone", {
    steps: () => [
        picture(
            "lot-traceability-phone",
            card("ACME-0002", "Shipped", "Acme Widget", "Customer A")
        ),
        { trigger: card("ACME-0012", "Preallocated") },
        { trigger: card("ACME-0004", "Allocated", "WH/Stock"), run: "click" },
        { trigger: ".o_form_view .o_field_widget[name=name] input:value(ACME-0004)" },
        picture("lot-phone", ".o_lot_timeline_entry"),
    ],
});

tours.add("lots_on_a_phone", {
    steps: () => [picture("lots-phone", card("ACME-0005", "Allocated", "Acme Widget", "WH/Stock"))],
});

tours.add("delivery_on_a_phone", {
    steps: () => [picture("delivery-phone", card("Acme Widget", "ACME-0004", "ACME-0006"))],
});
