import { AutoComplete } from "@web/core/autocomplete/autocomplete";
import { getActiveHotkey } from "@web/core/hotkeys/hotkey_service";
import { Many2XAutocomplete } from "@web/views/fields/relational_utils";

/** Says when what was typed is not taken, where Odoo drops it without a word (UX-8). */
class NumberInput extends AutoComplete {
    static props = { ...AutoComplete.props, onUnfound: Function };

    get text() {
        return this.inputRef.el.value.trim();
    }

    async onInputKeydown(ev) {
        const { text } = this;
        const isEnter = getActiveHotkey(ev) === "enter";
        if (!isEnter || !text || text === this.props.value) {
            return super.onInputKeydown(ev);
        }
        ev.stopPropagation();
        ev.preventDefault();
        // a scanner: nobody has seen what the first option is
        const isBlind = Boolean(this.loadingPromise);
        await this.loadingPromise;
        const option = this.isOpened && this.state.activeSourceOption && this.activeOption;
        const isMeant = option && (!isBlind || option.data.record?.display_name === text);
        if (!isMeant && (await this.explain(text))) {
            this.inputRef.el.select();
            return;
        }
        return super.onInputKeydown(ev);
    }

    /** Left before the options were there. */
    onInputChange(ev) {
        const { text } = this;
        const isLeft = text && !this.ignoreBlur && !this.isOptionSelected;
        super.onInputChange(ev);
        if (isLeft && text !== this.props.value) {
            this.explain(text);
        }
    }

    /** A click elsewhere takes the text away. */
    externalClose(ev) {
        const { isOpened, text } = this;
        super.externalClose(ev);
        if (isOpened && !this.isOpened && text && text !== this.props.value) {
            this.explain(text);
        }
    }

    /** :return: whether something was said about it, now or before */
    async explain(text) {
        if (this.explained !== text) {
            this.explained = (await this.props.onUnfound(text)) && text;
        }
        return Boolean(this.explained);
    }

    async onInput() {
        this.explained = undefined;
        this.isOptionSelected = false;
        return super.onInput();
    }
}

/** For a number that leaves: picked from what is there. */
export class LotAutocomplete extends Many2XAutocomplete {
    static components = { ...Many2XAutocomplete.components, AutoComplete: NumberInput };

    get autoCompleteProps() {
        return { ...super.autoCompleteProps, onUnfound: this.explainUnfound.bind(this) };
    }

    async explainUnfound(text) {
        const { context, quickCreate } = this.props;
        if (quickCreate) {
            return false;
        }
        // the line may be closed by now: what a hook gives would never answer
        const { notification, orm } = this.env.services;
        const message = await orm.silent.call("stock.lot", "explain_unfound_number", [
            text,
            context.default_product_id || false,
            context.active_picking_id || false,
        ]);
        if (message) {
            notification.add(message, { type: "danger" });
        }
        return Boolean(message);
    }
}
