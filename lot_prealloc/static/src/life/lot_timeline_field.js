import { Component, useState } from "@odoo/owl";
import { deserializeDateTime, formatDate, formatDateTime } from "@web/core/l10n/dates";
import { localization } from "@web/core/l10n/localization";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { LotLink } from "./lot_link";

// A lot that is delivered every day has a long life: it begins folded.
const FOLD_FROM = 120;
const SHOWN = 100;

/** What happened to a number, one line per event, the newest at the bottom. */
export class LotTimelineField extends Component {
    static template = "lot_prealloc.LotTimelineField";
    static components = { LotLink };
    static props = { ...standardFieldProps };

    setup() {
        this.state = useState({ isUnfolded: false });
    }

    get allEntries() {
        return this.props.record.data[this.props.name] || [];
    }

    get foldedCount() {
        const { length } = this.allEntries;
        return this.state.isUnfolded || length < FOLD_FROM ? 0 : length - SHOWN;
    }

    get entries() {
        return this.allEntries.slice(this.foldedCount).map((entry) => {
            const date = deserializeDateTime(entry.date);
            return {
                ...entry,
                day: formatDate(date),
                time: date.toFormat(localization.timeFormat.replace(":ss", "")),
                moment: formatDateTime(date),
            };
        });
    }

    get foldedLabel() {
        return _t("Show %s earlier events", this.foldedCount);
    }
}

export const lotTimelineField = {
    component: LotTimelineField,
    displayName: _t("Lot/Serial Number Timeline"),
    supportedTypes: ["json"],
};

registry.category("fields").add("lot_timeline", lotTimelineField);
