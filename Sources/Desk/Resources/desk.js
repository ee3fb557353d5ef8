// Keeps an open page up to date without moving what somebody is about to click. Everything works without it.
(() => {
    'use strict';
    const bar = document.getElementById('stale');
    if (!bar || !window.EventSource || !window.fetch || !window.DOMParser) { return; }

    // The message about an action is shown once: loading the page again does not show it again.
    const address = new URL(location.href);
    if (address.searchParams.has('done')) {
        address.searchParams.delete('done');
        history.replaceState(null, '', address);
    }

    const policy = window.trustedTypes
        ? window.trustedTypes.createPolicy('desk', { createHTML: (text) => text })
        : { createHTML: (text) => text };
    const live = document.getElementById('live');
    const title = document.title;
    const isList = Boolean(live) && live.dataset.live === 'list';
    const oneAlert = live ? live.dataset.alert : undefined;
    let changed = new Set();
    let loading = false;
    let hasNews = false;

    const news = () => document.getElementById('news');

    // A page that may be out of date says so at its top and in its title, and since when. The desk sends a beat every five
    // seconds; two missing ones are not by chance.
    const patience = 12000;
    let heardAt = Date.now();
    let newsUntil = bar.dataset.news;
    let loadedAt = newsUntil;
    let told = bar.hidden ? '' : bar.textContent.trim();
    let isRefused = false;
    let hasFailed = false;
    let said = null;
    const warning = () => {
        const still = (time) => bar.dataset.still.replace('{time}', time);
        if (Date.now() - heardAt > patience) {
            return isRefused ? still(newsUntil) : bar.dataset.gone.replace('{time}', newsUntil);
        }
        return told || (hasFailed ? still(loadedAt) : '');
    };
    const entitle = () => { document.title = (said ? 'Out of date: ' : '') + (hasNews ? '• ' : '') + title; };
    const warn = () => {
        // A page that closed its connection while it was hidden gets no beats.
        if (document.hidden && !live) { return; }
        const words = warning();
        if (words === said) { return; }
        said = words;
        bar.querySelector('p').textContent = words;
        bar.hidden = !words;
        entitle();
    };
    warn();
    setInterval(warn, 1000);

    // Fetches the page as it is now. This is not a use of the session, which must time out when nobody is there.
    const fetched = async () => {
        const answer = await fetch(location.href, {
            headers: { 'X-Desk-Refresh': '1' }, redirect: 'error', cache: 'no-store', signal: AbortSignal.timeout(10000),
        });
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
        hasNews = false;
        entitle();
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
        hasNews = true;
        entitle();
    };

    // Refreshes at once, then at most every three seconds; changes in between are shown at the end of them.
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
            loadedAt = newsUntil;
            hasFailed = false;
        } catch (problem) {
            // Signed out, the desk is down, or it cannot write the access log: the next full load says which.
            hasFailed = true;
            if (!later) { later = setTimeout(() => { later = 0; refresh(false); }, 5000); }
        } finally {
            loading = false;
            warn();
        }
    };

    // Off until somebody turns it on in this browser. It says that there is an alert, and never about whom.
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

    let source = null;
    let isAgain = false;
    const hear = (event) => {
        const heard = JSON.parse(event.data);
        const isNew = told !== (heard.stale || '') || hasFailed;
        heardAt = Date.now();
        isRefused = false;
        newsUntil = heard.news;
        told = heard.stale || '';
        warn();
        if (isList && isNew) { refresh(false); }
    };
    // A new connection does not send the changes that were missed in between.
    const catchUp = () => {
        if (isAgain && isList) { refresh(false); }
        if (isAgain && oneAlert) { offer('This alert may have changed while the desk was not heard.'); }
        isAgain = true;
    };
    const listen = () => {
        if (source && source.readyState !== EventSource.CLOSED) { return; }
        source = new EventSource('/live');
        source.addEventListener('open', catchUp);
        source.addEventListener('beat', hear);
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
        source.addEventListener('end', () => { source.close(); location.reload(); });
        // The browser reconnects by itself unless the desk refused: signed out, or too many pages.
        source.addEventListener('error', () => {
            isRefused = source.readyState === EventSource.CLOSED;
            if (isRefused) { setTimeout(() => { if (live || !document.hidden) { listen(); } }, 5000); }
        });
    };
    listen();

    // A browser has few connections for one site: a page without live content closes its own while it is hidden.
    if (!live) {
        document.addEventListener('visibilitychange', () => {
            if (document.hidden) { source.close(); return; }
            heardAt = Date.now();
            listen();
        });
    }

    // Deadlines come nearer even when nothing changes.
    if (isList) { setInterval(() => { if (!document.hidden) { refresh(false); } }, 60000); }
})();
