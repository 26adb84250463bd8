import { registry } from "@web/core/registry";

/** Go where completing an order leads, and open the dialog of its labels there (AB-19). */
async function offerLabels(env, action) {
    const { anotherAction, labels } = action.params;
    await env.services.action.doAction(anotherAction);
    await env.services.action.doAction(labels);
}

registry.category("actions").add("lot_prealloc_offer_labels", offerLabels);
