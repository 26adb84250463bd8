import { useEffect } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useDebounced } from "@web/core/utils/timing";
import { TextField, textField } from "@web/views/fields/text/text_field";

const TYPING_PAUSE = 250;

/** The list of Batch Production: checked while one types or pastes. */
export class BatchListField extends TextField {
    setup() {
        super.setup();
        const check = useDebounced(
            () => this.textareaRef.el?.dispatchEvent(new Event("change")),
            TYPING_PAUSE
        );
        useEffect(
            (textarea) => {
                textarea?.addEventListener("input", check);
                return () => textarea?.removeEventListener("input", check);
            },
            () => [this.textareaRef.el]
        );
    }

    /** A line that was just begun stays, and blank lines count. */
    get shouldTrim() {
        return false;
    }
}

export const batchListField = {
    ...textField,
    component: BatchListField,
    displayName: _t("Lot/Serial Number List"),
    supportedTypes: ["text"],
    additionalClasses: ["o_field_text"],
};

registry.category("fields").add("batch_list", batchListField);
