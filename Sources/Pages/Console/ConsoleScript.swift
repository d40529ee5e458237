extension Console {
    /// The one script: counts clocks down and renews the room's sections when the server says that something changed.
    ///
    /// A section somebody is typing in, or that holds a refused form, stays as it is. When the next act changes, its button is dead for a second,
    /// so that a finger on its way down does not confirm a breach it meant to acknowledge.
    static let script: HTML = """
        (() => {
          const room = document.getElementById('room');
          let skew = 0;
          const sync = (page) => {
            const made = page.querySelector('[data-now]');
            if (made) skew = Number(made.dataset.now) - Date.now();
          };

          const units = [[86400, 'day', 'days'], [3600, 'h', 'h'], [60, 'min', 'min'], [1, 's', 's']];
          const span = (milliseconds) => {
            const seconds = Math.floor(milliseconds / 1000);
            const first = units.findIndex(([size]) => seconds >= size);
            if (first < 0) return '0 s';
            const part = (count, [, one, many]) => `${count} ${count === 1 ? one : many}`;
            const lead = part(Math.floor(seconds / units[first][0]), units[first]);
            const next = units[first + 1];
            const rest = next ? Math.floor(seconds % units[first][0] / next[0]) : 0;
            return rest ? `${lead} ${part(rest, next)}` : lead;
          };
          const tick = () => {
            for (const clock of document.querySelectorAll('[data-due]')) {
              const left = Number(clock.dataset.due) - Date.now() - skew;
              clock.textContent = left >= 0 ? `${span(left)} left` : `overdue by ${span(-left)}`;
              clock.classList.toggle('urgent', left < 300000);
            }
          };
          sync(document);
          tick();
          setInterval(tick, 1000);
          if (!room) return;

          const say = (text, isBad) => {
            const status = document.getElementById('live');
            status.classList.toggle('bad', isBad === true);
            if (status.textContent !== text) status.textContent = text;
          };
          const changed = (field) =>
            field.options ? [...field.options].some((option) => option.selected !== option.defaultSelected)
              : /checkbox|radio/.test(field.type) ? field.checked !== field.defaultChecked
              : field.value !== field.defaultValue;
          const inUse = (part) => {
            if (part.querySelector('[data-kept] textarea, [data-kept] input:not([type=hidden])')) return true;
            const fields = [...part.querySelectorAll('input, textarea, select')];
            return fields.some((field) => field === document.activeElement || changed(field));
          };
          const renew = (part) => {
            const old = document.getElementById(part.id);
            if (!old || inUse(old) || old.isEqualNode(part)) return;
            for (const open of old.querySelectorAll('details[open][id]')) {
              part.querySelector('#' + CSS.escape(open.id))?.setAttribute('open', '');
            }
            const focused = old.contains(document.activeElement) && document.activeElement.id;
            old.replaceWith(part);
            if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
            if (part.id === 'next' && part.dataset.act !== old.dataset.act) {
              part.inert = true;
              setTimeout(() => { part.inert = false; }, 1000);
            }
          };
          const lost = 'The connection is lost and being tried again. Reload this page if that lasts.';
          const fetchRoom = async () => {
            const answer = await fetch(room.dataset.page);
            const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
            const fresh = page.getElementById('room');
            if (!answer.ok || !fresh) return say('You may be signed out. Reload this page.', true);
            fresh.querySelectorAll('section[id]').forEach(renew);
            sync(page);
            tick();
            say('Live: ' + document.getElementById('state').textContent);
          };
          let running = false;
          let again = false;
          const refresh = async () => {
            again = true;
            if (running) return;
            running = true;
            while (again) {
              again = false;
              await fetchRoom().catch(() => say(lost, true));
            }
            running = false;
          };
          const events = new EventSource(room.dataset.page + '/events');
          events.addEventListener('changed', refresh);
          events.addEventListener('open', refresh);
          events.addEventListener('error', () => say(lost, true));
          document.addEventListener('visibilitychange', () => { if (!document.hidden) refresh(); });
        })();
        """
}
