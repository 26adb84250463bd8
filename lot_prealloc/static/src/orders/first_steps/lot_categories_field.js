import { Component, useEffect, useRef } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

// What a tick gives where the company tracks nothing by default: a number for each unit.
const DEFAULT_TRACKING = "serial";
const NO_TRACKING = "none";

/** What there is to number: categories with products, stock and open orders. A tick
 *  tracks a category from Save on. */
export class LotCategoriesField extends Component {
    static template = "lot_prealloc.LotCategoriesField";
    static props = { ...standardFieldProps };

    setup() {
        this.action = useService("action");
        const table = useRef("table");
        useEffect(() => {
            for (const tick of table.el?.querySelectorAll("input[type=checkbox]") || []) {
                tick.indeterminate = "partly" in tick.dataset;
            }
        });
    }

    get chosen() {
        return this.props.record.data[this.props.name] || {};
    }

    get ofCompany() {
        return this.props.record.data.lot_tracking || NO_TRACKING;
    }

    /** Kinds of tracking that a ticked category can have. */
    get kinds() {
        const { selection } = this.props.record.fields.lot_tracking;
        return selection.filter(([value]) => value !== NO_TRACKING);
    }

    /** The nearest that decides: what is chosen here, the category's own, its parent's. */
    getTracking({ path }, chosen = this.chosen) {
        const own = path.map(([id, tracking]) => chosen[id] || tracking);
        return own.find(Boolean) || this.ofCompany;
    }

    isTracked(row) {
        return this.getTracking(row) !== NO_TRACKING;
    }

    /** Not all, but products that are tracked by themselves. */
    isPartly(row) {
        return row.tracked > 0 && !this.isTracked(row);
    }

    tick(row, isTicked) {
        const usual = this.ofCompany === NO_TRACKING ? DEFAULT_TRACKING : this.ofCompany;
        this.choose(row, isTicked ? usual : NO_TRACKING);
    }

    choose(row, tracking) {
        const chosen = { ...this.chosen };
        delete chosen[row.id];
        if (this.getTracking(row, chosen) !== tracking) {
            chosen[row.id] = tracking;
        }
        return this.props.record.update({ [this.props.name]: chosen });
    }

    get rows() {
        return this.props.record.data.lot_category_overview?.rows || [];
    }

    get more() {
        const { more } = this.props.record.data.lot_category_overview || {};
        return more ? _t("… and %s more categories", more) : "";
    }

    tellProducts({ tracked, products }) {
        return _t("%(tracked)s of %(products)s", { tracked, products });
    }

    open(categoryId) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "product.category",
            res_id: categoryId,
            views: [[false, "form"]],
        });
    }
}

registry.category("fields").add("lot_categories", {
    component: LotCategoriesField,
    displayName: _t("Categories with Products, Stock and Orders"),
    supportedTypes: ["json"],
});
