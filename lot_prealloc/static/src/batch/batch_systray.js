import { Component, useState } from "@odoo/owl";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { useDropdownState } from "@web/core/dropdown/dropdown_hooks";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { BatchProgress } from "./batch_progress";

/** The batches of the user, on every screen; nothing where none is under way. */
export class BatchSystray extends Component {
    static template = "lot_prealloc.BatchSystray";
    static components = { BatchProgress, Dropdown };
    static props = {};

    setup() {
        this.dropdown = useDropdownState();
        this.batchesById = useState(useService("batch_production").batches);
    }

    get batches() {
        return Object.values(this.batchesById);
    }

    get percentage() {
        const sum = (name) => this.batches.reduce((total, batch) => total + batch[name], 0);
        return Math.floor((100 * sum("done")) / (sum("total") || 1));
    }

    get hasStopped() {
        return this.batches.some((batch) => batch.state === "stopped");
    }

    get title() {
        return this.batches.map((batch) => `${batch.name}: ${batch.progress}`).join("\n");
    }
}

registry
    .category("systray")
    .add("lot_prealloc.batches", { Component: BatchSystray }, { sequence: 60 });
