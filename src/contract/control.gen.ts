// Generated from control.openapi.yaml by `npm run generate`. Do not edit.

export interface paths {
    readonly "/": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Returns version, seed and all routes. Needs no key and no token. The slash is optional. */
        readonly get: operations["getIndex"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/metrics": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Returns metrics of the process for Prometheus. Needs no key.
         * @description Sums over all accounts; no label contains a key. A reset clears jobs and credits, but not request counts. `decart_mock_requests_without_account_total` counts what belongs to none, by operation and error.
         */
        readonly get: operations["getMetrics"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/inspector": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Returns a page for browsers about the state of the accounts. Needs no key. */
        readonly get: operations["getInspector"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/health": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Returns 200 while the mock is up. Needs no key and no token. */
        readonly get: operations["getHealth"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/state": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Returns the account in figures. */
        readonly get: operations["getState"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/reset": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Drops the account. The key's next use starts from scratch, with the same seed. */
        readonly post: operations["resetAccount"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/reset/all": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Drops all accounts. Needs no key. */
        readonly post: operations["resetAll"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/accounts": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Lists the accounts. Needs no key. */
        readonly get: operations["listAccounts"];
        readonly put?: never;
        /**
         * Registers a key, or moves it to an organisation whose credits, quota and permissions it shares.
         * @description Needed under strict keys, to let keys share an organisation, and to name a key. Sets the given credits, quota, permissions and pace; the rest stays. Needs no `x-api-key`.
         */
        readonly post: operations["registerKey"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/credits": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Returns the credits of the account's organisation. */
        readonly get: operations["getCredits"];
        /** Sets the balance, the automatic top-up, or both. */
        readonly put: operations["setCredits"];
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/credits/ledger": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Lists the last thousand movements of credits, oldest first. */
        readonly get: operations["getLedger"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/quota": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Returns how many realtime sessions the organisation may run at once. */
        readonly get: operations["getQuota"];
        /** Sets how many realtime sessions the organisation may run at once. Running sessions continue. */
        readonly put: operations["setQuota"];
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/pace": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Returns how fast the account answers. */
        readonly get: operations["getPace"];
        /** Sets how fast the account answers. Applies to jobs, sessions and acks that begin after it. */
        readonly put: operations["setPace"];
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/permissions": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Returns what the organisation may use, and the class of its requests. */
        readonly get: operations["getPermissions"];
        /** Sets any of the permissions; the rest stays. Running sessions and jobs continue. */
        readonly put: operations["setPermissions"];
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/clock": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Returns the account's clock and its pending timers. */
        readonly get: operations["getClock"];
        /** Sets the clock mode. The time stays. */
        readonly put: operations["setClock"];
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/clock/advance": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Moves the clock forward, and answers after the timers that fell due have fired. */
        readonly post: operations["advanceClock"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/clock/next": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Moves the clock to the next timer and fires it. `fired` is empty when no timer waits. */
        readonly post: operations["nextTimer"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/rules": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Lists the rules in the order in which they apply, with how often each matched and fired. */
        readonly get: operations["listRules"];
        readonly put?: never;
        /** Adds one rule or a list of rules; none when one is invalid. */
        readonly post: operations["addRules"];
        /** Removes all rules. */
        readonly delete: operations["clearRules"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/rules/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post?: never;
        /** Removes one rule. */
        readonly delete: operations["removeRule"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/journal": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Lists journal entries, oldest first, without secrets and with long bodies truncated.
         * @description With `account=none`, of what belongs to no account: requests without a key, with a refused one, for unknown paths, refused by access control, or that are no HTTP, and sockets that were refused before their account was known. Needs no key then.
         */
        readonly get: operations["findEntries"];
        readonly put?: never;
        readonly post?: never;
        /**
         * Removes all entries. Numbering continues.
         * @description With `account=none`, of what belongs to no account: requests without a key, with a refused one, for unknown paths, refused by access control, or that are no HTTP, and sockets that were refused before their account was known. Needs no key then.
         */
        readonly delete: operations["clearJournal"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/journal/count": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Counts the entries that match.
         * @description With `account=none`, of what belongs to no account: requests without a key, with a refused one, for unknown paths, refused by access control, or that are no HTTP, and sockets that were refused before their account was known. Needs no key then.
         */
        readonly get: operations["countEntries"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/journal/wait": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Waits for `count` matches; 408 on timeout.
         * @description With `account=none`, of what belongs to no account: requests without a key, with a refused one, for unknown paths, refused by access control, or that are no HTTP, and sockets that were refused before their account was known. Needs no key then.
         */
        readonly get: operations["waitForEntries"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/jobs": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Lists the account's jobs with their plans, oldest first. */
        readonly get: operations["listJobs"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/files": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Lists the account's files that have not expired, oldest first. */
        readonly get: operations["listFiles"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/tokens": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Lists the account's client tokens, also expired ones, oldest first. They are secrets. */
        readonly get: operations["listTokens"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/sessions": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Lists the account's realtime sessions, first the last ended ones, then the running ones. */
        readonly get: operations["listSessions"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/snapshot": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Returns the whole account as JSON. It contains client tokens and uploads; treat it as a secret. */
        readonly get: operations["saveSnapshot"];
        /**
         * Replaces this account by a saved one, of the same or of another key.
         * @description The account continues as if it had never stopped, with the same next ids. Under another key, client tokens are issued anew. Afterwards the account has an organisation of its own.
         */
        readonly put: operations["loadSnapshot"];
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/catalogue": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Lists the model names on the account's catalogue date, and the changes to come. */
        readonly get: operations["getCatalogue"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * Format: date-time
         * @example 2026-10-01T12:00:00.000Z
         */
        readonly Time: string;
        readonly Count: number;
        /**
         * @description `real`: the host's pace. `scaled`: `rate` times as fast. `manual`: stands still until it is moved. `auto`: the host's pace, but a wait of a client makes it jump to its end.
         * @enum {unknown}
         */
        readonly ClockMode: "real" | "scaled" | "manual" | "auto";
        /** @enum {unknown} */
        readonly JobStatus: "pending" | "processing" | "completed" | "failed";
        readonly Timer: {
            readonly at: components["schemas"]["Time"];
            readonly label: string;
        };
        readonly Clock: {
            readonly mode: components["schemas"]["ClockMode"];
            readonly rate: number;
            readonly now: components["schemas"]["Time"];
            readonly pending: readonly components["schemas"]["Timer"][];
        };
        /** @description When the balance falls below `below` credits, it is set to `to`. Null turns it off. */
        readonly AutoTopUp: {
            readonly below: number;
            readonly to: number;
        } | null;
        /** @description Realtime sessions at once; null for unlimited. */
        readonly Sessions: number | null;
        readonly Credits: {
            readonly organisation: string;
            /** @description Credits that can be spent. */
            readonly available: number;
            readonly balance: number;
            /** @description Reserved for jobs that have not ended. */
            readonly reserved: number;
            readonly autoTopUp: components["schemas"]["AutoTopUp"];
        };
        readonly Quota: {
            readonly limit: components["schemas"]["Sessions"];
            readonly active: number | null;
            readonly remaining: number | null;
        };
        /** @description Name of the key, `api_key_name` in signed tokens. */
        readonly KeyName: string;
        /** @description Names of models that the organisation may use; null for all. A name permits the model that it means on the day of the call. */
        readonly AllowedModels: readonly string[] | null;
        /** @description `service_tier` in signed tokens: 0 free, 1 user, 2 pro, 3 priority. */
        readonly ServiceTier: number;
        /** @description `zeroDataRetention` in signed tokens. */
        readonly ZeroDataRetention: boolean;
        readonly Permissions: {
            readonly organisation: string;
            readonly allowedModels: components["schemas"]["AllowedModels"];
            readonly serviceTier: components["schemas"]["ServiceTier"];
            readonly zeroDataRetention: components["schemas"]["ZeroDataRetention"];
        };
        /**
         * @description `live` takes the times that were observed on the live service, `fast` none.
         * @enum {string}
         */
        readonly PaceName: "fast" | "live";
        readonly Pace: {
            readonly pace: components["schemas"]["PaceName"];
        };
        readonly Rule: {
            /** @description Default `rule-1`, `rule-2` ... */
            readonly id?: string;
            readonly operation: string;
            /** @description Conditions on the call; all must hold. */
            readonly match?: {
                /** @description As the client spelled it. */
                readonly model?: string;
                /** @description Text that the prompt contains. */
                readonly prompt?: string;
                readonly jobId?: string;
            };
            /** @description Which of the matching calls, counted from 1; all conditions must hold. */
            readonly when?: {
                /** @description Calls up to this one. */
                readonly first?: number;
                /** @description This call only. */
                readonly nth?: number;
                /** @description Every second call for 2. */
                readonly every?: number;
                /** @description Calls after this one. */
                readonly after?: number;
                /** @description Drawn from the seed. */
                readonly probability?: number;
            };
            /** @description An effect, or a list of effects that apply in their order. Effects that exclude each other are refused. */
            readonly effect: components["schemas"]["Effect"] | readonly components["schemas"]["Effect"][];
        };
        /** @description docs/reference/rules.md lists the types and their fields. Unknown fields and values out of bounds are refused. */
        readonly Effect: {
            readonly type: string;
        } & {
            readonly [key: string]: unknown;
        };
        readonly Rules: {
            readonly rules: readonly components["schemas"]["AppliedRule"][];
        };
        readonly Entry: {
            /** @description 1, 2, 3 ... for each account. */
            readonly seq: number;
            readonly at: components["schemas"]["Time"];
            /** @enum {unknown} */
            readonly kind: "http" | "ws" | "world";
            /** @description As in rules; `unserved` for a path or method without an operation. */
            readonly operation: string;
            readonly method?: string;
            readonly path?: string;
            readonly status?: number;
            readonly error?: string;
            /** @description How to fix the error. */
            readonly advice?: string;
            /** @description Rules and magic values that changed the answer. */
            readonly rules?: readonly string[];
            readonly model?: string;
            readonly jobId?: string;
            readonly sessionId?: string;
            /** @description Fields of the request; uploads by name, type and size. */
            readonly request?: unknown;
            /** @description The answer; media by type and size. */
            readonly response?: unknown;
            /** @description More, by kind: direction and type of a frame, stage of a session. */
            readonly detail?: {
                readonly [key: string]: unknown;
            };
        };
        readonly Account: {
            readonly key: string;
            readonly organisation: string;
            readonly now: components["schemas"]["Time"];
            readonly jobs: number;
            readonly files: number;
        };
        readonly LedgerLine: {
            readonly at: components["schemas"]["Time"];
            /** @enum {unknown} */
            readonly kind: "reserve" | "charge" | "refund" | "draw" | "top-up" | "set";
            /** @description Negative for an expense. */
            readonly amount: number;
            /** @description Credits that can be spent afterwards. */
            readonly available: number;
            /** @description Id of the job, session or image. */
            readonly for?: string;
        };
        readonly Job: {
            readonly id: string;
            readonly status: components["schemas"]["JobStatus"];
            readonly model: string;
            /** @description As the client spelled it. */
            readonly requestedModel: string;
            readonly prompt: string;
            readonly seed: number;
            readonly submittedAt: components["schemas"]["Time"];
            readonly stages: readonly {
                readonly status: components["schemas"]["JobStatus"];
                readonly at: components["schemas"]["Time"];
            }[];
        };
        readonly File: {
            readonly id: string;
            readonly filename: string | null;
            readonly mime: string;
            /** @description Bytes. */
            readonly size: number;
            readonly createdAt: components["schemas"]["Time"];
            /** @description Null for a persistent file. */
            readonly expiresAt: components["schemas"]["Time"] | null;
        };
        readonly Token: {
            /** @description The token itself, `ek_...`. */
            readonly apiKey: string;
            /** @description The same as a signed JWT. Absent for a token minted before 2026-06-23. */
            readonly jwt?: string;
            readonly createdAt: components["schemas"]["Time"];
            readonly expiresAt: components["schemas"]["Time"];
            /** @description Seconds. */
            readonly expiresIn?: number;
            readonly allowedModels?: readonly string[];
            readonly allowedOrigins?: readonly string[];
            /** @description Seconds. */
            readonly maxSessionDuration?: number;
            readonly metadata?: {
                readonly [key: string]: unknown;
            };
            /** @description When a session reached `maxSessionDuration`. Sessions that connect later never generate. */
            readonly cappedAt?: components["schemas"]["Time"];
        };
        readonly Session: {
            readonly id: string;
            readonly model: string;
            /** @enum {unknown} */
            readonly dialect?: "livekit" | "direct" | "http" | "lipsync";
            /** @enum {unknown} */
            readonly stage: "admitted" | "queued" | "joined" | "generating" | "ended";
            /** @description Seconds generated and billed so far. */
            readonly seconds: number;
            readonly credits: number;
            readonly startedAt: components["schemas"]["Time"];
            /** @description Its token had reached `maxSessionDuration` before, so it never generates and takes no slot. */
            readonly capped?: boolean;
            readonly endedAt?: components["schemas"]["Time"];
            readonly endReason?: string;
        };
        readonly AppliedRule: components["schemas"]["Rule"] & {
            readonly id: string;
            /** @description Calls that matched. */
            readonly matched: number;
            /** @description Calls in which the rule took effect. */
            readonly fired: number;
            /** @description Whether it never fired. */
            readonly unused: boolean;
        };
        readonly State: {
            readonly organisation: string;
            readonly keyName: components["schemas"]["KeyName"];
            readonly clock: components["schemas"]["Clock"];
            readonly catalogueDate: components["schemas"]["Time"];
            readonly jobs: {
                readonly total: components["schemas"]["Count"];
                readonly pending: components["schemas"]["Count"];
                readonly processing: components["schemas"]["Count"];
                readonly completed: components["schemas"]["Count"];
                readonly failed: components["schemas"]["Count"];
            };
            readonly files: {
                readonly total: components["schemas"]["Count"];
                readonly bytes: components["schemas"]["Count"];
            };
            readonly tokens: {
                readonly total: components["schemas"]["Count"];
                readonly expired: components["schemas"]["Count"];
            };
            readonly sessions: {
                readonly total: components["schemas"]["Count"];
                readonly running: components["schemas"]["Count"];
            };
            readonly rules: {
                readonly total: components["schemas"]["Count"];
                readonly unused: components["schemas"]["Count"];
            };
            readonly journal: {
                readonly total: components["schemas"]["Count"];
            };
            readonly credits: components["schemas"]["Credits"];
            readonly quota: components["schemas"]["Quota"];
            readonly permissions: components["schemas"]["Permissions"];
        };
        readonly ClockMove: components["schemas"]["Clock"] & {
            /** @description In order; the first 10,000. */
            readonly fired: readonly components["schemas"]["Timer"][];
            /** @description Number of all timers that fired. */
            readonly count: number;
        };
        readonly Catalogue: {
            readonly date: components["schemas"]["Time"];
            readonly until: components["schemas"]["Time"];
            readonly names: readonly {
                readonly name: string;
                /** @enum {unknown} */
                readonly via: "canonical" | "alias" | "latest";
                /** @description Name of the model it resolves to. */
                readonly model: string;
                readonly surfaces: {
                    /** @enum {unknown} */
                    readonly queue?: "served" | "retired";
                    /** @enum {unknown} */
                    readonly process?: "served" | "retired";
                    /** @enum {unknown} */
                    readonly realtime?: "served" | "retired";
                    /** @enum {unknown} */
                    readonly lipsync?: "served" | "retired";
                };
            }[];
            readonly events: readonly {
                readonly at: components["schemas"]["Time"];
                /** @enum {unknown} */
                readonly kind: "launch" | "retire" | "withdraw" | "name" | "name-ends" | "latest" | "path" | "path-ends";
                readonly name: string;
                /** @enum {unknown} */
                readonly surface?: "queue" | "process" | "realtime" | "lipsync";
                readonly target?: string;
                /** @enum {unknown} */
                readonly evidence: "documented" | "observed" | "sdk" | "inferred";
                readonly source: string;
            }[];
        };
        readonly Snapshot: {
            /** @constant */
            readonly format: "decart-mock/snapshot";
            /** @constant */
            readonly version: 1;
        } & {
            readonly [key: string]: unknown;
        };
        readonly Error: {
            readonly error: {
                /** @enum {unknown} */
                readonly code: "bad_input" | "not_json" | "bad_rule" | "bad_snapshot" | "time_backwards" | "missing_key" | "token_required" | "origin_refused" | "key_refused" | "rule_not_found" | "no_such_route" | "method_not_allowed" | "wait_timed_out" | "clock_stopped" | "rule_conflict" | "upload_missing" | "too_large" | "full" | "defect";
                /** @description What was attempted, on what, and what was wrong. */
                readonly message: string;
                /** @description How to fix it. */
                readonly advice: string;
            };
        };
    };
    responses: {
        /** @description The request failed. docs/reference/errors.md lists the status of each code. */
        readonly Refused: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "error": {
                 *         "code": "missing_key",
                 *         "message": "GET /_mock/clock needs an account, and the request has no x-api-key.",
                 *         "advice": "Send the key that your client uses in the x-api-key header."
                 *       }
                 *     }
                 */
                readonly "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The body has more than 1 MiB, or a snapshot more than `limits.snapshotBytes`; decompressed bytes count. */
        readonly TooLarge: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "error": {
                 *         "code": "too_large",
                 *         "message": "The body of POST /_mock/rules is too large: more than 1048576 bytes.",
                 *         "advice": "Save fewer or smaller uploads, or raise \"limits.snapshotBytes\"."
                 *       }
                 *     }
                 */
                readonly "application/json": components["schemas"]["Error"];
            };
        };
        /** @description What the request stores, or its body of more than 16 KiB, does not fit into `limits.textBytes`. */
        readonly Full: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "error": {
                 *         "code": "full",
                 *         "message": "POST /_mock/rules does not fit: The mock server has no room left for text: reset accounts, or raise limits.textBytes.",
                 *         "advice": "Reset accounts with POST /_mock/reset or /_mock/reset/all, or raise \"limits.textBytes\"."
                 *       }
                 *     }
                 */
                readonly "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The account in figures. */
        readonly State: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "organisation": "acme",
                 *       "keyName": "Web app",
                 *       "clock": {
                 *         "mode": "real",
                 *         "rate": 1,
                 *         "now": "2026-10-01T12:00:00.000Z",
                 *         "pending": []
                 *       },
                 *       "catalogueDate": "2026-10-01T12:00:00.000Z",
                 *       "jobs": {
                 *         "total": 2,
                 *         "pending": 0,
                 *         "processing": 1,
                 *         "completed": 1,
                 *         "failed": 0
                 *       },
                 *       "files": {
                 *         "total": 1,
                 *         "bytes": 56000
                 *       },
                 *       "tokens": {
                 *         "total": 0,
                 *         "expired": 0
                 *       },
                 *       "sessions": {
                 *         "total": 1,
                 *         "running": 1
                 *       },
                 *       "rules": {
                 *         "total": 1,
                 *         "unused": 0
                 *       },
                 *       "journal": {
                 *         "total": 7
                 *       },
                 *       "credits": {
                 *         "organisation": "acme",
                 *         "available": 950,
                 *         "balance": 1000,
                 *         "reserved": 50,
                 *         "autoTopUp": null
                 *       },
                 *       "quota": {
                 *         "limit": null,
                 *         "active": null,
                 *         "remaining": null
                 *       },
                 *       "permissions": {
                 *         "organisation": "acme",
                 *         "allowedModels": null,
                 *         "serviceTier": 1,
                 *         "zeroDataRetention": false
                 *       }
                 *     }
                 */
                readonly "application/json": components["schemas"]["State"];
            };
        };
        /** @description Done. */
        readonly Reset: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "reset": 1
                 *     }
                 */
                readonly "application/json": {
                    /** @description Number of accounts. */
                    readonly reset: number;
                };
            };
        };
        /** @description Done. */
        readonly Removed: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "removed": 1
                 *     }
                 */
                readonly "application/json": {
                    /** @description Number of removed items. */
                    readonly removed: number;
                };
            };
        };
        /** @description The organisation's credits. */
        readonly Credits: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "organisation": "acme",
                 *       "available": 950,
                 *       "balance": 1000,
                 *       "reserved": 50,
                 *       "autoTopUp": {
                 *         "below": 100,
                 *         "to": 1000
                 *       }
                 *     }
                 */
                readonly "application/json": components["schemas"]["Credits"];
            };
        };
        /** @description The organisation's permissions. */
        readonly Permissions: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "organisation": "acme",
                 *       "allowedModels": [
                 *         "lucy-2.5"
                 *       ],
                 *       "serviceTier": 1,
                 *       "zeroDataRetention": false
                 *     }
                 */
                readonly "application/json": components["schemas"]["Permissions"];
            };
        };
        /** @description All null means unlimited. */
        readonly Quota: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "limit": 1,
                 *       "active": 0,
                 *       "remaining": 1
                 *     }
                 */
                readonly "application/json": components["schemas"]["Quota"];
            };
        };
        /** @description How fast the account answers. */
        readonly Pace: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "pace": "live"
                 *     }
                 */
                readonly "application/json": components["schemas"]["Pace"];
            };
        };
        /** @description The clock, and the timers that fired. */
        readonly ClockMoved: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "mode": "manual",
                 *       "rate": 1,
                 *       "now": "2026-10-01T12:01:30.000Z",
                 *       "pending": [],
                 *       "fired": [
                 *         {
                 *           "at": "2026-10-01T12:00:05.000Z",
                 *           "label": "delayed jobs.status"
                 *         }
                 *       ],
                 *       "count": 1
                 *     }
                 */
                readonly "application/json": components["schemas"]["ClockMove"];
            };
        };
        /** @description The move stopped after five million timers (`limits.timersPerMove`). The clock stands at the time in the message, and every timer due before has fired. Move the clock again to continue. */
        readonly ClockStopped: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "error": {
                 *         "code": "clock_stopped",
                 *         "message": "Stopped at 2026-11-27T20:53:20.000Z, on the way to 2027-10-01T00:00:00.000Z, after 5000000 timers: \"generation tick\" 5000000 times. Every timer due before that has fired. Move the clock again to continue.",
                 *         "advice": "Move the clock again to continue, or first stop what fired most."
                 *       }
                 *     }
                 */
                readonly "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The matching entries, oldest first. */
        readonly Entries: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "count": 1,
                 *       "entries": [
                 *         {
                 *           "seq": 1,
                 *           "at": "2026-10-01T12:00:00.000Z",
                 *           "kind": "http",
                 *           "operation": "jobs.status",
                 *           "method": "GET",
                 *           "path": "/v1/jobs/3f0c",
                 *           "status": 404,
                 *           "error": "job_not_found",
                 *           "advice": "Poll with the key that submitted the job, before retention ends."
                 *         }
                 *       ]
                 *     }
                 */
                readonly "application/json": {
                    /** @description All that match, also beyond `limit`. */
                    readonly count: number;
                    readonly entries: readonly components["schemas"]["Entry"][];
                };
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    readonly getIndex: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The mock, its routes and its documentation. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "name": "decart-mock",
                     *       "version": "0.1.0",
                     *       "seed": "8e54c1a9",
                     *       "clock": "real",
                     *       "routes": [
                     *         "GET /_mock/health",
                     *         "GET /_mock/state"
                     *       ],
                     *       "docs": {
                     *         "control": "docs/reference/control-api.md",
                     *         "contract": "control.openapi.yaml"
                     *       }
                     *     }
                     */
                    readonly "application/json": {
                        /** @constant */
                        readonly name: "decart-mock";
                        readonly version: string;
                        /** @description Start with the same seed to repeat the run. */
                        readonly seed: string;
                        /** @description Clock mode of new accounts. */
                        readonly clock: string;
                        /** @description Method and path of each route. */
                        readonly routes: readonly string[];
                        /** @description Files of the package by topic. */
                        readonly docs: {
                            readonly [key: string]: string;
                        };
                    };
                };
            };
            readonly "4XX": components["responses"]["Refused"];
        };
    };
    readonly getMetrics: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description In the text format of Prometheus. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example # HELP decart_mock_requests_total HTTP requests answered, by operation and status.
                     *     # TYPE decart_mock_requests_total counter
                     *     decart_mock_requests_total{operation="jobs.submit",status="200"} 2
                     *     # HELP decart_mock_requests_without_account_total Requests and sockets that belong to no account, by operation and error.
                     *     # TYPE decart_mock_requests_without_account_total counter
                     *     decart_mock_requests_without_account_total{operation="quota.get",error="invalid_api_key"} 1
                     */
                    readonly "text/plain": string;
                };
            };
            readonly "4XX": components["responses"]["Refused"];
        };
    };
    readonly getInspector: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description Tag of the account to show, or `none`; the page links to the most recently used accounts.
                 * @example 31f6a0c2d4
                 */
                readonly account?: string;
                /** @description List all accounts. */
                readonly all?: string;
                /** @description The control token, for browsers. The answer sets a cookie and leads to the URL without the token. */
                readonly token?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The page; it reloads every two seconds. With `token`, a page that leads to it. */
            readonly 200: {
                headers: {
                    /**
                     * @description Only with `token`; does not contain the token. HttpOnly, SameSite=Strict, for this path. Each mock of a host uses another name.
                     * @example decart_mock_5a0c21f9=9f3c; HttpOnly; SameSite=Strict; Path=/_mock/inspector
                     */
                    readonly "set-cookie"?: string;
                    readonly [name: string]: unknown;
                };
                content: {
                    /** @example <!doctype html><html lang="en"><body><h1>decart-mock</h1></body></html> */
                    readonly "text/html": string;
                };
            };
            readonly "4XX": components["responses"]["Refused"];
        };
    };
    readonly getHealth: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The mock is up. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "ok",
                     *       "seed": "8e54c1a9"
                     *     }
                     */
                    readonly "application/json": {
                        /** @constant */
                        readonly status: "ok";
                        /** @description Start with the same seed to repeat the run. */
                        readonly seed: string;
                    };
                };
            };
            readonly "4XX": components["responses"]["Refused"];
        };
    };
    readonly getState: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: components["responses"]["State"];
            readonly "4XX": components["responses"]["Refused"];
        };
    };
    readonly resetAccount: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: components["responses"]["Reset"];
            readonly "4XX": components["responses"]["Refused"];
        };
    };
    readonly resetAll: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: components["responses"]["Reset"];
            readonly "4XX": components["responses"]["Refused"];
        };
    };
    readonly listAccounts: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Keys of more than 16 characters are shortened. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "accounts": [
                     *         {
                     *           "key": "dct_mock",
                     *           "organisation": "org-31f6",
                     *           "now": "2026-10-01T12:00:00.000Z",
                     *           "jobs": 2,
                     *           "files": 0
                     *         }
                     *       ]
                     *     }
                     */
                    readonly "application/json": {
                        readonly accounts: readonly components["schemas"]["Account"][];
                    };
                };
            };
            readonly "4XX": components["responses"]["Refused"];
        };
    };
    readonly registerKey: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "key": "dct_alice",
                 *       "organisation": "acme",
                 *       "credits": 50,
                 *       "autoTopUp": null,
                 *       "maxConcurrentSessions": 2
                 *     }
                 */
                readonly "application/json": {
                    readonly key: string;
                    readonly keyName?: components["schemas"]["KeyName"];
                    readonly organisation?: string;
                    readonly credits?: number;
                    readonly autoTopUp?: components["schemas"]["AutoTopUp"];
                    readonly maxConcurrentSessions?: components["schemas"]["Sessions"];
                    readonly pace?: components["schemas"]["PaceName"];
                    readonly allowedModels?: components["schemas"]["AllowedModels"];
                    readonly serviceTier?: components["schemas"]["ServiceTier"];
                    readonly zeroDataRetention?: components["schemas"]["ZeroDataRetention"];
                };
            };
        };
        readonly responses: {
            readonly 201: components["responses"]["State"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 507: components["responses"]["Full"];
            readonly "4XX": components["responses"]["Refused"];
        };
    };
    readonly getCredits: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: components["responses"]["Credits"];
            readonly "4XX": components["responses"]["Refused"];
        };
    };
    readonly setCredits: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: {
            readonly content: {
                /**
                 * @example {
                 *       "balance": 0,
                 *       "autoTopUp": null
                 *     }
                 */
                readonly "application/json": {
                    readonly balance?: number;
                    readonly autoTopUp?: components["schemas"]["AutoTopUp"];
                };
            };
        };
        readonly responses: {
            readonly 200: components["responses"]["Credits"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 507: components["responses"]["Full"];
            readonly "4XX": components["responses"]["Refused"];
        };
    };
    readonly getLedger: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The lines. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "organisation": "acme",
                     *       "lines": [
                     *         {
                     *           "at": "2026-10-01T12:00:00.000Z",
                     *           "kind": "set",
                     *           "amount": 50,
                     *           "available": 50
                     *         }
                     *       ]
                     *     }
                     */
                    readonly "application/json": {
                        readonly organisation: string;
                        readonly lines: readonly components["schemas"]["LedgerLine"][];
                    };
                };
            };
            readonly "4XX": components["responses"]["Refused"];
        };
    };
    readonly getQuota: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: components["responses"]["Quota"];
            readonly "4XX": components["responses"]["Refused"];
        };
    };
    readonly setQuota: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "maxConcurrentSessions": 1
                 *     }
                 */
                readonly "application/json": {
                    readonly maxConcurrentSessions: components["schemas"]["Sessions"];
                };
            };
        };
        readonly responses: {
            readonly 200: components["responses"]["Quota"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 507: components["responses"]["Full"];
            readonly "4XX": components["responses"]["Refused"];
        };
    };
    readonly getPace: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: components["responses"]["Pace"];
            readonly "4XX": components["responses"]["Refused"];
        };
    };
    readonly setPace: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "pace": "live"
                 *     }
                 */
                readonly "application/json": components["schemas"]["Pace"];
            };
        };
        readonly responses: {
            readonly 200: components["responses"]["Pace"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 507: components["responses"]["Full"];
            readonly "4XX": components["responses"]["Refused"];
        };
    };
    readonly getPermissions: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: components["responses"]["Permissions"];
            readonly "4XX": components["responses"]["Refused"];
        };
    };
    readonly setPermissions: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: {
            readonly content: {
                /**
                 * @example {
                 *       "allowedModels": [
                 *         "lucy-2.5",
                 *         "lucy-restyle-latest"
                 *       ]
                 *     }
                 */
                readonly "application/json": {
                    readonly allowedModels?: components["schemas"]["AllowedModels"];
                    readonly serviceTier?: components["schemas"]["ServiceTier"];
                    readonly zeroDataRetention?: components["schemas"]["ZeroDataRetention"];
                };
            };
        };
        readonly responses: {
            readonly 200: components["responses"]["Permissions"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 507: components["responses"]["Full"];
            readonly "4XX": components["responses"]["Refused"];
        };
    };
    readonly getClock: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The clock. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "mode": "manual",
                     *       "rate": 1,
                     *       "now": "2026-10-01T12:00:00.000Z",
                     *       "pending": []
                     *     }
                     */
                    readonly "application/json": components["schemas"]["Clock"];
                };
            };
            readonly "4XX": components["responses"]["Refused"];
        };
    };
    readonly setClock: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "mode": "scaled",
                 *       "rate": 60
                 *     }
                 */
                readonly "application/json": {
                    readonly mode: components["schemas"]["ClockMode"];
                    /** @description Virtual seconds per second. Required for `scaled`, and refused for the other modes. */
                    readonly rate?: number;
                };
            };
        };
        readonly responses: {
            /** @description The clock. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "mode": "scaled",
                     *       "rate": 60,
                     *       "now": "2026-10-01T12:00:00.000Z",
                     *       "pending": []
                     *     }
                     */
                    readonly "application/json": components["schemas"]["Clock"];
                };
            };
            readonly 413: components["responses"]["TooLarge"];
            readonly 507: components["responses"]["Full"];
            readonly "4XX": components["responses"]["Refused"];
        };
    };
    readonly advanceClock: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /** @description Milliseconds, or text like `90s`, `10m`, `1h30m`, `2d`. */
                    readonly by: string | number;
                } | {
                    /** @description A date or time, like `2026-05-31T12:00:00Z`, or epoch ms. */
                    readonly to: string | number;
                };
            };
        };
        readonly responses: {
            readonly 200: components["responses"]["ClockMoved"];
            readonly 409: components["responses"]["ClockStopped"];
            readonly 413: components["responses"]["TooLarge"];
            readonly 507: components["responses"]["Full"];
            readonly "4XX": components["responses"]["Refused"];
        };
    };
    readonly nextTimer: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: components["responses"]["ClockMoved"];
            readonly "4XX": components["responses"]["Refused"];
        };
    };
    readonly listRules: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The rules. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "rules": []
                     *     }
                     */
                    readonly "application/json": components["schemas"]["Rules"];
                };
            };
            readonly "4XX": components["responses"]["Refused"];
        };
    };
    readonly addRules: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["Rule"] | readonly components["schemas"]["Rule"][];
            };
        };
        readonly responses: {
            /** @description The added rules. */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "rules": [
                     *         {
                     *           "id": "rule-1",
                     *           "operation": "jobs.status",
                     *           "effect": {
                     *             "type": "delay",
                     *             "ms": 2000
                     *           },
                     *           "matched": 0,
                     *           "fired": 0,
                     *           "unused": true
                     *         }
                     *       ]
                     *     }
                     */
                    readonly "application/json": components["schemas"]["Rules"];
                };
            };
            readonly 413: components["responses"]["TooLarge"];
            readonly 507: components["responses"]["Full"];
            readonly "4XX": components["responses"]["Refused"];
        };
    };
    readonly clearRules: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: components["responses"]["Removed"];
            readonly "4XX": components["responses"]["Refused"];
        };
    };
    readonly removeRule: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @example rule-1 */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: components["responses"]["Removed"];
            readonly "4XX": components["responses"]["Refused"];
        };
    };
    readonly findEntries: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description `none` selects the journal of what belongs to no account; without it, the key does.
                 * @example none
                 */
                readonly account?: "none";
                /**
                 * @description `http` for exchanges, `ws` for WebSocket messages, `world` for events of the mock itself.
                 * @example http
                 */
                readonly kind?: "http" | "ws" | "world";
                /**
                 * @description An operation, as in rules, or `unserved`, or `key`; of no account also `malformed`, `control` and `livekit`. May end in `*`. Unknown operations, errors, methods and kinds are refused.
                 * @example jobs.*
                 */
                readonly operation?: string;
                /** @example POST */
                readonly method?: string;
                /**
                 * @description May end in `*`.
                 * @example /v1/jobs/*
                 */
                readonly path?: string;
                /** @example 200 */
                readonly status?: number;
                /**
                 * @description An error code of src/contract/errors.ts, or `token_required` or `origin_refused`.
                 * @example invalid_api_key
                 */
                readonly error?: string;
                /** @example 3f0c... */
                readonly jobId?: string;
                /** @example 3f0c... */
                readonly sessionId?: string;
                /** @example lucy-2.5 */
                readonly model?: string;
                /**
                 * @description Only entries after this number.
                 * @example 12
                 */
                readonly afterSeq?: number;
                /**
                 * @description Return only the newest entries, at most this many.
                 * @example 100
                 */
                readonly limit?: number;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: components["responses"]["Entries"];
            readonly "4XX": components["responses"]["Refused"];
        };
    };
    readonly clearJournal: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description `none` selects the journal of what belongs to no account; without it, the key does.
                 * @example none
                 */
                readonly account?: "none";
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: components["responses"]["Removed"];
            readonly "4XX": components["responses"]["Refused"];
        };
    };
    readonly countEntries: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description `none` selects the journal of what belongs to no account; without it, the key does.
                 * @example none
                 */
                readonly account?: "none";
                /**
                 * @description `http` for exchanges, `ws` for WebSocket messages, `world` for events of the mock itself.
                 * @example http
                 */
                readonly kind?: "http" | "ws" | "world";
                /**
                 * @description An operation, as in rules, or `unserved`, or `key`; of no account also `malformed`, `control` and `livekit`. May end in `*`. Unknown operations, errors, methods and kinds are refused.
                 * @example jobs.*
                 */
                readonly operation?: string;
                /** @example POST */
                readonly method?: string;
                /**
                 * @description May end in `*`.
                 * @example /v1/jobs/*
                 */
                readonly path?: string;
                /** @example 200 */
                readonly status?: number;
                /**
                 * @description An error code of src/contract/errors.ts, or `token_required` or `origin_refused`.
                 * @example invalid_api_key
                 */
                readonly error?: string;
                /** @example 3f0c... */
                readonly jobId?: string;
                /** @example 3f0c... */
                readonly sessionId?: string;
                /** @example lucy-2.5 */
                readonly model?: string;
                /**
                 * @description Only entries after this number.
                 * @example 12
                 */
                readonly afterSeq?: number;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The count. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "count": 3
                     *     }
                     */
                    readonly "application/json": {
                        readonly count: number;
                    };
                };
            };
            readonly "4XX": components["responses"]["Refused"];
        };
    };
    readonly waitForEntries: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description `none` selects the journal of what belongs to no account; without it, the key does.
                 * @example none
                 */
                readonly account?: "none";
                /**
                 * @description `http` for exchanges, `ws` for WebSocket messages, `world` for events of the mock itself.
                 * @example http
                 */
                readonly kind?: "http" | "ws" | "world";
                /**
                 * @description An operation, as in rules, or `unserved`, or `key`; of no account also `malformed`, `control` and `livekit`. May end in `*`. Unknown operations, errors, methods and kinds are refused.
                 * @example jobs.*
                 */
                readonly operation?: string;
                /** @example POST */
                readonly method?: string;
                /**
                 * @description May end in `*`.
                 * @example /v1/jobs/*
                 */
                readonly path?: string;
                /** @example 200 */
                readonly status?: number;
                /**
                 * @description An error code of src/contract/errors.ts, or `token_required` or `origin_refused`.
                 * @example invalid_api_key
                 */
                readonly error?: string;
                /** @example 3f0c... */
                readonly jobId?: string;
                /** @example 3f0c... */
                readonly sessionId?: string;
                /** @example lucy-2.5 */
                readonly model?: string;
                /**
                 * @description Only entries after this number.
                 * @example 12
                 */
                readonly afterSeq?: number;
                /**
                 * @description Number of matches to wait for.
                 * @example 2
                 */
                readonly count?: number;
                /**
                 * @description Real milliseconds, independent of the account's clock.
                 * @example 1000
                 */
                readonly timeoutMs?: number;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            readonly 200: components["responses"]["Entries"];
            /** @description Timeout; the message lists the last entries. */
            readonly 408: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "error": {
                     *         "code": "wait_timed_out",
                     *         "message": "Waited 1000 ms for 2 journal entries matching {\"operation\":\"jobs.status\"}, saw 1. The last 2 of 2 entries: 1 jobs.submit 200; 2 jobs.status 200.",
                     *         "advice": "Wait longer, or see GET /_mock/journal for what was received."
                     *       }
                     *     }
                     */
                    readonly "application/json": components["schemas"]["Error"];
                };
            };
            readonly "4XX": components["responses"]["Refused"];
        };
    };
    readonly listJobs: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The jobs. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "jobs": []
                     *     }
                     */
                    readonly "application/json": {
                        readonly jobs: readonly components["schemas"]["Job"][];
                    };
                };
            };
            readonly "4XX": components["responses"]["Refused"];
        };
    };
    readonly listFiles: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The files. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "files": []
                     *     }
                     */
                    readonly "application/json": {
                        readonly files: readonly components["schemas"]["File"][];
                    };
                };
            };
            readonly "4XX": components["responses"]["Refused"];
        };
    };
    readonly listTokens: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The tokens. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "tokens": []
                     *     }
                     */
                    readonly "application/json": {
                        readonly tokens: readonly components["schemas"]["Token"][];
                    };
                };
            };
            readonly "4XX": components["responses"]["Refused"];
        };
    };
    readonly listSessions: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The sessions. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "sessions": []
                     *     }
                     */
                    readonly "application/json": {
                        readonly sessions: readonly components["schemas"]["Session"][];
                    };
                };
            };
            readonly "4XX": components["responses"]["Refused"];
        };
    };
    readonly saveSnapshot: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The account. Its content is not part of this contract. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "format": "decart-mock/snapshot",
                     *       "version": 1,
                     *       "clock": {
                     *         "mode": "manual",
                     *         "rate": 1,
                     *         "now": 1790856000000
                     *       },
                     *       "catalogueDate": 1790856000000,
                     *       "timing": {},
                     *       "pace": "fast",
                     *       "workers": null,
                     *       "sessionCapacity": null,
                     *       "random": {
                     *         "account": [
                     *           1681910745,
                     *           192150039,
                     *           307806547,
                     *           -1381528450
                     *         ],
                     *         "rules": [
                     *           -1495232612,
                     *           -1592371600,
                     *           -364036720,
                     *           -1710392570
                     *         ],
                     *         "jobs": [
                     *           -1996034455,
                     *           1152108277,
                     *           414748629,
                     *           1017511563
                     *         ],
                     *         "files": [
                     *           -1283279308,
                     *           291477453,
                     *           3302135708,
                     *           598759507
                     *         ],
                     *         "tokens": [
                     *           1998060454,
                     *           -1782899381,
                     *           1036865999,
                     *           779421476
                     *         ],
                     *         "tickets": [
                     *           -1116240003,
                     *           1912572161,
                     *           1211578537,
                     *           2006161510
                     *         ],
                     *         "sessions": [
                     *           1539856986,
                     *           -1000642930,
                     *           -1170899797,
                     *           329016502
                     *         ],
                     *         "pace": [
                     *           1186160852,
                     *           501923900,
                     *           -2286605746,
                     *           1943162136
                     *         ]
                     *       },
                     *       "credits": {
                     *         "balance": 1000,
                     *         "autoTopUp": {
                     *           "below": 100,
                     *           "to": 1000
                     *         },
                     *         "open": [],
                     *         "ledger": []
                     *       },
                     *       "quota": {
                     *         "limit": null,
                     *         "held": []
                     *       },
                     *       "permissions": {
                     *         "allowedModels": null,
                     *         "serviceTier": 1,
                     *         "zeroDataRetention": false
                     *       },
                     *       "keyName": "Default key",
                     *       "rules": {
                     *         "named": 0,
                     *         "rules": [],
                     *         "firedPrompts": []
                     *       },
                     *       "jobs": [],
                     *       "files": [],
                     *       "tokens": [],
                     *       "tickets": [],
                     *       "journal": {
                     *         "lastSeq": 0,
                     *         "entries": []
                     *       }
                     *     }
                     */
                    readonly "application/json": components["schemas"]["Snapshot"];
                };
            };
            readonly "4XX": components["responses"]["Refused"];
        };
    };
    readonly loadSnapshot: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "format": "decart-mock/snapshot",
                 *       "version": 1,
                 *       "clock": {
                 *         "mode": "manual",
                 *         "rate": 1,
                 *         "now": 1790856000000
                 *       },
                 *       "catalogueDate": 1790856000000,
                 *       "timing": {},
                 *       "pace": "fast",
                 *       "workers": null,
                 *       "sessionCapacity": null,
                 *       "random": {
                 *         "account": [
                 *           1681910745,
                 *           192150039,
                 *           307806547,
                 *           -1381528450
                 *         ],
                 *         "rules": [
                 *           -1495232612,
                 *           -1592371600,
                 *           -364036720,
                 *           -1710392570
                 *         ],
                 *         "jobs": [
                 *           -1996034455,
                 *           1152108277,
                 *           414748629,
                 *           1017511563
                 *         ],
                 *         "files": [
                 *           -1283279308,
                 *           291477453,
                 *           3302135708,
                 *           598759507
                 *         ],
                 *         "tokens": [
                 *           1998060454,
                 *           -1782899381,
                 *           1036865999,
                 *           779421476
                 *         ],
                 *         "tickets": [
                 *           -1116240003,
                 *           1912572161,
                 *           1211578537,
                 *           2006161510
                 *         ],
                 *         "sessions": [
                 *           1539856986,
                 *           -1000642930,
                 *           -1170899797,
                 *           329016502
                 *         ],
                 *         "pace": [
                 *           1186160852,
                 *           501923900,
                 *           -2286605746,
                 *           1943162136
                 *         ]
                 *       },
                 *       "credits": {
                 *         "balance": 1000,
                 *         "autoTopUp": {
                 *           "below": 100,
                 *           "to": 1000
                 *         },
                 *         "open": [],
                 *         "ledger": []
                 *       },
                 *       "quota": {
                 *         "limit": null,
                 *         "held": []
                 *       },
                 *       "permissions": {
                 *         "allowedModels": null,
                 *         "serviceTier": 1,
                 *         "zeroDataRetention": false
                 *       },
                 *       "keyName": "Default key",
                 *       "rules": {
                 *         "named": 0,
                 *         "rules": [],
                 *         "firedPrompts": []
                 *       },
                 *       "jobs": [],
                 *       "files": [],
                 *       "tokens": [],
                 *       "tickets": [],
                 *       "journal": {
                 *         "lastSeq": 0,
                 *         "entries": []
                 *       }
                 *     }
                 */
                readonly "application/json": components["schemas"]["Snapshot"];
            };
        };
        readonly responses: {
            /** @description The account was loaded. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "loaded": 1,
                     *       "now": "2026-10-01T12:00:00.000Z"
                     *     }
                     */
                    readonly "application/json": {
                        /** @constant */
                        readonly loaded: 1;
                        readonly now: components["schemas"]["Time"];
                    };
                };
            };
            readonly 413: components["responses"]["TooLarge"];
            readonly 507: components["responses"]["Full"];
            readonly "4XX": components["responses"]["Refused"];
        };
    };
    readonly getCatalogue: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description List changes up to this date; default a year ahead.
                 * @example 2027-01-01
                 */
                readonly until?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Names, and changes in order of time. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "date": "2026-10-01T12:00:00.000Z",
                     *       "until": "2027-10-02T12:00:00.000Z",
                     *       "names": [
                     *         {
                     *           "name": "lucy-latest",
                     *           "via": "latest",
                     *           "model": "lucy-2.5",
                     *           "surfaces": {
                     *             "queue": "served"
                     *           }
                     *         }
                     *       ],
                     *       "events": []
                     *     }
                     */
                    readonly "application/json": components["schemas"]["Catalogue"];
                };
            };
            readonly "4XX": components["responses"]["Refused"];
        };
    };
}
