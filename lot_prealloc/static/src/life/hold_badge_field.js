import { registry } from "@web/core/registry";
import { CharField, charField } from "@web/views/fields/char/char_field";

/** What a number is on hold for, why and who says so; wherever the number is shown. */
export class HoldBadgeField extends CharField {
    static template = "lot_prealloc.HoldBadgeField";
}

registry.category("fields").add("hold_badge", {
    ...charField,
    component: HoldBadgeField,
});
