import { Component, useState, xml } from "@odoo/owl";
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
    }

    get batch() {
        const read = this.props.record.data[this.props.name];
        return read && (this.mine[read.id] || read);
    }
}

registry.category("fields").add("production_batch", {
    component: ProductionBatchField,
    supportedTypes: ["json"],
});
