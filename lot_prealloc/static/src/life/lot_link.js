import { Component } from "@odoo/owl";
import { useService } from "@web/core/utils/hooks";

/** A name, and a link where there is a record that the user can open. */
export class LotLink extends Component {
    static template = "lot_prealloc.LotLink";
    static props = { link: Object };

    setup() {
        this.action = useService("action");
    }

    /** Where it leads when it is opened in another tab. */
    get href() {
        const { model, id } = this.props.link;
        return `/odoo/${model.includes(".") ? model : `m-${model}`}/${id}`;
    }

    open(newWindow) {
        const { model, id } = this.props.link;
        return this.action.doAction(
            {
                type: "ir.actions.act_window",
                res_model: model,
                res_id: id,
                views: [[false, "form"]],
                context: model === "stock.lot" ? { display_complete: true } : {},
            },
            { newWindow }
        );
    }
}
