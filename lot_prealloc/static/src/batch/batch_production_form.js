import { status, toRaw } from "@odoo/owl";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError, RPCError, rpc } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { formatInteger } from "@web/views/fields/formatters";
import { FormController } from "@web/views/form/form_controller";
import { formView } from "@web/views/form/form_view";

// Up to so many lines one waits for the orders, as for anything else in Odoo.
const SHORT_BATCH = 100;

// Milliseconds that one has to press a button of the message that says what was done.
const OUTCOME_DELAY = 15000;

// Buttons that do something with the list, and those that say afterwards what it was.
const TELLING = [
    "action_produce",
    "action_prepare_mo",
    "action_produce_together",
    "action_apply",
];
const TAKING = [...TELLING, "action_print_labels"];

const TEXTS = {
    action_produce: {
        start: (name, count) => _t("%(name)s: producing %(count)s units…", { name, count }),
        progress: (name, done, total) =>
            _t("%(name)s: %(done)s of %(total)s produced", { name, done, total }),
    },
    action_prepare_mo: {
        start: (name, count) => _t("%(name)s: preparing %(count)s orders…", { name, count }),
        progress: (name, done, total) =>
            _t("%(name)s: %(done)s of %(total)s prepared", { name, done, total }),
    },
};

const CLOSING = (count) => ({
    title: _t("Throw the list away?"),
    body: _t("%s lines of the list are not as they were generated, and nothing is done with them yet.", count),
    cancelLabel: _t("Throw away"),
});
// What would take the list from a person who has typed into it.
const QUESTIONS = {
    cancel: CLOSING,
    action_generate_serial_numbers: (count) => ({
        title: _t("Replace the list?"),
        body: _t("The list was edited. Generate replaces all of its %s lines.", count),
        cancelLabel: _t("Replace"),
    }),
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
    dependencies: ["action", "bus_service", "notification", "orm", "ui"],

    start(env, { action, bus_service: bus, notification, orm, ui }) {
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
            if (result?.tag === "display_notification") {
                // nothing is done yet: it says why, and opens the dialog again
                await action.doAction(result);
                return;
            }
            let next = await print(result);
            const isStillThere =
                action.currentController === screen && ui.activeElement === document;
            if (next?.target !== "new") {
                await tell(batch, true);
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

        /**
         * Say what a button has done (UX-4).
         *
         * @param {Object} batch
         * @param {boolean} sticky whether it stays until a person closes it
         */
        async function tell({ method, resId }, sticky = false) {
            const model = "mrp.production.serials";
            const outcome = await orm.silent.call(model, "get_outcome", [[resId], method]);
            if (!outcome) {
                return;
            }
            const printLabels = async () => {
                close();
                const report = await orm.call("mrp.production", "action_print_lot_labels", [
                    outcome.orders,
                ]);
                await action.doAction(report);
            };
            const open = () => {
                close();
                action.doAction(outcome.action);
            };
            const close = notification.add(outcome.message, {
                type: "success",
                sticky,
                autocloseDelay: OUTCOME_DELAY,
                buttons: [
                    { name: _t("Print Labels"), primary: true, onClick: printLabels },
                    { name: _t("Open"), onClick: open },
                ],
            });
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

        return { run, tell };
    },
};

registry.category("services").add("batch_production", batchProductionService);

/** :return: the lines of a list, without what makes no difference */
function readLines(text) {
    const lines = (text || "").split("\n").map((line) => line.replace(/[\s,]+$/, "").trim());
    return lines.filter(Boolean);
}

export class BatchProductionController extends FormController {
    setup() {
        super.setup();
        this.batchProduction = useService("batch_production");
        this.askBeforeDismissal();
    }

    /** Esc and the cross close a dialog, whatever was typed into it. */
    askBeforeDismissal() {
        if (this.env.dialogData) {
            // raw: whoever shows the dialog need not render it anew
            const dialogData = toRaw(this.env.dialogData);
            const close = dialogData.close;
            dialogData.close = async (params) => {
                if (!params?.dismiss || (await this.mayLoseList(CLOSING))) {
                    return close(params);
                }
            };
        }
    }

    /**
     * Ask where a person has typed; what the dialog has made is made again.
     *
     * @param {Object} question
     * @returns {Promise<boolean>} whether the list may go
     */
    async mayLoseList(question) {
        const { root } = this.model;
        // what is being typed at this moment counts
        await root.isDirty();
        const lines = readLines(root.data.serial_numbers);
        const generated = readLines(root.data.generated_list);
        if (!lines.length || lines.join("\n") === generated.join("\n")) {
            return true;
        }
        return new Promise((resolve) => {
            this.dialogService.add(
                ConfirmationDialog,
                {
                    ...question(formatInteger(lines.length)),
                    // in focus: what a scanner's Enter presses takes nothing away
                    confirmLabel: _t("Go on"),
                    confirm: () => resolve(false),
                    cancel: () => resolve(true),
                    dismiss: () => resolve(false),
                },
                { onClose: () => resolve(false) }
            );
        });
    }

    async beforeExecuteActionButton(clickParams) {
        const question = QUESTIONS[clickParams.special || clickParams.name];
        if (question && !(await this.mayLoseList(question))) {
            return false;
        }
        const saved = await super.beforeExecuteActionButton(clickParams);
        if (saved === false || !TAKING.includes(clickParams.name)) {
            return saved;
        }
        const { data, resId } = this.model.root;
        if (data.foreseen_names && !data.list_problem && (await this.drawShownNumbers(resId))) {
            return false;
        }
        return this.isLong(clickParams.name) ? this.runLong(clickParams.name) : saved;
    }

    /**
     * What is drawn is kept, even if the button is refused afterwards.
     *
     * @returns {Promise<boolean>} whether the list shows other numbers now
     */
    async drawShownNumbers(resId) {
        const model = "mrp.production.serials";
        const action = await this.orm.call(model, "action_draw_shown_numbers", [[resId]]);
        if (action) {
            await this.actionService.doAction(action);
        }
        return Boolean(action);
    }

    get lineCount() {
        const lines = (this.model.root.data.serial_numbers || "").split("\n");
        return lines.filter((line) => line.trim()).length;
    }

    isLong(method) {
        // what is known to be refused is refused at once
        return (
            method in TEXTS &&
            this.lineCount > SHORT_BATCH &&
            !this.model.root.data.list_problem
        );
    }

    async runLong(method) {
        const { data, context, resId } = this.model.root;
        this.batchProduction.run({
            method,
            name: data.title.split(" · ")[0],
            resId,
            count: this.lineCount,
            context,
        });
        await this.env.dialogData.close();
        return false;
    }

    /** A dialog that a button leaves open says what is so by now, above all when refused. */
    async afterExecuteActionButton(clickParams) {
        await super.afterExecuteActionButton(clickParams);
        const { root } = this.model;
        if (TELLING.includes(clickParams.name)) {
            await this.batchProduction.tell({ method: clickParams.name, resId: root.resId });
        }
        if (status(this) !== "destroyed" && root.resId && !clickParams.special) {
            await root.load();
        }
    }
}

registry.category("views").add("batch_production_form", {
    ...formView,
    Controller: BatchProductionController,
});
