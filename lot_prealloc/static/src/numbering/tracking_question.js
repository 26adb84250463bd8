import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";
import { FormController } from "@web/views/form/form_controller";

const QUESTION = "lot_tracking_question";

/**
 * A category, or the settings, whose tracking changes for products in stock: a person is
 * asked before it is saved. Other forms don't have the field.
 */
patch(FormController.prototype, {
    async onWillSaveRecord(record) {
        const canProceed = await super.onWillSaveRecord(...arguments);
        const question = record.data[QUESTION];
        if (canProceed === false || !question) {
            return canProceed;
        }
        return new Promise((resolve) => {
            this.dialogService.add(
                ConfirmationDialog,
                {
                    title: _t("Products in Stock Change Their Tracking"),
                    body: question,
                    confirmLabel: _t("Change Tracking"),
                    confirm: () => resolve(true),
                    cancel: () => resolve(false),
                },
                { onClose: () => resolve(false) }
            );
        });
    },

    /** There is no time to ask: the browser does. */
    async beforeUnload(ev) {
        if (this.model.root?.data?.[QUESTION]) {
            ev.preventDefault();
            ev.returnValue = "Unsaved changes";
            return;
        }
        return super.beforeUnload(...arguments);
    },
});
