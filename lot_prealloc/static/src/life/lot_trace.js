import { Component, onWillStart, onWillUpdateProps, useState } from "@odoo/owl";
import { deserializeDateTime, formatDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { getBadgeClass } from "./lifecycle_badge_field";
import { LotLink } from "./lot_link";

/** What is inside a number, or where it went: a level is read when it is unfolded. */
export class LotTrace extends Component {
    static template = "lot_prealloc.LotTrace";
    static components = { LotLink };
    static props = { ...standardWidgetProps, direction: String };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ root: null });
        onWillStart(() => this.load(this.props));
        onWillUpdateProps((nextProps) => {
            if (nextProps.record.resId !== this.props.record.resId) {
                return this.load(nextProps);
            }
        });
    }

    async load({ record }) {
        const root = { level: 0, rows: [], count: 0 };
        if (record.resId) {
            await this.loadPage(root, record.resModel, record.resId);
        }
        this.state.root = root;
    }

    async loadPage(node, model, id) {
        const { count, rows } = await this.orm.silent.call(model, "get_trace_level", [
            [id],
            this.props.direction,
            node.rows.length,
        ]);
        node.count = count;
        node.rows.push(...rows.map((row) => ({ ...row, level: node.level + 1, node: null })));
    }

    /** Rows as they stand below each other; a level that goes on ends with a button. */
    get lines() {
        const lines = [];
        const add = (node, key) => {
            node.rows.forEach((row, index) => {
                const rowKey = `${key}-${index}`;
                lines.push({ key: rowKey, row });
                if (row.node?.isUnfolded) {
                    add(row.node, rowKey);
                }
            });
            if (node.rows.length < node.count) {
                lines.push({ key: `${key}-more`, node });
            }
        };
        if (this.state.root) {
            add(this.state.root, "0");
        }
        return lines;
    }

    async toggle(row) {
        if (!row.node) {
            const node = { level: row.level, rows: [], count: 0, id: row.id };
            await this.loadPage(node, "stock.lot", row.id);
            row.node = node;
        }
        row.node.isUnfolded = !row.node.isUnfolded;
    }

    async showMore(node) {
        const { resModel, resId } = this.props.record;
        await this.loadPage(
            node,
            node.level ? "stock.lot" : resModel,
            node.level ? node.id : resId
        );
    }

    getMoreLabel({ rows, count }) {
        return _t("Show more (%(shown)s of %(count)s)", { shown: rows.length, count });
    }

    getToggleLabel({ node }) {
        return node?.isUnfolded ? _t("Fold") : _t("Unfold");
    }

    getExpanded({ is_leading, node }) {
        return is_leading ? `${Boolean(node?.isUnfolded)}` : undefined;
    }

    getBadgeClass(state) {
        return getBadgeClass(state);
    }

    getDay({ date }) {
        return date ? formatDate(deserializeDateTime(date)) : "";
    }

    get emptyText() {
        return this.props.direction === "inside"
            ? _t("No lots or serial numbers are inside.")
            : _t("It is not inside of anything else.");
    }
}

registry.category("view_widgets").add("lot_trace", {
    component: LotTrace,
    extractProps: ({ attrs }) => ({ direction: attrs.direction }),
});

/** “In 7 × Bike: 5 shipped to 2 customers, 1 in stock, 1 in production”. */
export class LotTraceHeadline extends Component {
    static template = "lot_prealloc.LotTraceHeadline";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ text: "" });
        // The form does not wait for it.
        onWillStart(() => void this.load(this.props));
        onWillUpdateProps((nextProps) => {
            if (nextProps.record.resId !== this.props.record.resId) {
                this.load(nextProps);
            }
        });
    }

    async load({ record: { resId } }) {
        const text = resId
            ? await this.orm.silent.call("stock.lot", "get_trace_headline", [[resId]])
            : "";
        this.state.text = text;
    }
}

registry.category("view_widgets").add("lot_trace_headline", {
    component: LotTraceHeadline,
});
