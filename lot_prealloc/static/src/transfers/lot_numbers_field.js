import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { LotAutocomplete } from "./lot_autocomplete";
import { LotTagsField, lotTagsField } from "./lot_tags_field";

// More numbers than this are summed up; they are edited in the line's details.
const MAX_TAGS = 10;

/** The numbers of a line: tags to edit, or a summary where they are many. */
export class LotNumbersField extends LotTagsField {
    static template = "lot_prealloc.LotNumbersField";
    static components = {
        ...LotTagsField.components,
        Many2XAutocomplete: LotAutocomplete,
    };

    setup() {
        super.setup();
        this.action = useService("action");
    }

    get numbers() {
        return this.props.record.data[this.props.name];
    }

    get isSummary() {
        return this.numbers.currentIds.length > MAX_TAGS;
    }

    get summary() {
        return this.props.record.data.lot_number_summary;
    }

    openNumbers() {
        return this.action.doAction({
            type: "ir.actions.act_window",
            name: _t("Lots/Serial Numbers"),
            res_model: this.relation,
            views: [
                [false, "list"],
                [false, "form"],
            ],
            domain: [["id", "in", this.numbers.currentIds]],
            context: { create: false, delete: false, display_complete: true },
        });
    }
}

registry.category("fields").add("lot_numbers", {
    ...lotTagsField,
    component: LotNumbersField,
    fieldDependencies: [{ name: "lot_number_summary", type: "char" }],
});
