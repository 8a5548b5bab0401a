/**
 * Loads what checks the inputs of handles. It needs zod, which takes a third of a cold start to load, so the first call that
 * has an input loads it.
 */
export async function loadChecks() {
  const [check, inputs, permissionInputs, journalInputs] = await Promise.all([
    import('./check-input.js'),
    import('./inputs.js'),
    import('./permission-inputs.js'),
    import('./journal-inputs.js'),
  ]);
  return { ...check, ...inputs, ...permissionInputs, ...journalInputs };
}
