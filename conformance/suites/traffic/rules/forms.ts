import { formFamilies, type FormField } from '../../../../src/contract/validation/form-families.js';
import { modelOf } from '../models.js';
import { defineRule, RuleReport } from '../rule.js';
import { meaningOf, type TracedCall } from '../trace.js';

/** The fields a route declares, or undefined where that is unknown. */
function declared(call: TracedCall): { fields: readonly FormField[]; route: string } | undefined {
  const { operation, name } = meaningOf(call);
  if (operation === 'upload') return { fields: formFamilies.file, route: '/v1/files' };
  if (name === undefined || (operation !== 'submit' && operation !== 'process')) return undefined;
  const family = modelOf(name, operation === 'submit' ? 'queue' : 'process', call.at)?.family;
  return (
    family && {
      fields: formFamilies[family],
      route: `${operation === 'submit' ? '/v1/jobs' : '/v1/generate'}/${name}`,
    }
  );
}

/** What was sent in place of a readable form; undefined when there was no body. */
function notAForm({ sent, headers = {} }: TracedCall): string | undefined {
  const type = headers['content-type'];
  if (sent?.json !== undefined) return 'JSON';
  if (type === undefined || headers['content-length'] === '0') return undefined;
  return type.startsWith('multipart/') && !/boundary=/.test(type)
    ? `a ${type} without boundary`
    : `${type} that cannot be read as a form`;
}

export const forms = defineRule({
  id: 'queue.traffic/form-fields',
  title: 'Forms with the declared fields, files as files',
  requires: ['QUE-65', 'PRO-40', 'PRO-41', 'FIL-40', 'FIL-41'],
  evaluate(trace) {
    const result = new RuleReport();
    for (const call of trace.calls) {
      const form = call.sent?.fields;
      const known = declared(call);
      if (!known) continue;
      const { operation } = meaningOf(call);
      const about = operation === 'process' ? 'PRO-40' : operation === 'upload' ? 'FIL-40' : 'QUE-65';
      const names = known.fields.map(({ name }) => name).join(', ');
      // Browsers leave file contents out of a HAR, and the mock does not read the form of a request it refuses.
      const whole = trace.kind === 'recording';
      const other = whole && !form ? notAForm(call) : undefined;
      if (other !== undefined) {
        result.report({
          requirement: about,
          at: call.n,
          message: `${known.route} was sent ${other} instead of a form.`,
          fix: 'Send multipart/form-data, and let the HTTP library set the content-type, which needs the boundary.',
        });
      }
      if (!form) continue;
      result.exercised(about);
      if (whole && operation === 'process') {
        const given = new Set(form.map(({ name }) => name));
        const lacking = known.fields.filter(({ name, required }) => required && !given.has(name));
        for (const { name } of lacking) {
          result.report({
            requirement: about,
            at: call.n,
            message: `${known.route} was not sent ${name}, which it requires.`,
            fix: `Append it: the answer was ${call.status}.`,
          });
        }
      }
      for (const { name, value, file } of form) {
        const field = known.fields.find((each) => each.name === name);
        const at = call.n;
        if (!field && operation !== 'upload') {
          result.report({
            requirement: about,
            at,
            message: `${known.route} was sent the field ${name}, which it does not declare: it is ignored.`,
            fix: `Leave it out, or use one of: ${names}.`,
          });
        }
        const reference = value !== undefined && /^file_\w/.test(value);
        if (operation !== 'upload' && value !== undefined) result.exercised('FIL-41');
        if (operation !== 'upload' && reference) {
          result.report({
            requirement: 'FIL-41',
            at,
            message: `${known.route} was sent the id of an uploaded file as ${name}.`,
            fix: 'Send the bytes: file ids are for set_image in realtime sessions.',
          });
        } else if (field?.kind === 'file' && !file && operation !== 'upload') {
          result.report({
            requirement: about,
            at,
            message: `${known.route} was sent ${name} as text: it is a file part, and text counts as missing.`,
            fix: `Append it as a file with a name, e.g. form.append('${name}', blob, '${name}').`,
          });
        }
        if (field?.kind === 'ttl' && value !== undefined && !ttlFits(value, field)) {
          result.report({
            requirement: 'FIL-40',
            at,
            message: `ttl_seconds was "${value}".`,
            fix: `Send an integer from ${field.ge} to ${field.le}, or persistent, or leave it out.`,
          });
        }
        if (operation === 'process' && name === 'prompt' && value !== undefined) {
          result.exercised('PRO-41');
          if (value.length > 1000) {
            result.report({
              requirement: 'PRO-41',
              at,
              message: `The prompt has ${value.length} characters.`,
              fix: 'Keep prompts for images within 1000 characters.',
            });
          }
        }
      }
    }
    return result;
  },
});

const ttlFits = (value: string, { ge, le }: { ge: number; le: number }) =>
  value === 'persistent' || (/^\d+$/.test(value) && Number(value) >= ge && Number(value) <= le);
