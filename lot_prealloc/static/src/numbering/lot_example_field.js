import { Component, useRef } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useDebounced } from "@web/core/utils/timing";
import { CharField, charField } from "@web/views/fields/char/char_field";

const TYPING_PAUSE = 250;

/** A text that something is proposed from while one types. */
export class LotExampleField extends Component {
    static template = "lot_prealloc.LotExampleField";
    static components = { CharField };
    static props = CharField.props;

    setup() {
        this.root = useRef("root");
        this.onInput = useDebounced(
            () => this.input?.dispatchEvent(new Event("change")),
            TYPING_PAUSE
        );
    }

    get input() {
        return this.root.el?.querySelector("input");
    }
}

registry.category("fields").add("lot_example", {
    ...charField,
    component: LotExampleField,
    displayName: _t("Text with a Proposal"),
});
