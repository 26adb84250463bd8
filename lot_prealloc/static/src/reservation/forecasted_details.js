import { ForecastedDetails } from "@stock/stock_forecasted/forecasted_details";
import { patch } from "@web/core/utils/patch";

// What was returned and is not released, or is on hold, is stock, but nobody's to promise.
patch(ForecastedDetails.prototype, {
    _freeStockCondition(line) {
        return super._freeStockCondition(line) && !line.lot_prealloc_withheld;
    },
});
