import { Component, status, useEffect, useState, xml } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { BatchProgress } from "./batch_progress";

/** The batch that works on an order: as it was read, and as it gets on where it is mine. */
export class ProductionBatchField extends Component {
    static template = xml`
        <BatchProgress t-if="batch" batch="batch" onDone="() => this.props.record.load()"/>`;
    static components = { BatchProgress };
    static props = standardFieldProps;

    setup() {
        this.mine = useState(useService("batch_production").batches);
        let followed = false;
        useEffect(
            (id) => {
                if (followed && !id) {
                    this.readAgain();
                }
                followed = id;
            },
            () => [this.read && this.mine[this.read.id]?.id]
        );
    }

    /** It is over: the order is not as it was read, unless somebody is changing it. */
    async readAgain() {
        const { record } = this.props;
        if (!(await record.isDirty()) && status(this) !== "destroyed") {
            await record.load();
        }
    }

    get read() {
        return this.props.record.data[this.props.name];
    }

    get batch() {
        const { read } = this;
        return read && (this.mine[read.id] || read);
    }
}

registry.category("fields").add("production_batch", {
    component: ProductionBatchField,
    supportedTypes: ["json"],
});
