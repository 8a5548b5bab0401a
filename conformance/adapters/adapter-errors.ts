/** The adapter exited while a result was pending. */
export class AdapterCrash extends Error {}

/** The adapter cannot be used at all: it does not start, greet or answer. */
export class AdapterUnusable extends Error {}
