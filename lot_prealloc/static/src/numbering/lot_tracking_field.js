import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { SelectionField, selectionField } from "@web/views/fields/selection/selection_field";

const INHERIT = "inherit";

/** Native tracking with one more choice at its top: what the category configures. */
export class LotTrackingField extends SelectionField {
    static template = "lot_prealloc.LotTrackingField";

    get options() {
        return [[INHERIT, this.props.record.data.lot_tracking_inherited], ...super.options];
    }

    get isInherited() {
        return !this.props.record.data.lot_tracking;
    }

    get value() {
        return this.isInherited ? INHERIT : super.value;
    }

    /** What tracking comes out of it; the choice itself is longer than the column. */
    get effective() {
        return super.options.find(([value]) => value === super.value)?.[1];
    }

    get string() {
        return this.options.find(([value]) => value === this.value)?.[1] || super.string;
    }

    onChange(value) {
        this.props.record.update(
            value === INHERIT
                ? { lot_tracking: false }
                : { lot_tracking: value, [this.props.name]: value }
        );
    }
}

export const lotTrackingField = {
    ...selectionField,
    component: LotTrackingField,
    displayName: _t("Lot/Serial Tracking"),
    supportedTypes: ["selection"],
    fieldDependencies: [
        { name: "lot_tracking", type: "selection" },
        { name: "lot_tracking_inherited", type: "char" },
    ],
};

registry.category("fields").add("lot_tracking", lotTrackingField);
