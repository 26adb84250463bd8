import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { charField } from "@web/views/fields/char/char_field";
import { LotExampleField } from "./lot_example_field";

/** A pattern with its tokens to click; the preview follows while one types. */
export class LotPatternField extends LotExampleField {
    static template = "lot_prealloc.LotPatternField";

    get next() {
        return this.props.record.data.next_name;
    }

    get tokens() {
        return [
            ["{0000}", _t("counter")],
            ["{YY}", _t("year")],
            ["{YYYY}", _t("year, 4 digits")],
            ["{MM}", _t("month")],
            ["{DD}", _t("day")],
            ["{DOY}", _t("day of the year")],
            ["{WW}", _t("week")],
            ["{IYY}", _t("year of the week")],
            ["{IYYY}", _t("year of the week, 4 digits")],
            ["{SKU}", _t("internal reference")],
            ["{CATEG}", _t("category")],
            ["{MO}", _t("order")],
        ];
    }

    insert(token) {
        const { input } = this;
        input.setRangeText(token, input.selectionStart, input.selectionEnd, "end");
        input.focus();
        input.dispatchEvent(new Event("input", { bubbles: true }));
    }
}

export const lotPatternField = {
    ...charField,
    component: LotPatternField,
    displayName: _t("Lot/Serial Number Pattern"),
    fieldDependencies: [{ name: "next_name", type: "char" }],
};

registry.category("fields").add("lot_pattern", lotPatternField);
