import { patch } from "@web/core/utils/patch";
import { SelectCreateDialog } from "@web/views/view_dialogs/select_create_dialog";

/** “Search more…” offers the same lots as the field: none that an order holds. */
patch(SelectCreateDialog.prototype, {
    get viewProps() {
        const viewProps = super.viewProps;
        if (this.props.resModel === "stock.lot") {
            const { hide_preallocated: hide = true } = viewProps.context || {};
            viewProps.context = {
                ...viewProps.context,
                hide_preallocated: hide && "always",
            };
        }
        return viewProps;
    },
});
