/** Markup, as opposed to text that must be escaped. */
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

function rendered(value: unknown): string {
  if (Array.isArray(value)) return value.map(rendered).join('');
  return value instanceof Html
    ? value.text
    : String(value).replace(/[&<>"']/g, (character) => escapes[character] ?? '');
}

/** A template that escapes its values, except markup and lists of it. */
export const html = (parts: TemplateStringsArray, ...values: readonly unknown[]): Html =>
  new Html(
    parts.map((part, index) => part + (index < values.length ? rendered(values[index]) : '')).join(''),
  );
