/** The page around the report: no external resource, readable without scripts, dark where the reader prefers it. */
export function page(title: string, css: string, body: string, js: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${css}</style>
<body>
${body}
<script>${js}</script>
</body>
</html>
`;
}

export const style = `
:root { color-scheme: light dark; --line: #8883; --soft: #8881; --bad: #c22; --good: #184; --warn: #a60; --info: #06a; --quiet: #777; --known: #808 }
@media (prefers-color-scheme: dark) { :root { --bad: #f77; --good: #4c8; --warn: #fb4; --info: #6bf; --quiet: #999; --known: #d8d } }
* { box-sizing: border-box }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 72rem; margin: 2rem auto; padding: 0 1rem }
code, pre { font: 13px/1.5 ui-monospace, "DejaVu Sans Mono", monospace }
h1 { margin: 0; font-size: 1.6rem } h2 { font-size: 1.2rem; margin: 2.5rem 0 .5rem } h3 { font-size: .95rem; margin: 1.1rem 0 .3rem }
header { border-left: .35rem solid var(--bad); padding-left: 1rem } header.good { border-color: var(--good) }
header p { margin: .2rem 0 } .about, small { color: var(--quiet); font-size: .85em }
nav { display: flex; flex-wrap: wrap; gap: .4rem; margin: 1rem 0 0 }
input { flex: 1 1 14rem; padding: .35rem .6rem; font: inherit; border: 1px solid var(--line); border-radius: .4rem; background: none; color: inherit }
button { font: inherit; padding: .35rem .7rem; border: 1px solid var(--line); border-radius: .4rem; background: none; color: inherit; cursor: pointer }
button[aria-pressed=true] { background: var(--soft); outline: 2px solid currentColor }
main { margin-top: 1.2rem }
summary { cursor: pointer }
details.case { border-top: 1px solid var(--line) }
details.case > summary { display: grid; grid-template-columns: 7.5rem minmax(0, 1fr) auto; gap: .8rem; padding: .45rem .2rem; align-items: baseline }
details.case > summary:hover { background: var(--soft) }
details.case > summary code { display: block; font-weight: 600; overflow-wrap: anywhere }
details.case > summary > b::before { content: '\\25b8'; display: inline-block; width: 1.1rem; color: var(--quiet) }
details.case[open] > summary > b::before { content: '\\25be' }
details.case[open] > summary { font-weight: 600 } details.case[open] > summary small { font-weight: 400 }
.body { margin: 0 0 1.2rem 8.5rem }
.body > details > summary, .body > p { margin: .4rem 0; overflow-wrap: anywhere }
table { border-collapse: collapse; width: 100% }
td { border-top: 1px solid var(--line); padding: .35rem .6rem .35rem 0; vertical-align: top; overflow-wrap: anywhere }
.checks td:nth-child(1) { width: 6.5rem } .checks td:nth-child(2) { width: 13rem }
.coverage td:nth-child(1) { width: 5rem } .coverage td:nth-child(2) { width: 9rem } .coverage td:nth-child(3) { width: 7rem } .coverage td:nth-child(5) { width: 30% }
.got { font: 13px/1.5 ui-monospace, "DejaVu Sans Mono", monospace; color: var(--bad) }
pre { background: var(--soft); padding: .6rem .8rem; margin: .3rem 0 .8rem; border-radius: .4rem; white-space: pre-wrap; overflow-wrap: anywhere }
.v { color: var(--bad) } .v.pass { color: var(--good) } .v.info { color: var(--info) } .v.warn, .v.inconclusive { color: var(--warn) }
.v.not-applicable, .v.not-supported, .v.quiet { color: var(--quiet) } .v.known-failing, .v.flaky { color: var(--known) }
.problem { color: var(--bad); font-weight: 600 }
@media (max-width: 44rem) { .body { margin-left: 0 } details.case > summary { grid-template-columns: minmax(0, 1fr) auto } details.case > summary span { grid-row: 2; grid-column: 1 / -1 } }
`;

export const script = `
const search = document.querySelector('input');
const buttons = [...document.querySelectorAll('nav button')];
function show() {
  const words = search.value.toLowerCase().split(/\\s+/);
  const chosen = buttons.filter((b) => b.getAttribute('aria-pressed') === 'true').map((b) => b.dataset.verdict);
  for (const each of document.querySelectorAll('details.case')) {
    const fits = words.every((word) => each.dataset.words.includes(word));
    each.hidden = !(fits && (chosen.length === 0 || chosen.includes(each.dataset.verdict)));
  }
}
search.addEventListener('input', show);
for (const button of buttons) {
  button.addEventListener('click', () => {
    button.setAttribute('aria-pressed', String(button.getAttribute('aria-pressed') !== 'true'));
    show();
  });
}
`;
