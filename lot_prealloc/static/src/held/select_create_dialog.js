import { patch } from "@web/core/utils/patch";
import { SelectCreateDialog } from "@web/views/view_dialogs/select_create_dialog";

/** “Search more…” offers the same lots as the field: none that an order holds. */
patch(SelectCreateDialog.prototype, {
    get viewProps() {
        const viewProps = super.viewProps;
        if (this.props.resModel === "stock.lot") {
            viewProps.context = { hide_preallocated: true, ...viewProps.context };
        }
        return viewProps;
    },
});
