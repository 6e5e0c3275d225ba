// Where a room's page stands, told to others: to the address bar, so that a reload comes back to it, and to the page around
// a frame.

import { onMount } from 'svelte';
import { addressOf, parseRoute, type Place } from '../base/url';
import { EmbedLink, originAround } from '../core/embed';
import type { Pin } from '../core/lesson';
import type { Model } from '../core/model';
import type { Room } from '../core/room.svelte';
import type { FloorName } from '../core/schema.gen';
import { formatSelection } from '../core/selection';
import { settings } from '../core/settings.svelte';
import { FLOORS } from '../views/heights';
import { isDrawing, type DrawingId } from '../views/kernel/events';
import { nextDrawing } from '../views/kernel/registry';

/** What the reader keeps: a floor grown, a drawing on the Kernel floor. In the address pin=kernel, pin=kernel/pcp, or
 * pin=/pcp with no floor kept. */
export class Pins {
    floor = $state<FloorName | null>(null);
    drawing = $state<DrawingId | null>(null);
    readonly word = $derived(this.floor || this.drawing ? (this.floor ?? '') + (this.drawing ? `/${this.drawing}` : '') : null);

    constructor(word: string | null) {
        const [floor, drawing] = (word ?? '').split('/');
        this.floor = FLOORS.find((f) => f === floor) ?? null;
        this.drawing = drawing !== undefined && isDrawing(drawing) ? drawing : null;
    }

    /** What is grown, and with which drawing, where a lesson has a wish of its own: the reader's choice wins. */
    over(wish: Pin | null): { floor: FloorName | 'lab' | null; drawing: DrawingId | null } {
        const [floor, drawing] = (wish ?? '').split('/');
        const asked = floor === 'lab' ? 'lab' : (FLOORS.find((f) => f === floor) ?? null);
        return { floor: this.floor ?? asked, drawing: this.drawing ?? (drawing !== undefined && isDrawing(drawing) ? drawing : null) };
    }

    /** The next drawing of this machine's Kernel floor; after the last the story chooses. */
    next(model: Model): void {
        this.drawing = nextDrawing(model, this.drawing);
    }
}

/** Browsers refuse more than some hundred changes of the address in half a minute. */
const ADDRESS_MS = 500;

/** Who follows comes back to where the presenter is then, so only who drives himself has a position of his own. */
export function placeOf(room: Room, pin: string | null): Place {
    return { seq: room.mayDrive ? (room.moment?.seq ?? null) : null, sel: room.chosen ? formatSelection(room.chosen) : null, pin, cb: settings.colourWord };
}

/** The address follows the position. To be called while the page's component is set up; `pin` null: no room is shown. */
export function followPlace(room: Room, pin: () => string | null, on: () => boolean): void {
    let last = 0;
    $effect(() => {
        if (!on() || room.link !== 'open' || !room.moment) return;
        const place = placeOf(room, pin());
        // An address that names language or theme names the ones that are shown.
        const asked = parseRoute(location.href);
        if (asked.lang !== null) place.lang = settings.lang;
        if (asked.theme !== null) place.theme = settings.theme;
        const to = addressOf(location.pathname, place, location.search);
        if (to === location.pathname + location.search) return;
        const timer = setTimeout(() => {
            last = performance.now();
            history.replaceState(history.state, '', to);
        }, Math.max(0, ADDRESS_MS - (performance.now() - last)));
        return () => clearTimeout(timer);
    });
}

/** In a frame: a viewer looks on his own, and the page around it may ask and seek. */
export function joinFrame(room: Room, embed: boolean): void {
    if (!embed) return;
    let link: EmbedLink | null = null;
    onMount(() => {
        if (window.parent === window) return;
        const origin = originAround(location.ancestorOrigins, document.referrer);
        link = new EmbedLink({
            parent: window.parent,
            origin,
            seek: (to) => ('seq' in to ? room.seek(to.seq) : room.seekStep(to.step)),
            state: () => room.moment && { room: room.id, seq: room.moment.seq, step: room.moment.step?.step ?? 0, head: { step: room.headStep, seq: room.headSeq }, playing: room.playing !== null },
        });
        const heard = (e: MessageEvent): void => link!.receive(e);
        window.addEventListener('message', heard);
        return () => window.removeEventListener('message', heard);
    });
    let left = false;
    $effect(() => {
        if (left || room.link !== 'open' || !room.moment) return;
        left = true;
        if (room.role === 'viewer' && !room.detached) room.leave();
    });
    $effect(() => {
        void [room.moment?.seq, room.headSeq, room.playing];
        if (room.moment?.tau === 1) link?.tell();
    });
}
