// What this browser window keeps of rooms: the token of whoever presents, and who answers questions here.

const tokenKey = (room: string): string => `mmscope.token.${room}`;

export function keepToken(room: string, token: string): void {
    try {
        sessionStorage.setItem(tokenKey(room), token);
    } catch {
        // Without storage a reload makes a viewer of the presenter.
    }
}

export function keptToken(room: string): string | null {
    try {
        return sessionStorage.getItem(tokenKey(room));
    } catch {
        return null;
    }
}

/** Who answers questions here, the same after a reload. */
export function voterOf(): string | null {
    try {
        const kept = sessionStorage.getItem('mmscope.voter');
        if (kept) return kept;
        const made = Array.from(crypto.getRandomValues(new Uint8Array(12)), (b) => b.toString(16).padStart(2, '0')).join('');
        sessionStorage.setItem('mmscope.voter', made);
        return made;
    } catch {
        return null; // then every connection is somebody else
    }
}
