import { Component, onMounted, onWillUnmount, useRef, useState, xml } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

// What is said as long as no button is meant.
const FIRST_BUTTON = "action_produce";

/** What a button of the dialog will do: the one in focus, or under the pointer. */
export class BatchOutlookField extends Component {
    static template = xml`
        <div t-ref="root" class="o_batch_outlook" role="status" t-esc="sentence"/>`;
    static props = standardFieldProps;

    setup() {
        this.root = useRef("root");
        this.state = useState({ pointed: false, focused: false });
        const listeners = {
            focusin: (ev) => (this.state.focused = this.getButton(ev)),
            mouseover: (ev) => (this.state.pointed = this.getButton(ev)),
            mouseleave: () => (this.state.pointed = false),
        };
        onMounted(() => {
            this.dialog = this.root.el.closest(".modal-content");
            for (const [event, listener] of Object.entries(listeners)) {
                this.dialog?.addEventListener(event, listener);
            }
        });
        onWillUnmount(() => {
            for (const [event, listener] of Object.entries(listeners)) {
                this.dialog?.removeEventListener(event, listener);
            }
        });
    }

    getButton({ target }) {
        const button = target.closest("footer button");
        return button?.name || button?.getAttribute("special");
    }

    get sentence() {
        const outlook = this.props.record.data[this.props.name] || {};
        const { pointed, focused } = this.state;
        return outlook[pointed] || outlook[focused] || outlook[FIRST_BUTTON] || "";
    }
}

registry.category("fields").add("batch_outlook", {
    component: BatchOutlookField,
    supportedTypes: ["json"],
});
