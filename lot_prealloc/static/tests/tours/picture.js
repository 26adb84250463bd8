import { delay } from "@web/core/utils/concurrency";

/** A step at which the documentation has a picture, see tests/pictures.py. */
export function picture(name, trigger) {
    return {
        content: `Picture of ${name}`,
        trigger,
        async run() {
            console.log(`picture: ${name}`);
            // The screen stays as it is until the picture is taken.
            await delay(400);
        },
    };
}
