import { z } from 'zod';

/**
 * A list whose check stops at the first item that is not valid: a million of them would make a million issues. One of more
 * than `max` items is refused before any is looked at.
 */
export const boundedList = <T>(item: z.ZodType<T>, max = Infinity): z.ZodType<T[]> =>
  z.array(z.unknown()).transform((given, context): T[] => {
    if (given.length > max) {
      context.addIssue({ code: 'custom', message: `Too many: ${given.length}, and at most ${max} are kept` });
      return z.NEVER;
    }
    const items: T[] = [];
    for (const [index, one] of given.entries()) {
      const checked = item.safeParse(one);
      if (!checked.success) {
        for (const { path, message } of checked.error.issues)
          context.addIssue({ code: 'custom', message, path: [index, ...path] });
        return z.NEVER;
      }
      items.push(checked.data);
    }
    return items;
  });
