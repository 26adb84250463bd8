import { status, toRaw } from "@odoo/owl";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { formatInteger } from "@web/views/fields/formatters";
import { FormController } from "@web/views/form/form_controller";
import { formView } from "@web/views/form/form_view";

// Up to so many lines one waits for the orders, as for anything else in Odoo.
const SHORT_BATCH = 100;

// Buttons that do something with the list, and those that say afterwards what it was.
const TELLING = ["action_produce", "action_prepare_mo", "action_produce_together", "action_apply"];
const TAKING = [...TELLING, "action_print_labels"];

// What does the same in steps, whatever the time limits of a request.
const IN_STEPS = {
    action_produce: "action_produce_in_steps",
    action_prepare_mo: "action_prepare_mo_in_steps",
};

const CLOSING = (count) => ({
    title: _t("Throw the list away?"),
    body: _t(
        "%s lines of the list are not as they were generated, and nothing is done with them yet.",
        count
    ),
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
            method in IN_STEPS && this.lineCount > SHORT_BATCH && !this.model.root.data.list_problem
        );
    }

    /** Refused, the dialog is still there; otherwise the batch goes its way. */
    async runLong(method) {
        const { root } = this.model;
        try {
            await this.actionService.doActionButton({
                type: "object",
                name: IN_STEPS[method],
                resModel: root.resModel,
                resId: root.resId,
                context: root.context,
            });
        } catch (error) {
            await root.load();
            throw error;
        }
        await this.batchProduction.tell({ method, resId: root.resId });
        await this.batchProduction.refresh();
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
