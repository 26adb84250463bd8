import { registry } from "@web/core/registry";
import { BadgeField, badgeField } from "@web/views/fields/badge/badge_field";

const CLASSES = {
    preallocated: "text-bg-300",
    available: "o_lifecycle_available",
    reserved: "o_lifecycle_reserved",
    allocated: "o_lifecycle_allocated",
    shipped: "o_lifecycle_shipped",
    returned: "o_lifecycle_returned",
    consumed: "o_lifecycle_gone",
    scrapped: "o_lifecycle_gone",
    expected: "o_lifecycle_expected",
    void: "o_lifecycle_void",
};

export function getBadgeClass(state) {
    return CLASSES[state] || "text-bg-300";
}

/** The state of a number, in the same colour on every screen. */
export class LifecycleBadgeField extends BadgeField {
    get badgeClass() {
        return getBadgeClass(this.props.record.data[this.props.name]);
    }
}

registry.category("fields").add("lifecycle_badge", {
    ...badgeField,
    component: LifecycleBadgeField,
    supportedTypes: ["selection"],
});
