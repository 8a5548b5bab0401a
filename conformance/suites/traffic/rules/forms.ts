import { formFamilies, type FormField } from '../../../../src/contract/validation/form-families.js';
import { modelOf } from '../models.js';
import { defineRule, RuleReport } from '../rule.js';
import { meaningOf, type Meaning, type Sent, type TracedCall } from '../trace.js';

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

/** One request with a form, and what its route declares. */
interface FormCall {
  call: TracedCall;
  fields: readonly FormField[];
  route: string;
  operation: Meaning['operation'];
  /** The requirement about the fields of this route. */
  about: string;
}

export const forms = defineRule({
  id: 'queue.traffic/form-fields',
  title: 'Forms with the declared fields, files as files',
  requires: ['QUE-65', 'PRO-40', 'PRO-41', 'FIL-40', 'FIL-41'],
  evaluate(trace) {
    const result = new RuleReport();
    // Browsers leave file contents out of a HAR, and the mock does not read the form of a request it refuses.
    const complete = trace.kind === 'recording';
    for (const call of trace.calls) {
      const known = declared(call);
      if (!known) continue;
      const { operation } = meaningOf(call);
      const about = operation === 'process' ? 'PRO-40' : operation === 'upload' ? 'FIL-40' : 'QUE-65';
      const formCall: FormCall = { call, ...known, operation, about };
      const form = call.sent?.fields;
      if (!form) {
        if (complete) checkIsForm(formCall, result);
        continue;
      }
      result.exercised(about);
      if (complete && operation === 'process') checkRequired(formCall, form, result);
      for (const field of form) {
        if (operation !== 'upload') checkDeclared(formCall, field, result);
        if (field.value !== undefined) checkValue(formCall, field.name, field.value, result);
      }
    }
    return result;
  },
});

type SentField = NonNullable<Sent['fields']>[number];

function checkIsForm({ call, route, about }: FormCall, result: RuleReport): void {
  const other = notAForm(call);
  if (other === undefined) return;
  result.report({
    requirement: about,
    at: call.n,
    message: `${route} was sent ${other} instead of a form.`,
    fix: 'Send multipart/form-data, and let the HTTP library set the content-type, which needs the boundary.',
  });
}

function checkRequired(
  { call, fields, route, about }: FormCall,
  form: readonly SentField[],
  result: RuleReport,
): void {
  const given = new Set(form.map(({ name }) => name));
  for (const { name } of fields.filter((field) => field.required && !given.has(field.name))) {
    result.report({
      requirement: about,
      at: call.n,
      message: `${route} was not sent ${name}, which it requires.`,
      fix: `Append it: the answer was ${call.status}.`,
    });
  }
}

/** Fields of jobs and process calls: declared, files as files, and no ids of uploaded files. */
function checkDeclared(
  { call, fields, route, about }: FormCall,
  { name, value, file }: SentField,
  result: RuleReport,
): void {
  const field = fields.find((each) => each.name === name);
  const at = call.n;
  if (!field) {
    result.report({
      requirement: about,
      at,
      message: `${route} was sent the field ${name}, which it does not declare: it is ignored.`,
      fix: `Leave it out, or use one of: ${fields.map((each) => each.name).join(', ')}.`,
    });
  }
  if (value !== undefined) result.exercised('FIL-41');
  if (value !== undefined && /^file_\w/.test(value)) {
    result.report({
      requirement: 'FIL-41',
      at,
      message: `${route} was sent the id of an uploaded file as ${name}.`,
      fix: 'Send the bytes: file ids are for set_image in realtime sessions.',
    });
  } else if (field?.kind === 'file' && !file) {
    result.report({
      requirement: about,
      at,
      message: `${route} was sent ${name} as text: it is a file part, and text counts as missing.`,
      fix: `Append it as a file with a name, e.g. form.append('${name}', blob, '${name}').`,
    });
  }
}

function checkValue(
  { call, fields, operation }: FormCall,
  name: string,
  value: string,
  result: RuleReport,
): void {
  const field = fields.find((each) => each.name === name);
  if (field?.kind === 'ttl' && !ttlFits(value, field)) {
    result.report({
      requirement: 'FIL-40',
      at: call.n,
      message: `ttl_seconds was "${value}".`,
      fix: `Send an integer from ${field.ge} to ${field.le}, or persistent, or leave it out.`,
    });
  }
  if (operation !== 'process' || name !== 'prompt') return;
  result.exercised('PRO-41');
  if (value.length > 1000) {
    result.report({
      requirement: 'PRO-41',
      at: call.n,
      message: `The prompt has ${value.length} characters.`,
      fix: 'Keep prompts for images within 1000 characters.',
    });
  }
}

const ttlFits = (value: string, { ge, le }: { ge: number; le: number }) =>
  value === 'persistent' || (/^\d+$/.test(value) && Number(value) >= ge && Number(value) <= le);
