"""Whether people who do not see or do not use a mouse can use a page.

With axe-core, whose axe.min.js CARBONGRADE_AXE names (scripts/browser-tests fetches it by name), and with the few
checks below, which look at what axe leaves to a person.
"""

import functools
import os

OWN = r"""
const faults = [];
const say = (text, element) => faults.push(text + ': ' + element.outerHTML.slice(0, 140));
const named = (element) => {
  const id = element.id && document.querySelector('label[for="' + CSS.escape(element.id) + '"]');
  return element.getAttribute('aria-label') || element.getAttribute('aria-labelledby') || id
    || element.closest('label') || (element.textContent || '').trim() || element.title || element.value;
};
for (const element of document.querySelectorAll('input:not([type=hidden]),select,textarea,button,a[href],summary')) {
  if (!named(element)) say('no name', element);
}
for (const image of document.querySelectorAll('img:not([alt])')) say('no alt', image);
for (const svg of document.querySelectorAll('svg')) {
  if (svg.getAttribute('aria-hidden') !== 'true' && !svg.getAttribute('aria-label') && !svg.querySelector('title')) say('no title', svg);
}
const levels = [...document.querySelectorAll('h1,h2,h3')].map((one) => Number(one.tagName[1]));
if (levels.filter((one) => one === 1).length !== 1) faults.push('not one h1: ' + levels);
levels.reduce((last, one) => { if (one > last + 1) faults.push('heading jumps: ' + levels); return one; }, 0);
for (const name of ['main', 'header', 'footer']) {
  if (document.querySelectorAll('body > ' + name).length !== 1) faults.push('not one ' + name);
}
if (!document.documentElement.lang) faults.push('no lang');
for (const table of document.querySelectorAll('table')) {
  if (!table.querySelector('th')) say('table without th', table);
}
// Contrast of text on the colour behind it.
const parse = (text) => (text.match(/[\d.]+/g) || []).map(Number);
const light = ([r, g, b]) => [r, g, b].map((one) => { const c = one / 255; return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; })
  .reduce((sum, one, index) => sum + one * [0.2126, 0.7152, 0.0722][index], 0);
const ground = (element) => {
  for (let one = element; one; one = one.parentElement) {
    const colour = parse(getComputedStyle(one).backgroundColor);
    if (colour.length === 3 || colour[3] > 0.99) return colour;
  }
  return [255, 255, 255];
};
const seen = new Set();
for (const element of document.querySelectorAll('main *, header *, footer *')) {
  if (element.closest('svg') || ![...element.childNodes].some((one) => one.nodeType === 3 && one.data.trim())) continue;
  const style = getComputedStyle(element);
  if (!element.offsetParent || style.visibility === 'hidden' || element.closest('[disabled]') || element.closest('.heard')) continue;
  const [a, b] = [light(parse(style.color)), light(ground(element))];
  const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  const big = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && Number(style.fontWeight) >= 700);
  if (ratio < (big ? 3 : 4.5)) {
    const text = 'contrast ' + ratio.toFixed(2) + ' ' + element.className;
    if (!seen.has(text)) { seen.add(text); say(text, element); }
  }
}
// Nothing wider than the window but what scrolls by itself.
if (document.documentElement.scrollWidth > innerWidth + 1) {
  faults.push('the page scrolls sideways: ' + document.documentElement.scrollWidth + ' > ' + innerWidth);
}
return faults;
"""


@functools.lru_cache
def axe():
    """axe-core as a script; where it does not come by name, the tests end."""
    library = os.environ.get("CARBONGRADE_AXE")
    if not library:
        raise SystemExit("CARBONGRADE_AXE names no axe.min.js: run scripts/browser-tests")
    with open(library, encoding="utf-8") as file:
        return file.read() + "\n;window.axe = window.axe || axe;"


def check(browser):
    """What stands in somebody's way on the page that is shown."""
    faults = browser.run(OWN)
    # Without axe a page is not checked, and that is no success.
    if not browser.run("return typeof window.axe === 'object'"):
        browser.run(axe())
    faults += browser.ask("POST", "/execute/async", {
        "script": """
            const done = arguments[arguments.length - 1];
            axe.run(document, { resultTypes: ['violations'] }).then((result) => done(
              result.violations.filter((one) => ['serious', 'critical'].includes(one.impact)).map(
                (one) => 'axe ' + one.id + ' (' + one.nodes.length + '): ' + one.nodes[0].html.slice(0, 160))),
              (error) => done(['axe failed: ' + error]));
            """, "args": []})
    return faults
