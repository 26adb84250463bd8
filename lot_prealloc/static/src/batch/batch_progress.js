import { Component, useState } from "@odoo/owl";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";

/** How far a batch is, and what can be done with it. */
export class BatchProgress extends Component {
    static template = "lot_prealloc.BatchProgress";
    static props = { batch: Object, onDone: { type: Function, optional: true } };

    setup() {
        this.orm = useService("orm");
        this.dialog = useService("dialog");
        this.batchProduction = useService("batch_production");
        this.state = useState({ isBusy: false });
    }

    get percentage() {
        const { done, total } = this.props.batch;
        return total ? Math.floor((100 * done) / total) : 0;
    }

    open() {
        this.batchProduction.open(this.props.batch.id);
    }

    stop() {
        this.dialog.add(ConfirmationDialog, {
            title: _t("Stop %s?", this.props.batch.name),
            body: _t(
                "It stops after the step that is being done. What is done stays done, the rest stays in the last order with its numbers. You can go on later."
            ),
            confirmLabel: _t("Stop"),
            confirm: () => this.press("action_stop"),
            cancelLabel: _t("Let it run"),
            cancel: () => {},
        });
    }

    resume() {
        return this.press("action_resume");
    }

    async press(method) {
        this.state.isBusy = true;
        try {
            await this.orm.call("mrp.production.batch", method, [[this.props.batch.id]]);
        } finally {
            this.state.isBusy = false;
        }
        await this.batchProduction.refresh();
        await this.props.onDone?.();
    }
}
