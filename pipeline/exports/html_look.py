"""Hold the look of the page and the script of its filters, with nothing from outside in either."""

from base64 import b64encode
from collections.abc import Sequence
from hashlib import sha256

from pipeline.charts.layers import paler
from pipeline.edition import StanceWords

STYLE = """
:root { color-scheme: light dark; --ink: #1b1b1b; --soft: #575757; --paper: #ffffff;
  --raised: #f5f6f7; --line: #d4d7da; --link: #0a4f92; --mark: #0a4f92; }
@media (prefers-color-scheme: dark) { :root { --ink: #ebe9e6; --soft: #b7b5b2; --paper: #16181b;
  --raised: #202327; --line: #42474d; --link: #9cc6ff; --mark: #9cc6ff; } }
* { box-sizing: border-box; }
[hidden] { display: none !important; }
html { scroll-padding-top: 1rem; }
body { background: var(--paper); color: var(--ink); margin: 0; overflow-wrap: anywhere;
  font: 1rem/1.5 Arial, "Liberation Sans", Helvetica, sans-serif; }
header, main, footer { margin: 0 auto; max-width: 62rem; padding: 0 1rem; }
h1 { font-size: clamp(1.5rem, 5vw, 2.1rem); line-height: 1.2; margin: 1.6rem 0 .4rem; }
h2 { border-top: 2px solid var(--ink); font-size: 1.35rem; margin: 2.4rem 0 .8rem;
  padding-top: .6rem; }
h3 { color: var(--soft); font-size: 1.05rem; margin: 1.8rem 0 .4rem; }
h4 { font-size: 1.05rem; margin: 0; }
a { color: var(--link); }
a:focus-visible, summary:focus-visible, input:focus-visible, select:focus-visible,
button:focus-visible, .scroll:focus-visible { outline: 3px solid var(--mark); outline-offset: 2px; }
.lead { color: var(--soft); margin: 0 0 .6rem; max-width: 46rem; }
nav { display: flex; flex-wrap: wrap; gap: .2rem 1.1rem; }
nav a { padding: .25rem 0; }
.skip { left: -99rem; position: absolute; }
.skip:focus { background: var(--paper); left: 1rem; padding: .5rem; top: .5rem; z-index: 1; }
figure { margin: 1.2rem 0; }
figcaption { color: var(--soft); font-size: .875rem; }
.scroll { background: #fff; border: 1px solid var(--line); overflow-x: auto; }
.scroll svg { display: block; height: auto; margin: 0 auto; max-width: 58rem; min-width: 42rem;
  width: 100%; }
form { background: var(--raised); border: 1px solid var(--line); border-radius: .3rem;
  display: grid; gap: .8rem; grid-template-columns: repeat(auto-fit, minmax(11rem, 1fr));
  padding: 1rem; }
form label, form legend { font-size: .875rem; font-weight: bold; }
form fieldset, form .row { grid-column: 1 / -1; }
fieldset { border: 0; margin: 0; min-width: 0; padding: 0; }
.choices { display: flex; flex-wrap: wrap; gap: .4rem .9rem; }
.choices label { align-items: center; display: flex; font-weight: normal; gap: .35rem;
  min-height: 1.75rem; }
.choices input { height: 1.1rem; width: 1.1rem; }
input, select, button { background: var(--paper); border: 1px solid var(--soft);
  border-radius: .2rem; color: var(--ink); font: inherit; padding: .35rem .5rem; }
form input[type="search"], form input[type="date"], select { display: block; width: 100%; }
button { cursor: pointer; }
.row { align-items: center; display: flex; flex-wrap: wrap; gap: .4rem 1rem; }
.row p { margin: 0; }
.event { border-top: 1px solid var(--line); padding: .9rem 0; }
.event:target { border-left: .3rem solid var(--mark); padding-left: .7rem; }
.event h4 { align-items: baseline; display: flex; flex-wrap: wrap; gap: .15rem .6rem; }
.when { font-variant-numeric: tabular-nums; }
.scope, .small { color: var(--soft); font-size: .875rem; font-weight: normal; }
.chip { background: #eee; border-left: .55rem solid #777; border-radius: .2rem; color: #1b1b1b;
  font-size: .875rem; font-weight: bold; padding: .05rem .5rem; white-space: nowrap; }
.self { font-weight: normal; text-decoration: none; }
blockquote { border-left: 3px solid var(--line); margin: .5rem 0; padding-left: .8rem; }
blockquote p { margin: 0; }
.facts { display: grid; font-size: .875rem; gap: .1rem .8rem; margin: .5rem 0;
  grid-template-columns: max-content minmax(0, 1fr); }
.facts dt { color: var(--soft); }
.facts dd { margin: 0; }
.cite { font-size: .875rem; margin: .3rem 0; }
summary { cursor: pointer; font-size: .875rem; min-height: 1.75rem; padding: .2rem 0; }
details ol { margin: 0; padding-left: 1.6rem; }
details li { margin: .5rem 0; }
dl.words { margin: 0; }
dl.words dt { font-weight: bold; margin-top: .6rem; }
dl.words dd { margin: 0; }
ul.plain { columns: 18rem; padding-left: 1.2rem; }
footer { border-top: 1px solid var(--line); color: var(--soft); font-size: .875rem;
  margin-top: 2.5rem; padding-bottom: 2rem; padding-top: .8rem; }
@media (max-width: 30rem) { .facts { grid-template-columns: minmax(0, 1fr); }
  .facts dd { margin-bottom: .3rem; } .chip { white-space: normal; } }
@media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }
@media print {
  :root { color-scheme: light; --ink: #000; --soft: #444; --paper: #fff; --raised: #fff;
    --line: #999; --link: #000; --mark: #000; }
  body { font-size: 10pt; }
  header, main, footer { max-width: none; padding: 0; }
  form, nav, .skip, .self, details:not([open]) { display: none; }
  .scroll { border: 0; overflow: visible; }
  .scroll svg { max-height: 21cm; max-width: 100%; min-width: 0; }
  figure, .event h4, blockquote { break-inside: avoid; }
  h2, h3, .event h4 { break-after: avoid; }
  .chip { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  a { text-decoration: none; }
  a[rel]::after { content: " <" attr(href) ">"; font-size: .85em; }
}
"""

SCRIPT = """
(() => {
  const form = document.getElementById('_filters');
  const told = document.getElementById('_shown');
  const one = ['company', 'q', 'since', 'until'];
  const events = Array.from(document.querySelectorAll('article.event'));
  const months = Array.from(document.querySelectorAll('section.month'));
  const texts = new Map();
  const text = (event) => {
    if (!texts.has(event)) texts.set(event, event.textContent.toLowerCase());
    return texts.get(event);
  };
  const isFilter = () => location.hash.includes('=');
  const wanted = () => {
    const asked = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (value.trim()) asked.append(name, value.trim());
    }
    return asked;
  };
  const show = (asked) => {
    const [company, words, since, until] = one.map((name) => asked.get(name) || '');
    const stances = new Set(asked.getAll('stance'));
    const parts = words.toLowerCase().split(/\\s+/).filter(Boolean);
    let count = 0;
    for (const event of events) {
      const {company: who, stance, from, to} = event.dataset;
      const fits = (!company || who === company) && (!stances.size || stances.has(stance)) &&
        (!since || (to && to >= since)) && (!until || (from && from <= until)) &&
        parts.every((part) => text(event).includes(part));
      event.hidden = !fits;
      if (fits) count += 1;
    }
    for (const month of months) month.hidden = !month.querySelector('article.event:not([hidden])');
    told.textContent = count === events.length ? `All ${count} events are shown.`
      : `${count} of ${events.length} events are shown.`;
  };
  const fill = (asked) => {
    for (const name of one) form.elements[name].value = asked.get(name) || '';
    const stances = new Set(asked.getAll('stance'));
    for (const box of form.querySelectorAll('[name=stance]')) box.checked = stances.has(box.value);
  };
  const read = () => {
    const asked = new URLSearchParams(isFilter() ? location.hash.slice(1) : '');
    fill(asked);
    show(wanted());
    const target = document.querySelector('article:target');
    if (target) target.scrollIntoView();
  };
  let waiting;
  const changed = () => {
    const asked = wanted();
    const state = asked.toString();
    history.replaceState(null, '', state ? `#${state}` : location.pathname + location.search);
    show(asked);
  };
  form.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(changed, 120);
  });
  form.addEventListener('submit', (event) => { event.preventDefault(); changed(); });
  form.addEventListener('reset', () => setTimeout(changed));
  addEventListener('hashchange', read);
  form.hidden = false;
  read();
})();
"""


def style(stances: Sequence[StanceWords]) -> str:
    """Add to the look what marks each stance: ``s0`` is the first."""
    chips = (
        f".s{place} {{ background: {paler(each.colour)}; border-color: {each.colour}; }}\n"
        for place, each in enumerate(stances)
    )
    return STYLE + "".join(chips)


def policy(look: str) -> str:
    """Write the Content-Security-Policy: this look, our script, and nothing else."""
    return (
        f"default-src 'none'; style-src {_hashed(look)}; script-src {_hashed(SCRIPT)}; "
        "base-uri 'none'; form-action 'none'"
    )


def _hashed(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
