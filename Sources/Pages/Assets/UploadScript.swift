/// The script of the upload pages (上传脚本): sends files in parts that go on after a break, books them, and
/// shows the progress that the server tells.
enum UploadScript {
    static let text = #"""
        'use strict';
        (() => {
          const api = '/api/v1/uploads';
          const part = 8 * 1024 * 1024;
          const csrf = document.querySelector('meta[name=csrf]').content;
          const word = (name) => document.querySelector('[data-word="' + name + '"]')?.textContent || name;
          const said = document.getElementById('said');
          const say = (text) => { if (said) said.textContent = text; };
          const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

          async function call(path, options = {}) {
            const headers = Object.assign({
              'Accept': 'application/json', 'Accept-Language': document.documentElement.lang, 'X-CSRF-Token': csrf,
            }, options.headers);
            const answer = await fetch(path, Object.assign({ credentials: 'same-origin' }, options, { headers }));
            if (answer.status === 401) throw Object.assign(new Error(word('signed-out')), { final: true });
            return answer;
          }

          // A problem in one line: its sentence and the first findings.
          function sentence(told, otherwise) {
            const findings = (told.findings || []).slice(0, 3).map((one) => one.message);
            return [told.detail || told.title || otherwise, ...findings].join(' · ');
          }

          // What the server says is wrong; final is what another try would not mend.
          async function problem(answer) {
            let text = answer.status + ' ' + answer.statusText;
            try { text = sentence(await answer.json(), text); } catch (error) { /* no document: the status says it */ }
            const passing = [408, 409, 425, 429];
            const final = answer.status >= 400 && answer.status < 500 && !passing.includes(answer.status);
            return Object.assign(new Error(text), { final });
          }

          // One line of the list.
          class Line {
            constructor(file, element) {
              this.file = file;
              this.element = element || document.createElement('li');
              if (!element) {
                const head = document.createElement('p');
                this.title = document.createElement('strong');
                this.title.textContent = file.name;
                this.badge = document.createElement('span');
                this.badge.className = 'badge waiting';
                head.append(this.title, ' ', this.badge);
                this.element.append(head);
              } else {
                this.badge = element.querySelector('[data-role=state]');
              }
              this.bar = this.element.querySelector('progress') || document.createElement('progress');
              this.bar.setAttribute('aria-label', file ? file.name : this.element.dataset.name);
              if (!this.bar.parentNode) this.element.append(this.bar);
              this.note = document.createElement('p');
              this.note.className = 'quiet';
              this.element.append(this.note);
            }
            state(name, kind) {
              this.element.dataset.state = name;
              this.badge.textContent = word(name);
              this.badge.className = 'badge ' + (kind || 'waiting');
              if (this.name()) say(this.name() + ': ' + word(name));
            }
            name() { return this.file ? this.file.name : this.element.dataset.name; }
            progress(done, all) { this.bar.max = all || 1; this.bar.value = done; }
            running() { this.bar.removeAttribute('value'); }
            end() { this.bar.remove(); }
            tell(text, isFault) { this.note.textContent = text; this.note.className = isFault ? 'fault' : 'quiet'; }
            link(id) {
              this.element.dataset.upload = id;
              const old = this.element.querySelector('a.look');
              if (old) return;
              const link = document.createElement('a');
              link.className = 'button small look';
              link.href = '/uploads/' + encodeURIComponent(id);
              link.textContent = word('preview');
              const button = document.createElement('button');
              button.className = 'small book';
              button.textContent = word('book');
              button.addEventListener('click', () => book([this]));
              const row = document.createElement('p');
              row.className = 'row actions';
              row.append(link, button);
              this.element.append(row);
              readiness();
            }
          }

          const list = document.querySelector('#queue ul');
          const queue = document.getElementById('queue');
          const all = document.getElementById('book-all');
          const lines = [];

          function readiness() {
            if (all) all.hidden = !lines.some((line) => line.element.dataset.state === 'received');
          }

          async function offsetOf(id) {
            const answer = await call(api + '/' + id, { method: 'HEAD' });
            if (!answer.ok) throw await problem(answer);
            return Number(answer.headers.get('Upload-Offset'));
          }

          // A transfer: the server says where to begin, parts follow, a break asks again.
          async function send(line, known) {
            const file = line.file;
            let id = known;
            if (!id) {
              const answer = await call(api, {
                method: 'POST', headers: { 'Content-Type': 'application/json' },
                body: JSON.stringify({ name: file.name, size: file.size }),
              });
              if (!answer.ok) throw await problem(answer);
              id = (await answer.json()).upload.upload_id;
            }
            line.element.dataset.upload = id;
            let offset = known ? await offsetOf(id) : 0;
            line.state(known ? 'resuming' : 'sending');
            let tries = 0;
            while (offset < file.size) {
              line.progress(offset, file.size);
              try {
                const answer = await call(api + '/' + id, {
                  method: 'PATCH', body: file.slice(offset, offset + part),
                  headers: { 'Content-Type': 'application/octet-stream', 'Upload-Offset': String(offset) },
                });
                if (!answer.ok) throw await problem(answer);
                offset = Number(answer.headers.get('Upload-Offset') ?? offset + Math.min(part, file.size - offset));
                tries = 0;
              } catch (error) {
                if (error.final || tries >= 8) throw error;
                tries += 1;
                line.state('resuming');
                await pause(Math.min(30000, 500 * 2 ** tries));
                try { offset = await offsetOf(id); } catch (again) { if (again.final) throw again; }
              }
            }
            line.progress(file.size, file.size);
            line.state('received');
            line.link(id);
          }

          async function take(files) {
            queue.hidden = false;
            const waiting = [...files].map((file) => {
              const open = [...list.querySelectorAll('li[data-state=receiving]')].find(
                (item) => item.dataset.name === file.name && Number(item.dataset.size) === file.size);
              const line = new Line(file, open);
              if (!open) list.prepend(line.element);
              lines.push(line);
              line.state('waiting');
              return { line, known: open && open.dataset.upload };
            });
            async function work() {
              for (let next = waiting.shift(); next; next = waiting.shift()) {
                try {
                  await send(next.line, next.known);
                } catch (error) {
                  next.line.state('broken', 'failed');
                  next.line.tell(error.message, true);
                }
              }
            }
            await Promise.all([work(), work()]);
          }

          // What a job tells while it runs: how far it is, and at the end all of it.
          function follow(job, some) {
            return new Promise((resolve, reject) => {
              const lang = document.documentElement.lang.startsWith('zh') ? 'zh' : 'en';
              const events = new EventSource('/api/v1/jobs/' + encodeURIComponent(job) + '/events?lang=' + lang);
              events.addEventListener('progress', (event) => {
                const now = JSON.parse(event.data);
                const line = some.find((one) => one.name() === now.file) || some[0];
                for (const one of some) if (one === line || now.stage !== 'reading') {
                  one.state(now.stage === 'reading' ? 'reading' : 'booking');
                  if (now.stage === 'reading' && now.of_bytes > 0) one.progress(now.bytes, now.of_bytes);
                  else if (now.of > 0) one.progress(now.number, now.of);
                  else one.running();
                }
              });
              events.addEventListener('end', (event) => {
                events.close();
                const told = JSON.parse(event.data);
                if (told.state === 'done') { resolve(told); return; }
                reject(new Error(sentence(told.problem || {}, word('failed'))));
              });
              let faults = 0;
              events.addEventListener('open', () => { faults = 0; });
              events.onerror = () => {
                faults += 1;
                if (faults > 20) { events.close(); reject(new Error(word('broken'))); }
              };
            });
          }

          // Files that belong together are booked together: all of them or none.
          async function book(some) {
            for (const line of some) {
              line.element.querySelector('.book')?.remove();
              if (!line.bar.parentNode) line.element.append(line.bar);
              line.state('booking');
              line.running();
            }
            readiness();
            try {
              const ids = some.map((line) => line.element.dataset.upload);
              const answer = await call(api + '/' + ids[0] + '/book', {
                method: 'POST', headers: { 'Content-Type': 'application/json' },
                body: JSON.stringify({ with: ids.slice(1) }),
              });
              if (!answer.ok) throw await problem(answer);
              await follow((await answer.json()).job.job, some);
              for (const line of some) {
                line.state('booked', 'done');
                const link = line.element.querySelector('a.look');
                if (link) link.textContent = word('details');
              }
              return true;
            } catch (error) {
              for (const line of some) line.state('failed', 'failed');
              some[0].tell(error.message, true);
              return false;
            } finally {
              for (const line of some) line.end();
            }
          }

          if (all) all.addEventListener('click', async () => {
            const ready = lines.filter((one) => one.element.dataset.state === 'received');
            if (ready.length && await book(ready)) location.reload();
          });

          // What was sent before and is not booked can be booked from the list as well; what a job books now
          // is followed.
          for (const element of document.querySelectorAll('#queue li[data-upload]')) {
            if (element.dataset.state === 'received') {
              const line = new Line(null, element);
              line.end();
              lines.push(line);
              line.link(element.dataset.upload);
            } else if (element.dataset.state === 'booking' && element.dataset.job) {
              const line = new Line(null, element);
              line.running();
              follow(element.dataset.job, [line]).then(
                () => { line.state('booked', 'done'); line.end(); },
                (error) => { line.state('failed', 'failed'); line.tell(error.message, true); line.end(); });
            }
          }
          readiness();

          const drop = document.getElementById('drop');
          const input = document.getElementById('files');
          if (drop && input) {
            input.addEventListener('change', () => { take(input.files); input.value = ''; });
            for (const name of ['dragenter', 'dragover']) {
              drop.addEventListener(name, (event) => { event.preventDefault(); drop.classList.add('over'); });
            }
            for (const name of ['dragleave', 'drop']) {
              drop.addEventListener(name, (event) => { event.preventDefault(); drop.classList.remove('over'); });
            }
            drop.addEventListener('drop', (event) => take(event.dataTransfer.files));
            addEventListener('beforeunload', (event) => {
              if (lines.some((line) => ['sending', 'resuming', 'waiting'].includes(line.element.dataset.state))) event.preventDefault();
            });
          }
        })();

        """#
}
