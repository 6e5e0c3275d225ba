// What each reader chooses for himself: language, theme, text size, single-letter keys. Kept in this browser.

import { flushSync } from 'svelte';
import { langTag, messages, type Lang } from './i18n/messages';
import type { Messages } from './i18n/shape';
import { COLOUR_BYS, type ColourBy } from './view';

export type Theme = 'light' | 'dark';

function stored(key: string): string | null {
    try {
        return localStorage.getItem('mmscope.' + key);
    } catch {
        return null; // storage is switched off
    }
}

function store(key: string, value: string): void {
    try {
        localStorage.setItem('mmscope.' + key, value);
    } catch {
        // It then lasts as long as the page.
    }
}

class Settings {
    lang = $state<Lang>('en');
    private chosenTheme = $state<Theme>('light');
    printing = $state(false);
    /** 1, or 1.25 for presenting. */
    text = $state(1);
    letterKeys = $state(true);
    /** What the frames are coloured by; it lasts as long as the page, and stands in its address. */
    colour = $state<ColourBy>('type');
    /** As the address says it: nothing while it is their state. */
    readonly colourWord = $derived(this.colour === 'type' ? null : this.colour);
    reducedMotion = $state(false);

    get theme(): Theme {
        return this.printing ? 'light' : this.chosenTheme;
    }

    readonly words: Messages = $derived(messages[this.lang]);

    /** Takes the colouring an address asks for; none, or one that is not known, is no wish. */
    colourBy(word: string | null): void {
        this.colour = COLOUR_BYS.find((by) => by === word) ?? this.colour;
    }

    /** Reads the address, what was kept, and what the browser says, in this order. */
    init(lang: string | null, theme: string | null): void {
        const wanted = lang ?? stored('lang') ?? navigator.language ?? 'en';
        this.lang = wanted.toLowerCase().startsWith('zh') ? 'zh' : 'en';
        const dark = matchMedia('(prefers-color-scheme: dark)');
        const t = theme ?? stored('theme');
        this.chosenTheme = t === 'dark' || t === 'light' ? t : dark.matches ? 'dark' : 'light';
        this.text = stored('text') === '1.25' ? 1.25 : 1;
        this.letterKeys = stored('keys') !== 'off';
        const motion = matchMedia('(prefers-reduced-motion: reduce)');
        this.reducedMotion = motion.matches;
        motion.addEventListener('change', () => (this.reducedMotion = motion.matches));
        const print = matchMedia('print');
        print.addEventListener('change', () => {
            // Paper is white whatever the screen is.
            this.printing = print.matches;
            flushSync(() => this.apply());
        });
        this.apply();
    }

    setLang(lang: Lang): void {
        this.lang = lang;
        store('lang', lang);
        this.apply();
    }

    setTheme(theme: Theme): void {
        this.chosenTheme = theme;
        store('theme', theme);
        this.apply();
    }

    setText(text: number): void {
        this.text = text;
        store('text', String(text));
        this.apply();
    }

    nextColour(): void {
        this.colour = COLOUR_BYS[(COLOUR_BYS.indexOf(this.colour) + 1) % COLOUR_BYS.length]!;
    }

    setLetterKeys(on: boolean): void {
        this.letterKeys = on;
        store('keys', on ? 'on' : 'off');
    }

    /** True the first time it is asked for in this browser. */
    firstTour(): boolean {
        if (stored('tour') === 'shown') return false;
        store('tour', 'shown');
        return stored('tour') === 'shown';
    }

    private apply(): void {
        const root = document.documentElement;
        root.lang = langTag(this.lang);
        root.dataset.theme = this.theme;
        root.dataset.text = this.text > 1 ? 'large' : 'normal';
    }
}

export const settings = new Settings();
