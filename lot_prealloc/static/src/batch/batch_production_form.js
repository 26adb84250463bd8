import { status } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError, RPCError, rpc } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { formatInteger } from "@web/views/fields/formatters";
import { FormController } from "@web/views/form/form_controller";
import { formView } from "@web/views/form/form_view";

// Up to so many lines one waits for the orders, as for anything else in Odoo.
const SHORT_BATCH = 100;

const TEXTS = {
    action_produce: {
        start: (name, count) => _t("%(name)s: producing %(count)s units…", { name, count }),
        progress: (name, done, total) =>
            _t("%(name)s: %(done)s of %(total)s produced", { name, done, total }),
        success: (name, count) => _t("%(name)s: %(count)s units produced", { name, count }),
    },
    action_prepare_mo: {
        start: (name, count) => _t("%(name)s: preparing %(count)s orders…", { name, count }),
        progress: (name, done, total) =>
            _t("%(name)s: %(done)s of %(total)s prepared", { name, done, total }),
        success: (name, count) => _t("%(name)s: %(count)s orders prepared", { name, count }),
    },
};

/** One notification whose text follows the batch, until a person closes it. */
class Progress {
    isDismissed = false;

    constructor(notification) {
        this.notification = notification;
    }

    show(message) {
        if (this.isDismissed) {
            return;
        }
        this.hide();
        this.close = this.notification.add(message, {
            type: "info",
            sticky: true,
            // takes the place of the one before: it must not fade in
            className: "opacity-100",
            onClose: () => {
                this.isDismissed = true;
            },
        });
    }

    hide() {
        this.close?.();
        this.isDismissed = false;
    }
}

/** Long batches run here, whatever screen their user is on. */
export const batchProductionService = {
    dependencies: ["action", "bus_service", "notification", "ui"],

    start(env, { action, bus_service: bus, notification, ui }) {
        const batches = {};

        bus.subscribe("lot_prealloc.batch_progress", ({ wizard_id, done, total }) =>
            batches[wizard_id]?.(done, total)
        );

        /**
         * @param {Object} batch
         * @param {string} batch.method button of the wizard
         * @param {number} batch.resId the wizard
         * @param {string} batch.name what its orders are called
         * @param {number} batch.count how many lines it has
         * @param {Object} batch.context
         */
        async function run(batch) {
            const texts = TEXTS[batch.method];
            const screen = action.currentController;
            const progress = new Progress(notification);
            const count = formatInteger(batch.count);
            progress.show(texts.start(batch.name, count));
            batches[batch.resId] = (done, total) =>
                progress.show(
                    texts.progress(batch.name, formatInteger(done), formatInteger(total))
                );
            let result = false;
            try {
                result = await press(batch);
            } catch (error) {
                progress.hide();
                await explain(error, batch);
                // shown by Odoo, over the dialog that is open again
                throw error;
            } finally {
                progress.hide();
                delete batches[batch.resId];
            }
            let next = await print(result);
            const isStillThere =
                action.currentController === screen && ui.activeElement === document;
            if (next?.target !== "new") {
                propose(texts.success(batch.name, count), "success", next);
                next = "soft_reload";
            } else if (!isStillThere) {
                propose(_t("%s: a question is open", batch.name), "warning", next);
            }
            if (isStillThere) {
                await action.doAction(next);
            }
        }

        function press({ method, resId, context }) {
            const model = "mrp.production.serials";
            return rpc(
                `/web/dataset/call_button/${model}/${method}`,
                { model, method, args: [[resId]], kwargs: { context } },
                { silent: true }
            );
        }

        async function explain(error, { name, resId }) {
            if (error instanceof RPCError) {
                const dialog = await action.loadAction(
                    "lot_prealloc.action_open_batch_production"
                );
                await action.doAction({ ...dialog, res_id: resId });
            } else if (error instanceof ConnectionLostError) {
                notification.add(
                    _t("%s: no answer. Look at the order before you try again.", name),
                    { type: "warning", sticky: true }
                );
            }
        }

        /** :return: what is left to be done when labels and reports are printed */
        async function print(result) {
            if (result?.tag !== "do_multi_print") {
                return result;
            }
            const { anotherAction, ...params } = result.params;
            await action.doAction({ ...result, params: { ...params, onClose: () => {} } });
            return anotherAction;
        }

        function propose(message, type, next) {
            const onClick = () => {
                close();
                action.doAction(next);
            };
            const close = notification.add(message, {
                type,
                sticky: true,
                buttons: next ? [{ name: _t("Open"), primary: true, onClick }] : [],
            });
        }

        return { run };
    },
};

registry.category("services").add("batch_production", batchProductionService);

export class BatchProductionController extends FormController {
    setup() {
        super.setup();
        this.batchProduction = useService("batch_production");
    }

    async beforeExecuteActionButton(clickParams) {
        const saved = await super.beforeExecuteActionButton(clickParams);
        const { data, context, resId } = this.model.root;
        const lines = (data.serial_numbers || "").split("\n");
        const count = lines.filter((line) => line.trim()).length;
        // what is known to be refused is refused at once
        if (
            saved === false ||
            !(clickParams.name in TEXTS) ||
            count <= SHORT_BATCH ||
            data.list_problem
        ) {
            return saved;
        }
        this.batchProduction.run({
            method: clickParams.name,
            name: data.title.split(" · ")[0],
            resId,
            count,
            context,
        });
        await this.env.dialogData.close();
        return false;
    }

    /** A dialog that a button leaves open says what is so by now, above all when refused. */
    async afterExecuteActionButton(clickParams) {
        await super.afterExecuteActionButton(clickParams);
        const { root } = this.model;
        if (status(this) !== "destroyed" && root.resId && !clickParams.special) {
            await root.load();
        }
    }
}

registry.category("views").add("batch_production_form", {
    ...formView,
    Controller: BatchProductionController,
});
