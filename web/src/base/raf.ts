// One animation at a time, driven by requestAnimationFrame: a number runs from 0 to 1 in `ms`.

export interface Run {
    /** Ends it at once, at 1. */
    finish(): void;
    /** Ends it where it is. */
    cancel(): void;
}

export function animate(ms: number, frame: (share: number) => void, done: () => void): Run {
    let id = 0;
    let over = false;
    let start = -1;
    const end = (): void => {
        over = true;
        cancelAnimationFrame(id);
        clearTimeout(timer);
    };
    const tick = (now: number): void => {
        if (over) return;
        if (start < 0) start = now;
        const share = ms <= 0 ? 1 : Math.min(1, (now - start) / ms);
        if (share >= 1) {
            end();
            frame(1);
            done();
        } else {
            frame(share);
            id = requestAnimationFrame(tick);
        }
    };
    id = requestAnimationFrame(tick);
    // A hidden page gets no animation frames; the end must come all the same.
    const timer = setTimeout(() => {
        if (over) return;
        end();
        frame(1);
        done();
    }, ms + 250);
    return {
        finish() {
            if (over) return;
            end();
            frame(1);
            done();
        },
        cancel: end,
    };
}
