/** Markup, as opposed to text that may hold anything. */
export class Html {
  constructor(readonly text: string) {}
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function shown(value: unknown): string {
  if (Array.isArray(value)) return value.map(shown).join('');
  return value instanceof Html
    ? value.text
    : String(value).replace(/[&<>"']/g, (sign) => escapes[sign] ?? '');
}

/** A template whose values are escaped, but for those that are markup already, or lists of it. */
export const html = (parts: TemplateStringsArray, ...values: readonly unknown[]): Html =>
  new Html(parts.map((part, index) => part + (index < values.length ? shown(values[index]) : '')).join(''));
