import { describe, expect, test } from 'vitest';
import { bodyExamples, follow, messages, operations } from '../../../scripts/evidence-document.js';
import { breaches, lintProblems } from '../../../scripts/evidence-rules.js';
import { staleFiles } from '../../../scripts/generate.js';
import { formFamilies, type FormField } from '../../../src/contract/validation/form-families.js';
import { operationRows } from '../../../src/contract/operations.gen.js';
import { document, root, validator } from './document.js';
import { routes202608 } from './routes-2026-08.js';

describe('openapi.yaml', () => {
  test('lints without a finding', () => {
    expect(lintProblems('openapi.yaml', root)).toEqual([]);
  });

  test('grades every answer and message and gives examples', () => {
    expect(breaches(document)).toEqual([]);
  });

  test('breaches are found when there are some', () => {
    const broken = structuredClone(document) as unknown as {
      paths: Record<string, { get: { responses: Record<string, object> } }>;
      components: { schemas: Record<string, { examples?: unknown }> };
    };
    broken.paths['/v1/realtime/quota']!.get.responses['200'] = { description: 'no grade' };
    delete broken.components.schemas.RealtimeServerMessageError!.examples;
    const found = breaches(broken as unknown as typeof document);
    expect(found).toContain('getRealtimeQuota 200 has no x-evidence.');
    expect(found).toContain('RealtimeServerMessageError has no example.');
    expect(found).toContain('#/components/schemas/RealtimeQuota is never referenced.');
  });

  test('all files derived from it are current', async () => {
    expect(await staleFiles()).toEqual([]);
  });

  test('has every route of August 2026', () => {
    const ours = new Set(operationRows.map(({ method, path }) => `${method} ${path}`));
    expect(routes202608.filter((route) => !ours.has(route))).toEqual([]);
    expect(new Set(routes202608).size).toBe(55);
  });

  test('gives every submit and generate route one of the forms', () => {
    const submits = operationRows.filter(
      ({ method, path }) => method === 'POST' && /^\/v1\/(jobs|generate)\/[^{]+$/.test(path),
    );
    expect(submits.length).toBeGreaterThanOrEqual(45);
    expect(submits.filter(({ accepts }) => !accepts?.includes('multipart/form-data'))).toEqual([]);
  });
});

describe('examples', () => {
  const bodies = operations(document).flatMap(({ operation }) => [
    ...Object.entries(operation.requestBody?.content ?? {}).map(([type, body]) => ({
      where: `${operation.operationId ?? ''} request ${type}`,
      body,
    })),
    ...Object.entries(operation.responses).flatMap(([status, answer]) =>
      Object.entries(follow(document, answer).content ?? {}).map(([type, body]) => ({
        where: `${operation.operationId ?? ''} ${status} ${type}`,
        body,
      })),
    ),
  ]);

  test.each(bodies)('$where fits its schema', ({ body }) => {
    const validate = validator(body.schema ?? {});
    for (const example of bodyExamples(body)) {
      expect(validate(example), JSON.stringify([example, validate.errors])).toBe(true);
    }
  });

  test.each(messages(document))('%s fits its schema', (_name, schema) => {
    const validate = validator(schema);
    for (const example of schema.examples ?? []) {
      expect(validate(example), JSON.stringify([example, validate.errors])).toBe(true);
    }
  });

  test('a wrong body does not fit', () => {
    expect(validator({ $ref: '#/components/schemas/Job' })({ job_id: 'j', status: 'queued' })).toBe(false);
    expect(validator({ $ref: '#/components/schemas/FileReference' })({ id: 'x' })).toBe(false);
  });
});

describe('form families', () => {
  const schemaOf = {
    clip: 'ClipForm',
    restyle: 'RestyleForm',
    'edit-2.5': 'Edit25Form',
    'edit-2.1': 'Edit21Form',
    robot: 'RobotForm',
    image: 'ImageForm',
    motion: 'MotionForm',
    'text-to-video': 'TextToVideoForm',
    'text-to-image': 'TextToImageForm',
    'image-to-video': 'ImageToVideoForm',
    'image-to-video-720p': 'ImageToVideo720pForm',
    'frames-to-video': 'FramesToVideoForm',
    'video-to-video': 'VideoToVideoForm',
    file: 'FileForm',
  } satisfies Record<keyof typeof formFamilies, string>;

  interface Property {
    type?: string | string[];
    const?: string;
    enum?: string[];
    default?: unknown;
    minimum?: number;
    maximum?: number;
    contentMediaType?: string;
  }

  /** What openapi.yaml says of a field, in the table's terms. */
  function described(name: string, property: Property, required: readonly string[]): object {
    const nullable = Array.isArray(property.type) && property.type.includes('null');
    const type = Array.isArray(property.type) ? property.type[0] : property.type;
    const values = property.enum ?? (property.const === undefined ? undefined : [property.const]);
    return {
      name,
      required: required.includes(name),
      nullable,
      kind: property.contentMediaType ? 'file' : values ? 'enum' : type,
      values,
      default: property.default,
      bounds: type === 'integer' ? [property.minimum, property.maximum] : undefined,
    };
  }

  function tabled(field: FormField): object {
    const text = field.kind === 'trajectory' || field.kind === 'ttl';
    return {
      name: field.name,
      required: field.required ?? false,
      nullable: field.nullable ?? false,
      kind: text ? 'string' : field.kind,
      values: field.kind === 'enum' ? field.values : undefined,
      default: 'default' in field ? field.default : undefined,
      bounds: field.kind === 'integer' ? [field.ge, field.le] : undefined,
    };
  }

  test.each(Object.entries(schemaOf))('%s is %s, field by field and in order', (family, name) => {
    const schema = document.components.schemas[name] as unknown as {
      properties: Record<string, Property>;
      required: string[];
    };
    const fields: readonly FormField[] = formFamilies[family as keyof typeof formFamilies];
    expect(fields.map(tabled)).toEqual(
      Object.entries(schema.properties).map(([field, property]) =>
        described(field, follow(document, property), schema.required),
      ),
    );
  });
});
