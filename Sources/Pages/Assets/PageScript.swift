/// The script of every page (通用脚本): comfort only, every page works without it.
enum PageScript {
    static let text = #"""
        'use strict';
        // Menus close when one looks elsewhere, as menus do.
        document.addEventListener('click', (event) => {
          for (const menu of document.querySelectorAll('details.menu[open]')) {
            if (!menu.contains(event.target)) menu.removeAttribute('open');
          }
        });
        document.addEventListener('keydown', (event) => {
          if (event.key !== 'Escape') return;
          for (const menu of document.querySelectorAll('details.menu[open]')) {
            menu.removeAttribute('open');
            menu.querySelector('summary').focus();
          }
        });
        // A form that only asks sends itself when a choice changes, sliders after a moment of rest.
        for (const form of document.querySelectorAll('form[data-asks]')) {
          let waiting;
          const show = (input) => {
            const output = form.querySelector('output[for="' + input.id + '"]');
            if (output) output.textContent = Number(input.value).toLocaleString('en-US') + (output.dataset.unit || '');
          };
          form.addEventListener('input', (event) => {
            if (event.target.type !== 'range') return;
            show(event.target);
            clearTimeout(waiting);
            waiting = setTimeout(() => form.requestSubmit(), 600);
          });
          form.addEventListener('change', (event) => {
            if (event.target.tagName === 'SELECT') form.requestSubmit();
          });
        }
        // What cannot be taken back is asked once more.
        document.addEventListener('submit', (event) => {
          const question = event.target.dataset.question;
          if (question && !window.confirm(question)) event.preventDefault();
          if (event.defaultPrevented || event.target.method !== 'post') return;
          // What is under way is not sent twice; a page that comes back may send again.
          setTimeout(() => { for (const one of event.target.querySelectorAll('button')) one.disabled = true; });
        });
        addEventListener('pageshow', (event) => {
          if (!event.persisted) return;
          for (const one of document.querySelectorAll('form[method=post] button')) one.disabled = false;
        });
        // A picture wider than the screen begins where its data are, and says that there is more.
        for (const picture of document.querySelectorAll('.picture')) {
          if (picture.scrollWidth <= picture.clientWidth + 1) continue;
          const more = picture.parentNode.querySelector('.more');
          if (more) more.hidden = false;
          const focus = Number(picture.dataset.focus || 0) / 100;
          if (focus > 0) picture.scrollLeft = Math.max(0, focus * picture.scrollWidth - picture.clientWidth / 4);
        }
        // A chosen file fills the field that it names; it is sent with the form and not before.
        for (const input of document.querySelectorAll('input[type=file][data-fills]')) {
          input.closest('[data-needs-script]').hidden = false;
          input.addEventListener('change', async () => {
            if (input.files[0]) document.getElementById(input.dataset.fills).value = await input.files[0].text();
          });
        }
        // A press copies what stands beside.
        for (const button of document.querySelectorAll('button[data-copies]')) {
          if (!navigator.clipboard) { button.hidden = true; continue; }
          button.addEventListener('click', async () => {
            await navigator.clipboard.writeText(document.getElementById(button.dataset.copies).textContent);
            button.textContent = button.dataset.done;
          });
        }

        """#
}
