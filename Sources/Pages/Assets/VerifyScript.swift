/// The script of the verification page (核验脚本): sends the bytes of a file and shows the server's page.
enum VerifyScript {
    static let text = #"""
        'use strict';
        (() => {
          const drop = document.getElementById('drop-certificate');
          if (!drop) return;
          const csrf = document.querySelector('meta[name=csrf]').content;
          drop.hidden = false;
          async function check(file) {
            if (!file) return;
            const answer = await fetch('/verify', {
              method: 'POST', body: file, credentials: 'same-origin',
              headers: { 'Content-Type': 'application/octet-stream', 'Accept': 'text/html', 'X-CSRF-Token': csrf },
            });
            const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
            const outcome = page.getElementById('outcome') || page.querySelector('main > section, main > p');
            document.getElementById('outcome')?.remove();
            if (!outcome) return;
            outcome.id = 'outcome';
            outcome.setAttribute('tabindex', '-1');
            drop.before(document.adoptNode(outcome));
            outcome.focus();
            document.getElementById('said').textContent = outcome.querySelector('h2, h1, p')?.textContent || '';
          }
          const input = document.getElementById('certificate-file');
          input.addEventListener('change', () => { check(input.files[0]); input.value = ''; });
          for (const name of ['dragenter', 'dragover']) {
            drop.addEventListener(name, (event) => { event.preventDefault(); drop.classList.add('over'); });
          }
          for (const name of ['dragleave', 'drop']) {
            drop.addEventListener(name, (event) => { event.preventDefault(); drop.classList.remove('over'); });
          }
          drop.addEventListener('drop', (event) => check(event.dataTransfer.files[0]));
        })();

        """#
}
