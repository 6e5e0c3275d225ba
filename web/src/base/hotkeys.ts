// Hotkeys as typed strings: 'Shift+ArrowRight', 'Mod+k', '?'. Mod is Ctrl, or Cmd on a Mac.

const isMac = typeof navigator !== 'undefined' && /Mac|iP(hone|ad)/.test(navigator.platform ?? '');

/** The event as such a string. Shift is named only with keys that it does not change. */
export function keyName(e: KeyboardEvent): string {
    const parts: string[] = [];
    if (isMac ? e.metaKey : e.ctrlKey) parts.push('Mod');
    if (e.altKey) parts.push('Alt');
    const key = e.key === ' ' ? 'Space' : e.key;
    if (e.shiftKey && key.length > 1) parts.push('Shift');
    parts.push(key);
    return parts.join('+');
}

const shown: Record<string, string> = {
    ArrowRight: '→', ArrowLeft: '←', ArrowUp: '↑', ArrowDown: '↓', Escape: 'Esc', PageDown: 'PgDn', PageUp: 'PgUp',
};

/** As a reader sees it: Ctrl+K, Shift+→. */
export function keyLabel(name: string): string {
    return name
        .split('+')
        .map((part) => (part === 'Mod' ? (isMac ? '⌘' : 'Ctrl') : (shown[part] ?? part)))
        .join(' ');
}

/** Where typing belongs to the element itself. */
export function isTyping(target: EventTarget | null): boolean {
    if (!(target instanceof HTMLElement)) return false;
    // What is typed into a shadow root arrives as typed at its host.
    const inside = target.shadowRoot?.activeElement;
    if (inside) return isTyping(inside);
    if (target instanceof HTMLInputElement && ['radio', 'checkbox'].includes(target.type)) return false;
    return target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName);
}

/** Space and Enter on a control press it, arrows choose among radio buttons; they must not do something else as well. */
export function pressesControl(e: KeyboardEvent): boolean {
    if (e.target instanceof HTMLInputElement && e.target.type === 'radio' && e.key.startsWith('Arrow') && !e.altKey) return true;
    if (e.target instanceof HTMLInputElement && e.key === ' ') return true;
    if (e.key !== ' ' && e.key !== 'Enter') return false;
    const t = e.target;
    return t instanceof Element && t.closest('button, a[href], summary, [role="button"], [role="option"]') !== null;
}
