/** A case that mints one token. */
export const live = { effects: 'creates-ephemeral', cost: { tokens: 1 } } as const;
