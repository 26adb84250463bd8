import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { RadioField, radioField } from "@web/views/fields/radio/radio_field";

/** When numbers are given, as a line of steps, with what the worker sees of the one. */
export class LotMomentField extends RadioField {
    static template = "lot_prealloc.LotMomentField";

    get steps() {
        const names = {
            draft: _t("Created"),
            confirmed: _t("Confirmed"),
            progress: _t("Started"),
            to_close: _t("All produced"),
            done: _t("Completed"),
        };
        const chosen = this.items.findIndex(([value]) => value === this.value);
        return this.items.map((item, index) => ({
            item,
            value: item[0],
            title: item[1],
            name: names[item[0]] || item[1],
            // from the chosen one on an order has its numbers
            isNumbered: chosen >= 0 && index >= chosen,
            isAfter: chosen >= 0 && index > chosen,
        }));
    }

    get sentence() {
        const sentences = {
            draft: _t(
                "Whoever creates an order sees its numbers at once, in draft; labels can be printed before it is confirmed."
            ),
            confirmed: _t(
                "Planners see the numbers when they confirm; workers find them on the order, and labels can be printed from then on."
            ),
            progress: _t(
                "Workers see the numbers as soon as they start: with the first quantity or work order."
            ),
            to_close: _t(
                "Workers see the numbers when the whole quantity is entered, before they close the order."
            ),
            done: _t(
                "Workers see no numbers until they close the order: serial numbers come by themselves, for a lot they are asked, with the next number proposed."
            ),
        };
        return sentences[this.value] || "";
    }
}

registry.category("fields").add("lot_moment", {
    ...radioField,
    component: LotMomentField,
    displayName: _t("Moment of Numbers"),
    supportedTypes: ["selection"],
});
