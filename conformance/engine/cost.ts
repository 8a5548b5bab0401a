/** What a case costs on a service that bills. Zero where not named. */
export interface Cost {
  /** Video jobs submitted. */
  jobs?: number;
  /** Seconds of generated video or realtime session. */
  gpuSeconds?: number;
  /** Images generated. */
  images?: number;
  /** Client tokens minted. */
  tokens?: number;
  /** Bytes uploaded. */
  uploadBytes?: number;
}

/** What a case leaves behind. */
export const effects = ['none', 'creates-ephemeral', 'creates-durable', 'deletes-own'] as const;
export type Effects = (typeof effects)[number];

/** US dollars: video per generated second, images each. From the public price list of August 2026, dearest model. */
export const prices = { gpuSecond: 0.15, image: 0.02 };

/** Estimate in US dollars. */
export function usdOf(cost: Cost): number {
  return (cost.gpuSeconds ?? 0) * prices.gpuSecond + (cost.images ?? 0) * prices.image;
}

/** What a run may do to a service that bills. Loopback targets are free. */
export interface Permissions {
  /** Effects beyond `none`, and `spend` for whatever costs money. */
  allow: readonly (Effects | 'spend')[];
  maxUsd?: number;
  maxJobs?: number;
}
