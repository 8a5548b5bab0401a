/** The frame of the report: no outside resource, readable without script, dark where the reader prefers it. */
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
:root { color-scheme: light dark; --line: #8884; }
body { font: 15px/1.45 system-ui, sans-serif; max-width: 72rem; margin: 2rem auto; padding: 0 1rem; }
h1 { margin: 0; font-size: 1.5rem } h3 { font-size: 1rem; margin: .8rem 0 .2rem }
nav { display: flex; flex-wrap: wrap; gap: .4rem; margin: 1rem 0 }
input { flex: 1 1 14rem; padding: .3rem .5rem; font: inherit }
button { font: inherit; padding: .3rem .6rem; border: 1px solid var(--line); border-radius: .4rem; background: none; cursor: pointer }
button[aria-pressed=true] { background: #48f; color: #fff }
details.case { border-top: 1px solid var(--line); padding: .4rem 0 }
summary { cursor: pointer } small { opacity: .7 }
table { border-collapse: collapse; width: 100% } td { border-top: 1px solid var(--line); padding: .3rem .5rem; vertical-align: top }
pre { background: #8882; padding: .6rem; overflow: auto; border-radius: .4rem; white-space: pre-wrap; overflow-wrap: anywhere }
.v { display: inline-block; min-width: 6.5rem; color: #c22 }
.v.pass { color: #184 } .v.info { color: #06a } .v.warn, .v.inconclusive { color: #a60 }
.v.not-applicable, .v.not-supported { color: #777 } .v.known-failing, .v.flaky { color: #808 }
.problem { color: #c22; font-weight: 600 }
@media (prefers-color-scheme: dark) { .v.pass { color: #4c8 } .v.info { color: #6bf } .v.warn, .v.inconclusive { color: #fb4 } .v, .problem { color: #f77 } }
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
