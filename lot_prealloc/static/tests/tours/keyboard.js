/**
 * Keys and text that the browser itself sends to whatever has the focus, see
 * tests/keyboard.py: an event that a script makes moves no cursor and no choice.
 */
export function press(content, trigger, ...keys) {
    return { content, trigger, run: () => keys.forEach((key) => console.log(`key: ${key}`)) };
}

/** As from the clipboard: all at once, in the place of what is selected. */
export function insert(content, trigger, text) {
    return {
        content,
        trigger,
        run() {
            this.anchor.focus();
            this.anchor.select();
            console.log(`text: ${text}`);
        },
    };
}
