// Keeps an open page true without moving anything under the hand. Everything works without it.
(() => {
    'use strict';
    const live = document.getElementById('live');
    if (!live || !window.EventSource || !window.fetch || !window.DOMParser) { return; }

    // What was just done is said once: loading the page again does not do it again.
    const address = new URL(location.href);
    if (address.searchParams.has('done')) {
        address.searchParams.delete('done');
        history.replaceState(null, '', address);
    }

    const policy = window.trustedTypes
        ? window.trustedTypes.createPolicy('desk', { createHTML: (text) => text })
        : { createHTML: (text) => text };
    const title = document.title;
    const isList = live.dataset.live === 'list';
    const oneAlert = live.dataset.alert;
    let changed = new Set();
    let loading = false;

    const news = () => document.getElementById('news');

    // The page as the server would draw it now. Not a use of the session: an empty chair must still time out.
    const fetched = async () => {
        const answer = await fetch(location.href, { headers: { 'X-Desk-Refresh': '1' }, redirect: 'error', cache: 'no-store' });
        if (!answer.ok) { throw new Error(String(answer.status)); }
        return new DOMParser().parseFromString(policy.createHTML(await answer.text()), 'text/html');
    };

    const isInHand = () => {
        const table = live.querySelector('table.alerts');
        return table && (table.matches(':hover') || table.contains(document.activeElement));
    };

    const swap = (page) => {
        const now = page.getElementById('live');
        if (!now) { location.reload(); return; }
        const held = document.activeElement && live.contains(document.activeElement)
            ? document.activeElement.getAttribute('href') : null;
        live.replaceChildren(...now.childNodes);
        if (held) {
            const again = [...live.querySelectorAll('a')].find((link) => link.getAttribute('href') === held);
            if (again) { again.focus({ preventScroll: true }); }
        }
        document.title = title;
        changed = new Set();
    };

    const offer = (text) => {
        const line = news();
        if (!line) { return; }
        const button = document.createElement('button');
        button.type = 'button';
        button.className = 'second';
        button.textContent = 'Show now';
        button.addEventListener('click', () => { isList ? refresh(true) : location.reload(); });
        line.replaceChildren(document.createTextNode(text + ' '), button);
        line.hidden = false;
        document.title = '• ' + title;
    };

    // At once, and then not more often than every three seconds; what came meanwhile is shown at the end of them.
    const pause = 3000;
    let last = 0;
    let later = 0;
    const refresh = async (force) => {
        const wait = last + pause - Date.now();
        if (loading || (wait > 0 && !force)) {
            if (!later) { later = setTimeout(() => { later = 0; refresh(false); }, Math.max(wait, 100)); }
            return;
        }
        loading = true;
        last = Date.now();
        try {
            const page = await fetched();
            if (force || !isInHand()) {
                swap(page);
            } else if (changed.size > 0) {
                offer(changed.size === 1 ? 'An alert has changed.' : changed.size + ' alerts have changed.');
            }
        } catch (problem) {
            // Signed out, or the desk is gone: the next full load says which.
        } finally {
            loading = false;
        }
    };

    // Off until somebody asks for it on this machine. Says that there is one, and never about whom.
    const sounds = document.getElementById('sounds');
    const wanted = () => window.localStorage.getItem('desk-sounds') === 'yes';
    const rung = new Set();
    const beep = () => {
        const audio = new AudioContext();
        const tone = audio.createOscillator();
        const volume = audio.createGain();
        tone.frequency.value = 660;
        volume.gain.value = 0.15;
        tone.connect(volume).connect(audio.destination);
        tone.start();
        tone.stop(audio.currentTime + 0.35);
        tone.addEventListener('ended', () => audio.close());
    };
    const ring = (critical) => {
        const fresh = critical.filter((id) => !rung.has(id));
        fresh.forEach((id) => rung.add(id));
        if (fresh.length === 0 || !wanted()) { return; }
        beep();
        if (window.Notification && Notification.permission === 'granted') {
            new Notification(document.querySelector('.site').textContent, { body: 'A critical alert is waiting.', tag: 'desk' });
        }
    };
    const showSounds = () => {
        sounds.hidden = false;
        sounds.setAttribute('aria-pressed', String(wanted()));
        sounds.textContent = wanted() ? 'Sound for critical alerts is on' : 'Sound for critical alerts is off';
    };
    if (sounds && window.AudioContext) {
        showSounds();
        sounds.addEventListener('click', () => {
            window.localStorage.setItem('desk-sounds', wanted() ? 'no' : 'yes');
            showSounds();
            if (wanted()) {
                beep();
                if (window.Notification) { Notification.requestPermission(); }
            }
        });
    }

    const source = new EventSource('/live');
    source.addEventListener('alerts', (event) => {
        const told = JSON.parse(event.data);
        ring(told.critical || []);
        if (isList) {
            told.alerts.forEach((id) => changed.add(id));
            refresh(false);
        } else if (oneAlert && told.alerts.includes(oneAlert)) {
            offer('This alert has changed since you opened it.');
        }
    });
    source.addEventListener('following', () => { if (isList) { refresh(false); } });
    source.addEventListener('end', () => { source.close(); location.reload(); });

    // Deadlines come nearer while nothing happens.
    if (isList) { setInterval(() => { if (!document.hidden) { refresh(false); } }, 60000); }
})();
