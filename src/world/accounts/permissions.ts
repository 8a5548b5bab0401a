/** 0 free, 1 user, 2 pro, 3 priority (facts: api-2026-11-30.md 13). */
export const MAX_SERVICE_TIER = 3;

/** What an organisation may use, and the class of its requests. */
export interface PermissionOptions {
  /** Names of models; null, the default, permits all. A name permits the model that it means on the day of the call. */
  readonly allowedModels?: readonly string[] | null;
  /** 0 to `MAX_SERVICE_TIER`; that 1 is the default is inferred. */
  readonly serviceTier?: number;
  /** Whether the service keeps none of the organisation's data; default false. */
  readonly zeroDataRetention?: boolean;
}

/**
 * The permissions of an organisation. `allowedModels` decides what is served; the others only appear in signed tokens. That
 * the organisation has them, and not each of its keys, is inferred.
 */
export class OrganisationPermissions implements Required<PermissionOptions> {
  allowedModels: readonly string[] | null = null;
  serviceTier = 1;
  zeroDataRetention = false;

  constructor(options: PermissionOptions) {
    this.set(options);
  }

  /** Absent options stay as they are. */
  set({ allowedModels, serviceTier, zeroDataRetention }: PermissionOptions): void {
    if (allowedModels !== undefined) this.allowedModels = allowedModels && [...allowedModels];
    if (serviceTier !== undefined) this.serviceTier = serviceTier;
    if (zeroDataRetention !== undefined) this.zeroDataRetention = zeroDataRetention;
  }

  /** A copy, as JSON. */
  view(): { allowedModels: string[] | null; serviceTier: number; zeroDataRetention: boolean } {
    const { allowedModels, serviceTier, zeroDataRetention } = this;
    return { allowedModels: allowedModels && [...allowedModels], serviceTier, zeroDataRetention };
  }
}
