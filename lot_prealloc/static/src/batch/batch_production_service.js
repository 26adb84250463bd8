import { reactive } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { session } from "@web/session";

// Milliseconds that one has to press a button of the message that says what was done.
const OUTCOME_DELAY = 15000;
const MODEL = "mrp.production.batch";

/** Long batches of the user, whatever screen he is on, and what a button has done. */
export const batchProductionService = {
    dependencies: ["action", "bus_service", "notification", "orm"],

    start(env, { action, bus_service: bus, notification, orm }) {
        // {id: what the server tells of a batch that is not over}
        const batches = reactive({});

        bus.subscribe("lot_prealloc.batch", follow);
        bus.addEventListener("BUS:RECONNECT", refresh);
        for (const batch of session.production_batches || []) {
            follow(batch, { isNew: false });
        }

        /** What no message has told yet. */
        async function refresh() {
            for (const batch of await orm.silent.call(MODEL, "get_mine", [])) {
                follow(batch, { isNew: false });
            }
        }

        function follow(batch, { isNew = true } = {}) {
            if (batch.state === "done") {
                claim(batch);
            }
            if (!["running", "stopped"].includes(batch.state) || batch.user_id !== user.userId) {
                delete batches[batch.id];
                return;
            }
            batches[batch.id] = batch;
            if (batch.reason && isNew) {
                complain(batch);
            }
        }

        function complain({ id, name, progress, reason }) {
            show(`${name}, ${progress}. ${reason}`, "warning", [[_t("Open"), () => open(id)]]);
        }

        /** One of the user's screens says what was done, and prints what prints by itself. */
        async function claim({ id }) {
            const outcome = await orm.silent.call(MODEL, "claim_outcome", [[id]]);
            if (!outcome) {
                return;
            }
            const press = async (method) => action.doAction(await orm.call(MODEL, method, [[id]]));
            show(outcome.message, "success", [
                [_t("Print Labels"), () => press("action_print_labels")],
                [_t("Open"), () => press("action_open_orders")],
            ]);
            if (outcome.reports.length) {
                await action.doAction({
                    type: "ir.actions.client",
                    tag: "do_multi_print",
                    params: { reports: outcome.reports, onClose: () => {} },
                });
            }
        }

        function open(id) {
            return action.doAction({
                type: "ir.actions.act_window",
                res_model: MODEL,
                res_id: id,
                views: [[false, "form"]],
            });
        }

        /** @param {Array} buttons pairs of a label and what a click does */
        function show(message, type, buttons, options = { sticky: true }) {
            const close = notification.add(message, {
                type,
                ...options,
                buttons: buttons.map(([name, onClick], index) => ({
                    name,
                    primary: !index,
                    onClick: () => {
                        close();
                        onClick();
                    },
                })),
            });
        }

        /**
         * Say what a button of the dialog has done (UX-4).
         *
         * @param {Object} button
         * @param {string} button.method
         * @param {number} button.resId the dialog
         */
        async function tell({ method, resId }) {
            const model = "mrp.production.serials";
            const outcome = await orm.silent.call(model, "get_outcome", [[resId], method]);
            if (!outcome) {
                return;
            }
            const printLabels = async () =>
                action.doAction(
                    await orm.call("mrp.production", "action_print_lot_labels", [outcome.orders])
                );
            show(
                outcome.message,
                "success",
                [
                    [_t("Print Labels"), printLabels],
                    [_t("Open"), () => action.doAction(outcome.action)],
                ],
                { autocloseDelay: OUTCOME_DELAY }
            );
        }

        return { batches, open, refresh, tell };
    },
};

registry.category("services").add("batch_production", batchProductionService);
