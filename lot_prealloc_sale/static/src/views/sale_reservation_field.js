import { registry } from "@web/core/registry";
import { BadgeField, badgeField } from "@web/views/fields/badge/badge_field";

/** The sales order that an allocated number is made for; yellow, as Reserved is. */
export class SaleReservationField extends BadgeField {
    get badgeClass() {
        return "o_lifecycle_reserved";
    }
}

registry.category("fields").add("sale_reservation", {
    ...badgeField,
    component: SaleReservationField,
    supportedTypes: ["char"],
});
