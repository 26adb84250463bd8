/**
 * What a scanner does: key after key into whatever has the focus, Enter at the end, and
 * no pause in which a page could catch up.
 */
export function scan(text, target = document.activeElement) {
    for (const key of text) {
        press(target, key);
    }
    press(target, "Enter");
}

function press(target, key) {
    const options = { key, bubbles: true, cancelable: true };
    const isForUs = target.dispatchEvent(new KeyboardEvent("keydown", options));
    if (isForUs && key.length === 1) {
        const { value, selectionStart, selectionEnd } = target;
        target.value = value.slice(0, selectionStart) + key + value.slice(selectionEnd);
        target.setSelectionRange(selectionStart + 1, selectionStart + 1);
        target.dispatchEvent(
            new InputEvent("input", { data: key, inputType: "insertText", bubbles: true })
        );
    }
    target.dispatchEvent(new KeyboardEvent("keyup", options));
}
