// For password fields: shows the text that is typed, and how hard it is to guess. Everything works without it.
(() => {
    'use strict';

    for (const button of document.querySelectorAll('button[data-shows]')) {
        const fields = button.dataset.shows.split(' ').map((id) => document.getElementById(id));
        const show = (shown) => {
            fields.forEach((field) => { field.type = shown ? 'text' : 'password'; });
            button.setAttribute('aria-pressed', String(shown));
        };
        button.addEventListener('click', () => show(button.getAttribute('aria-pressed') !== 'true'));
        // The password is hidden again when the form is sent or the page is left.
        button.form.addEventListener('submit', () => show(false));
        window.addEventListener('pagehide', () => show(false));
        button.hidden = false;
    }

    // How hard a password is to guess, in tenths of a bit, for an attacker who guesses words: a letter is worth 2.6
    // bits (a word of five letters is one of some eight thousand), a digit 3.3, any other character 5. The third of
    // three characters that repeat, or follow each other in the alphabet, in numbers or on the keyboard, and each
    // further one, is worth half a bit; a repeated word or piece is worth one. No list is consulted, and nothing of it
    // leaves the page.
    const rows = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm'];
    const again = 10;
    const worth = (character) => (/[a-z]/.test(character) ? 26 : /[0-9]/.test(character) ? 33 : 50);
    const isRun = (first, second, third) => {
        const [one, two, three] = [first, second, third].map((character) => character.codePointAt(0));
        if (two - one === three - two && Math.abs(two - one) <= 1) { return true; }
        return rows.some((row) => {
            const [a, b, c] = [first, second, third].map((character) => row.indexOf(character));
            return Math.min(a, b, c) >= 0 && Math.abs(b - a) === 1 && c - b === b - a;
        });
    };
    const piece = (word) => {
        for (let length = 1; length <= word.length / 2; length += 1) {
            if (word.length % length === 0 && word.every((character, index) => character === word[index % length])) {
                return word.slice(0, length);
            }
        }
        return null;
    };
    const ofWord = (word) => {
        const part = piece(word);
        if (part) { return ofWord(part) + again; }
        return word.reduce((sum, character, index) =>
            sum + (index >= 2 && isRun(word[index - 2], word[index - 1], character) ? 5 : worth(character)), 0);
    };
    const strength = (password) => {
        const known = new Set();
        let sum = 0;
        for (const word of password.normalize('NFKC').toLowerCase().split(/\s+/u).filter((part) => part)) {
            sum += known.has(word) ? again : ofWord([...word]);
            known.add(word);
        }
        // 40 bits are a million million guesses; five words from a list of some thousand come to 65.
        return 1 + [250, 400, 550, 700].filter((bound) => sum >= bound).length;
    };

    const meter = document.getElementById('strength');
    const field = meter && document.getElementById(meter.dataset.of);
    if (!field) { return; }
    const line = document.getElementById('strength-words');
    const words = ['', ...line.dataset.words.split('|')];
    const say = () => {
        const step = field.value === '' ? 0 : strength(field.value);
        meter.value = step;
        // Announced when it changes, and not at each key.
        if (line.textContent !== words[step]) { line.textContent = words[step]; }
    };
    document.getElementById('strength-line').hidden = false;
    field.addEventListener('input', say);
    say();
})();
