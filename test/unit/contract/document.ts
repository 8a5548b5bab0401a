import { fileURLToPath } from 'node:url';
import addFormats from 'ajv-formats';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { readDocument } from '../../../scripts/evidence-document.js';

export const root = fileURLToPath(new URL('../../../', import.meta.url));
export const document = readDocument(fileURLToPath(new URL('../../../openapi.yaml', import.meta.url)));

const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: true });
addFormats.default(ajv);
ajv.addSchema({ ...document, $id: 'openapi' });

/** A validator of a schema inside openapi.yaml, with its references. */
export function validator(schema: object): ValidateFunction {
  const text = JSON.stringify(schema).replaceAll('"$ref":"#/', '"$ref":"openapi#/');
  return ajv.compile(JSON.parse(text) as object);
}
