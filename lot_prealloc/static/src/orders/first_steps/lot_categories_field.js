import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** What there is to number: categories with products, stock and open orders. */
export class LotCategoriesField extends Component {
    static template = "lot_prealloc.LotCategoriesField";
    static props = { ...standardFieldProps };

    setup() {
        this.action = useService("action");
    }

    get rows() {
        return this.props.record.data[this.props.name]?.rows || [];
    }

    get more() {
        const { more } = this.props.record.data[this.props.name] || {};
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
