import { z } from 'zod';
import { nearest } from '../rules/nearest.js';
import { Catalogue } from './resolve/catalogue.js';

/** Made with the first list of models that is checked. */
let names: readonly string[] | undefined;

/** A name of a model on any date: a misspelt one would permit nothing. */
export const modelName = z.string().superRefine((name, context) => {
  names ??= new Catalogue().names();
  if (names.includes(name)) return;
  const near = nearest(name, names);
  const message = `"${name}" is no model on any date${near === undefined ? '' : `; did you mean "${near}"?`}`;
  context.addIssue({ code: 'custom', message });
});
