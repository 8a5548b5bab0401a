// Generated from openapi.yaml by `npm run generate`. Do not edit.

export interface paths {
    "/v1/generate/lucy-image-2": components["pathItems"]["GenerateImage"];
    "/v1/generate/lucy-image-latest": components["pathItems"]["GenerateImage"];
    "/v1/generate/lucy-pro-i2i": components["pathItems"]["GenerateImage"];
    "/v1/generate/lucy_pro_i2i": components["pathItems"]["GenerateImage"];
    "/v1/generate/lucy-pro-t2i": components["pathItems"]["GenerateTextToImage"];
    "/v1/generate/lucy-pro-v2v": components["pathItems"]["GenerateClip"];
    "/v1/generate/lucy-dev-v2v": components["pathItems"]["GenerateVideoToVideo"];
    "/v1/generate/lucy-fast-v2v": components["pathItems"]["GenerateVideoToVideo"];
    "/v1/generate/lucy-pro-t2v": components["pathItems"]["GenerateTextToVideo"];
    "/v1/generate/lucy-pro-i2v": components["pathItems"]["GenerateImageToVideo"];
    "/v1/generate/lucy-dev-i2v": components["pathItems"]["GenerateImageToVideo720p"];
    "/v1/generate/lucy-pro-flf2v": components["pathItems"]["GenerateFramesToVideo"];
    "/v1/generate/lucy-motion": components["pathItems"]["GenerateMotion"];
    "/v1/jobs/lucy-clip": components["pathItems"]["SubmitClip"];
    "/v1/jobs/lucy-pro-v2v": components["pathItems"]["SubmitClip"];
    "/v1/jobs/lucy-clip-latest": components["pathItems"]["SubmitClip"];
    "/v1/jobs/lucy-restyle-2": components["pathItems"]["SubmitRestyle"];
    "/v1/jobs/mirage_v2": components["pathItems"]["SubmitRestyle"];
    "/v1/jobs/lucy-restyle-v2v": components["pathItems"]["SubmitRestyle"];
    "/v1/jobs/lucy-restyle-latest": components["pathItems"]["SubmitRestyle"];
    "/v1/jobs/lucy-robot-720p": components["pathItems"]["SubmitRobot"];
    "/v1/jobs/lucy-samsung-robot-poc": components["pathItems"]["SubmitRobot"];
    "/v1/jobs/lucy-solomon-robot-poc": components["pathItems"]["SubmitRobot"];
    "/v1/jobs/lucy-2.5": components["pathItems"]["SubmitEdit25"];
    "/v1/jobs/lucy-2-5": components["pathItems"]["SubmitEdit25"];
    "/v1/jobs/lucy_2_5": components["pathItems"]["SubmitEdit25"];
    "/v1/jobs/lucy-latest": components["pathItems"]["SubmitEdit25"];
    "/v1/jobs/lucy-2.6": components["pathItems"]["SubmitEdit25"];
    "/v1/jobs/lucy-2.1": components["pathItems"]["SubmitEdit21"];
    "/v1/jobs/lucy_2_rt_preview": components["pathItems"]["SubmitEdit21"];
    "/v1/jobs/lucy-2": components["pathItems"]["SubmitEdit21"];
    "/v1/jobs/lucy_2": components["pathItems"]["SubmitEdit21"];
    "/v1/jobs/lucy_2_rt": components["pathItems"]["SubmitEdit21"];
    "/v1/jobs/lucy-2-v2v": components["pathItems"]["SubmitEdit21"];
    "/v1/jobs/lucy_2_v2v": components["pathItems"]["SubmitEdit21"];
    "/v1/jobs/lucy_v2v_14b_rt": components["pathItems"]["SubmitEdit21"];
    "/v1/jobs/lucy-2.1-vton": components["pathItems"]["SubmitVton"];
    "/v1/jobs/lucy-2.viton": components["pathItems"]["SubmitVton"];
    "/v1/jobs/lucy-2.1.viton": components["pathItems"]["SubmitVton"];
    "/v1/jobs/lucy-vton": components["pathItems"]["SubmitVton"];
    "/v1/jobs/lucy-vton-2": components["pathItems"]["SubmitVton"];
    "/v1/jobs/lucy-2.1-vton-2": components["pathItems"]["SubmitVton"];
    "/v1/jobs/lucy-vton-3": components["pathItems"]["SubmitVton"];
    "/v1/jobs/lucy-2.1-vton-3": components["pathItems"]["SubmitVton"];
    "/v1/jobs/lucy-vton-latest": components["pathItems"]["SubmitVton"];
    "/v1/jobs/lucy-vton-3.5": components["pathItems"]["SubmitVton"];
    "/v1/jobs/lucy-vton-3-5": components["pathItems"]["SubmitVton"];
    "/v1/jobs/lucy-vton-3.5-4-3": components["pathItems"]["SubmitVton"];
    "/v1/jobs/lucy-vton-3-5-4-3": components["pathItems"]["SubmitVton"];
    "/v1/jobs/lucy-vton-3.5-1-1": components["pathItems"]["SubmitVton"];
    "/v1/jobs/lucy-vton-3-5-1-1": components["pathItems"]["SubmitVton"];
    "/v1/jobs/lucy-vton-3.6": components["pathItems"]["SubmitVton"];
    "/v1/jobs/lucy-image-2": components["pathItems"]["SubmitImage"];
    "/v1/jobs/lucy-pro-i2i": components["pathItems"]["SubmitImage"];
    "/v1/jobs/lucy_pro_i2i": components["pathItems"]["SubmitImage"];
    "/v1/jobs/lucy-image-latest": components["pathItems"]["SubmitImage"];
    "/v1/jobs/lucy-motion": components["pathItems"]["SubmitMotion"];
    "/v1/jobs/lucy-motion-latest": components["pathItems"]["SubmitMotion"];
    "/v1/jobs/lucy-pro-t2v": components["pathItems"]["SubmitTextToVideo"];
    "/v1/jobs/lucy-pro-t2i": components["pathItems"]["SubmitTextToImage"];
    "/v1/jobs/lucy-pro-i2v": components["pathItems"]["SubmitImageToVideo"];
    "/v1/jobs/lucy-dev-i2v": components["pathItems"]["SubmitImageToVideo720p"];
    "/v1/jobs/lucy-pro-flf2v": components["pathItems"]["SubmitFramesToVideo"];
    "/v1/jobs/lucy-fast-v2v": components["pathItems"]["SubmitVideoToVideo"];
    "/v1/telemetry": components["pathItems"]["Telemetry"];
    "/api/v1/telemetry": components["pathItems"]["Telemetry"];
    "/v1/jobs/{job_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description From the answer to the submit.
                 * @example job_7c1f9a2e
                 */
                job_id: components["parameters"]["JobId"];
            };
            cookie?: never;
        };
        /**
         * Ask how a job is doing
         * @description Guides ask for no more than one call every 2 seconds; SDKs poll every 1.5. The API's own document asks for no key here, the SDKs send one. A job that is not done after 10 minutes turns `failed`.
         */
        get: operations["getJob"];
        put?: never;
        /**
         * Submit to a name that is no route
         * @description Not a route. The answer to a submit with an unknown model name.
         */
        post: operations["submitToUnknownModel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/jobs/{job_id}/content": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Download the result of a job */
        get: operations["getJobContent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Upload a file and get a reference to it
         * @description The reference serves realtime `set_image` as `image_ref`. Jobs do not take references yet.
         */
        post: operations["uploadFile"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/files/{file_id}": {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The key. Missing, it is one item of a 422 answer.
                 * @example dct_example
                 */
                "x-api-key": components["parameters"]["ApiKey"];
            };
            path: {
                /**
                 * @description From the answer to the upload.
                 * @example file_2d81
                 */
                file_id: components["parameters"]["FileId"];
            };
            cookie?: never;
        };
        /** Look up a file reference */
        get: operations["getFile"];
        put?: never;
        post?: never;
        /** Delete a file before its time */
        delete: operations["deleteFile"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/client/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * There is no list of tokens
         * @description Not a route. Health probes call it because the answer costs nothing.
         */
        get: operations["listClientTokens"];
        put?: never;
        /**
         * Mint a client token
         * @description The body may be missing, empty or null: then the token lives 60 seconds and may do everything. Until March 2026 tokens lived 10 minutes and took only metadata.
         */
        post: operations["createClientToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/.well-known/jwks.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Public keys of the tokens' signatures
         * @description The customary path, our choice. SDKs ask `/api/auth/jwks` of the platform's host.
         */
        get: operations["getJwks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/jwks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Public keys of the tokens' signatures, where SDKs look for them
         * @description The Python SDK verifies tokens with it: it takes the key that the token's `kid` names and asks for EdDSA.
         */
        get: operations["getPlatformJwks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/resolve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Resolve names and aliases to model ids
         * @description A model soon to be retired still resolves.
         */
        post: operations["resolveModels"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Look for the invisible watermark
         * @description Takes a video or a picture and gives a verdict with a confidence. Size is capped before the body is read. How the body names the file is inferred.
         */
        post: operations["verifyContent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Open a realtime session
         * @description A WebSocket upgrade; text frames holding one JSON object each. The first frame tells the generation: `livekit_join` means media over LiveKit (May 2026 on), a state message or `offer` means direct WebRTC on this socket. A refusal is a close after the upgrade, mostly with an `error` message before it, not an HTTP status. LipSync Live has a socket and a protocol of its own: `/router/lipsync/ws`. Live Avatar was on `/v1/avatar-live/stream` (from 2025-12-29, JS SDK 0.0.28) and `/v1/live_avatar/stream` (from 2026-01-01, JS SDK 0.0.31; until March 2026, inferred) as well. Those paths imply the model: public applications leave `model` out there.
         */
        get: operations["openStream"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/router/lipsync/ws": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Open a LipSync Live session
         * @deprecated
         * @description A WebSocket upgrade, served from October 2025 to May 2026. It names no model: the path is the product. Text
         *     frames hold one JSON object each. The client sends `config` first, and `config_ack` is the first message of the
         *     server. Then one `synced_result` answers each `video_input`, in order and in the size of its picture.
         *
         *     Sound comes back once per chunk of 16 pictures, on the first of them: 16 / `video_fps` seconds of it, padded with
         *     zeros. The other 15 have an empty `audio_frame`. A chunk without sound is zeros at full length.
         *
         *     A refusal is an `error` message and a close after the upgrade, not an HTTP status. The server sends no other
         *     types than its three, and no message over 1 MiB: the Python client stops reading silently otherwise.
         */
        get: operations["openLipsync"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/subscribe/{session_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Watch a session over direct WebRTC
         * @deprecated
         * @description A WebSocket upgrade. The viewer over direct WebRTC offers receive-only video and audio and gets an answer. `IP` and `port` are those that the session's own client got in `session_id`.
         */
        get: operations["subscribeToSession"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/watch-stream/{room_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Get credentials to watch a session
         * @description For viewers over LiveKit. Called with an empty body on the realtime host.
         */
        post: operations["watchStream"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/realtime/quota": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Ask how many sessions may run
         * @description For a key of an organisation the count is the organisation's. Ask at most once a second.
         */
        get: operations["getRealtimeQuota"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/realtime/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Create a session from a WebRTC offer */
        post: operations["createSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/realtime/sessions/{session_id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The session.
                 * @example sess_5b2d
                 */
                session_id: components["parameters"]["SessionId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End a session */
        delete: operations["endSession"];
        options?: never;
        head?: never;
        /**
         * Send ICE candidates
         * @description Clients must send one at a time, as every answer rotates the tag.
         */
        patch: operations["addSessionCandidates"];
        trace?: never;
    };
    "/v1/realtime/sessions/{session_id}/prompt": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Change the prompt */
        post: operations["setSessionPrompt"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/realtime/sessions/{session_id}/image": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change the reference picture
         * @description There is no call that takes the picture away again.
         */
        post: operations["setSessionImage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/realtime/sessions/{session_id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow a session
         * @description Server-sent events, without replay. A client that does not listen never connects, as the server's ICE candidates come only here.
         */
        get: operations["streamSessionEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/queues/{queue_id}/tickets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Queue for a realtime session */
        post: operations["takeTicket"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/queues/{queue_id}/tickets/{ticket_id}/poll": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask how the queue moves
         * @description About every 2 seconds. Who stays silent is dropped; who was granted has about 45 seconds to claim.
         */
        post: operations["pollTicket"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/queues/{queue_id}/tickets/{ticket_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Leave the queue
         * @description A place already granted stays reserved until its time to claim is over.
         */
        delete: operations["leaveQueue"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description FastAPI's envelope. */
        ErrorDetail: {
            detail: string;
        };
        /** @description The envelope of token minting and of the managed queue. */
        ErrorWord: {
            error: string;
        };
        ModelRetired: {
            detail: string;
            /** @description The name that was asked for. */
            model: string;
        };
        /** @description The envelope of HTTP signalling; like RFC 9457, served as application/json. */
        Problem: {
            title: string;
            detail?: string;
            status: number;
        };
        HTTPValidationError: {
            detail: components["schemas"]["ValidationError"][];
        };
        ValidationError: {
            /** @description The way to the value, from `body`, `header`, `query` or `path`. */
            loc: (string | number)[];
            msg: string;
            type: string;
            /** @description What was given; null when nothing was. */
            input?: unknown;
            ctx?: {
                [key: string]: unknown;
            };
        };
        /** @description A file part. */
        Upload: string;
        /** @description Chosen by the server when absent. */
        Seed: number;
        ClipForm: {
            prompt: string;
            data: components["schemas"]["Upload"];
            reference_image?: components["schemas"]["OptionalUpload"];
            seed?: components["schemas"]["Seed"];
            /**
             * @default 720p
             * @constant
             */
            resolution?: "720p";
            /** @default true */
            enhance_prompt?: boolean;
        };
        /** @description A file part that may be missing. */
        OptionalUpload: string | null;
        RestyleForm: {
            prompt?: string | null;
            data: components["schemas"]["Upload"];
            reference_image?: components["schemas"]["OptionalUpload"];
            seed?: components["schemas"]["Seed"];
            /**
             * @default 720p
             * @constant
             */
            resolution?: "720p";
            /** @default true */
            enhance_prompt?: boolean;
        };
        Edit25Form: {
            data: components["schemas"]["Upload"];
            /** @default  */
            prompt?: string;
            reference_image?: components["schemas"]["OptionalUpload"];
            seed?: components["schemas"]["Seed"];
            /**
             * @default 720p
             * @constant
             */
            resolution?: "720p";
            /** @default true */
            enhance_prompt?: boolean;
            /** @default true */
            self_anchor?: boolean;
        };
        Edit21Form: {
            data: components["schemas"]["Upload"];
            /** @default  */
            prompt?: string;
            reference_image?: components["schemas"]["OptionalUpload"];
            seed?: components["schemas"]["Seed"];
            /**
             * @default 720p
             * @constant
             */
            resolution?: "720p";
            /** @default true */
            enhance_prompt?: boolean;
        };
        RobotForm: {
            prompt: string;
            data: components["schemas"]["Upload"];
            seed?: components["schemas"]["Seed"];
            /**
             * @default 720p
             * @constant
             */
            resolution?: "720p";
            /** @default false */
            enhance_prompt?: boolean;
        };
        ImageForm: {
            prompt: string;
            data: components["schemas"]["Upload"];
            reference_image?: components["schemas"]["OptionalUpload"];
            seed?: components["schemas"]["Seed"];
            /**
             * @default 720p
             * @enum {string}
             */
            resolution?: "720p" | "480p";
            /** @default true */
            enhance_prompt?: boolean;
        };
        MotionForm: {
            data: components["schemas"]["Upload"];
            /** @description 2 to 1000 points `{frame, x, y}`, none negative, as JSON or as a Python literal. */
            trajectory: string;
            seed?: components["schemas"]["Seed"];
            /**
             * @default 720p
             * @constant
             */
            resolution?: "720p";
        };
        TextToVideoForm: {
            prompt: string;
            seed?: components["schemas"]["Seed"];
            /**
             * @default 720p
             * @enum {string}
             */
            resolution?: "720p" | "480p";
            /** @description `landscape` or `portrait`. */
            orientation?: string | null;
        };
        TextToImageForm: {
            prompt: string;
            seed?: components["schemas"]["Seed"];
            /**
             * @default 720p
             * @enum {string}
             */
            resolution?: "720p" | "480p";
            /** @description `landscape` or `portrait`. */
            orientation?: string | null;
        };
        ImageToVideoForm: {
            prompt: string;
            data: components["schemas"]["Upload"];
            seed?: components["schemas"]["Seed"];
            /**
             * @default 720p
             * @enum {string}
             */
            resolution?: "720p" | "480p";
        };
        ImageToVideo720pForm: {
            prompt: string;
            data: components["schemas"]["Upload"];
            seed?: components["schemas"]["Seed"];
            /**
             * @default 720p
             * @constant
             */
            resolution?: "720p";
        };
        FramesToVideoForm: {
            prompt: string;
            start: components["schemas"]["Upload"];
            end: components["schemas"]["Upload"];
            seed?: components["schemas"]["Seed"];
            /**
             * @default 720p
             * @enum {string}
             */
            resolution?: "720p" | "480p";
        };
        VideoToVideoForm: {
            prompt: string;
            data: components["schemas"]["Upload"];
            seed?: components["schemas"]["Seed"];
            /**
             * @default 720p
             * @constant
             */
            resolution?: "720p";
            /** @default true */
            enhance_prompt?: boolean;
        };
        FileForm: {
            file: components["schemas"]["Upload"];
            /** @description 60 to 2592000 seconds, or `persistent`; absent means 24 hours. */
            ttl_seconds?: string | null;
        };
        VerifyForm: {
            file: components["schemas"]["Upload"];
        };
        /**
         * @description SDKs poll until one of the last two and know no fifth word. A job that ran out of time has failed.
         * @enum {string}
         */
        JobStatus: "pending" | "processing" | "completed" | "failed";
        /** @description The whole answer; it has no reason for a failure. */
        Job: {
            job_id: string;
            status: components["schemas"]["JobStatus"];
        };
        FileReference: {
            id: string;
            filename: string | null;
            mime_type: string;
            size_bytes: number;
            /** Format: date-time */
            created_at: string;
            /**
             * Format: date-time
             * @description null for a file that stays.
             */
            expires_at: string | null;
        };
        ClientTokenRequest: {
            /** @description Seconds in which sessions may be started; 60 unless said. */
            expiresIn?: number | null;
            /** @description Model names. That an alias permits the model it means, and a model its aliases, is inferred. */
            allowedModels?: string[] | null;
            /** @description Compared verbatim with the browser's Origin, for realtime sessions only. */
            allowedOrigins?: string[] | null;
            constraints?: components["schemas"]["TokenConstraints"] | null;
            metadata?: {
                [key: string]: unknown;
            } | null;
        };
        TokenConstraints: {
            realtime?: components["schemas"]["RealtimeConstraints"] | null;
        };
        RealtimeConstraints: {
            /** @description Seconds of generation after which a session is stopped and its socket closed. Later sessions of the token connect and never generate (observed in August 2026). */
            maxSessionDuration?: number | null;
        };
        TokenPermissions: {
            models?: string[] | null;
            origins?: string[] | null;
        };
        ClientToken: {
            /** @description The opaque key. */
            apiKey: string;
            /** @description A JWT saying the same, signed with EdDSA. Answers before 2026-06-23 lack it, and it could be missing when it was new; Python SDK 0.2.0 (2026-09-15) refuses an answer without it. */
            token?: string | null;
            /** Format: date-time */
            expiresAt: string;
            /** @description Only when models or origins were asked for. */
            permissions?: components["schemas"]["TokenPermissions"] | null;
            /** @description Only when asked for. */
            constraints?: components["schemas"]["TokenConstraints"] | null;
        };
        ClientTokenHeader: {
            /** @constant */
            alg: "EdDSA";
            /** @description The key in the key set that signed it. */
            kid: string;
        };
        /** @description What Python SDK 0.2.2 and later, and JavaScript SDK 0.2, read of a verified token (evidence sdk). The forms of the ids are not known. */
        ClientTokenClaims: {
            /** @constant */
            iss: "https://platform.decart.ai";
            /** @constant */
            aud: "https://platform.decart.ai";
            /** @description The user; for the token of an organisation, its owner. */
            sub: string;
            /** @description Epoch seconds. */
            exp: number;
            /** @description Epoch seconds. No SDK reads it. */
            iat?: number;
            /** @description Stands for the key where parent_api_key_id is missing. */
            jti?: string;
            /** @description The API key that minted the token. */
            parent_api_key_id?: string | null;
            /** @description Name of the API key that minted the token. */
            api_key_name?: string;
            organizationId?: string;
            /** @description 0 free, 1 user, 2 pro, 3 priority, as a number or digits. Anything else counts as none. */
            service_tier?: unknown;
            /** @description Of old: true for tier 3. */
            priority?: unknown;
            models?: string[];
            origins?: string[];
            constraints?: components["schemas"]["TokenConstraints"];
            /** @description Realtime sessions that the organisation may run at once. Absent or null means that it has no limit. */
            realtimeConcurrentSessionLimit?: number | null;
            zeroDataRetention?: boolean;
            /** @description Labels for the bill; attribution of the metadata the token was minted with. */
            attribution?: {
                [key: string]: string;
            };
        };
        JwkSet: {
            keys: {
                /** @constant */
                kty: "OKP";
                /** @constant */
                crv: "Ed25519";
                x: string;
                kid: string;
                /** @constant */
                use?: "sig";
                /** @constant */
                alg?: "EdDSA";
            }[];
        };
        /** @description One name, a list of names, or both. With neither, what the service answers is not known. */
        ModelResolveRequest: {
            model?: string | null;
            models?: string[] | null;
        };
        ModelResolveResponse: {
            model_id?: string | null;
            model_ids?: {
                [key: string]: string;
            } | null;
        };
        /** @description All null means no limit. */
        RealtimeQuota: {
            limit?: number | null;
            active?: number | null;
            remaining?: number | null;
        };
        Verdict: {
            verdict?: string;
            confidence?: number;
        };
        ViewerCredentials: {
            livekit_url: string;
            /** @description A LiveKit access token. */
            token: string;
            room_name: string;
            /** @description Read by Python, which falls back to room_name. */
            session_id?: string;
        };
        TelemetryReport: {
            sessionId?: string;
            /** @description Milliseconds since 1970. */
            timestamp?: number;
            sdkVersion?: string;
            model?: string;
            tags?: {
                [key: string]: string;
            };
            stats?: {
                [key: string]: unknown;
            }[];
            diagnostics?: {
                name: string;
                /** @description Depends on the name. */
                data?: unknown;
                timestamp?: number;
            }[];
        } & {
            [key: string]: unknown;
        };
        /** @enum {string} */
        TicketState: "waiting" | "granted";
        Ticket: {
            ticketId: string;
            state: components["schemas"]["TicketState"];
            position?: number;
            queueSize?: number;
        };
        TicketPoll: components["schemas"]["TicketWaiting"] | components["schemas"]["TicketGranted"];
        TicketWaiting: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            state: "waiting";
            position: number;
            queueSize: number;
        };
        TicketGranted: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            state: "granted";
            claimSecondsLeft: number;
        };
        SessionRequest: {
            model: string;
            sdp: components["schemas"]["SdpOffer"];
            prompt?: string | null;
            /**
             * @description The name is inferred from the WebSocket's.
             * @default true
             */
            enhance_prompt?: boolean;
            /** @description A picture as base64, at most 10 MB. */
            image_data?: string | null;
        };
        SdpOffer: {
            /** @constant */
            type: "offer";
            sdp: string;
        };
        SdpAnswer: {
            /** @constant */
            type: "answer";
            sdp: string;
        };
        Session: {
            session_id: string;
            sdp: components["schemas"]["SdpAnswer"];
            ice_servers: {
                urls: string[];
                username?: string;
                credential?: string;
            }[];
            events: {
                url: string;
                event_token: string;
                expires_at: string;
            };
            expires_at: string;
        };
        /** @description As RTCIceCandidate writes itself. */
        IceCandidate: {
            candidate: string;
            sdpMid?: string | null;
            /** @description Neither text nor a boolean; inferred. */
            sdpMLineIndex?: number | null;
            usernameFragment?: string | null;
        };
        CandidatesRequest: {
            /** @description A null ends the candidates; it must be inside the list. */
            candidates: (components["schemas"]["IceCandidate"] | null)[];
        };
        SessionPrompt: {
            prompt: string;
            enhance_prompt?: boolean;
        };
        SessionImage: {
            image_data: string;
            prompt?: string | null;
            enhance_prompt?: boolean;
        };
        SessionUpdate: {
            success?: boolean;
            error?: string | null;
        };
        SessionSummary: {
            session_id: string;
            duration_seconds: number;
            billed_seconds: number;
            /** @description `client_ended` was seen; `disconnect` is in one client's fixtures. */
            reason: string;
        };
        /** @description Data of the server-sent events, by event name `ice-candidate` and `error`. */
        SessionEvent: components["schemas"]["SessionEventIceCandidate"] | components["schemas"]["SessionEventError"];
        /**
         * @description Data of `ice-candidate`; null when there are no more.
         * @example {
         *       "candidate": "candidate:1 1 udp 2122260223 192.0.2.9 50000 typ host",
         *       "sdpMid": "0",
         *       "sdpMLineIndex": 0
         *     }
         * @example null
         */
        SessionEventIceCandidate: components["schemas"]["IceCandidate"] | null;
        /**
         * @description Data of `error`.
         * @example {
         *       "title": "Session duration limit reached",
         *       "detail": "Session duration limit reached"
         *     }
         */
        SessionEventError: {
            title?: string;
            detail?: string;
            status?: number;
        };
        LipsyncClientMessage: components["schemas"]["LipsyncClientMessageConfig"] | components["schemas"]["LipsyncClientMessageVideoInput"] | components["schemas"]["LipsyncClientMessageAudioInput"] | components["schemas"]["LipsyncClientMessageInterruptAudio"];
        /**
         * @description The first message: the pace of the pictures and the rate of the sound. The bounds are inferred.
         * @example {
         *       "type": "config",
         *       "video_fps": 25,
         *       "audio_sample_rate": 16000
         *     }
         */
        LipsyncClientMessageConfig: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "config";
            /** @description Pictures per second. */
            video_fps: number;
            /** @description Samples per second. */
            audio_sample_rate: number;
        };
        /**
         * @description One picture. Any size; the documentation names 450x800.
         * @example {
         *       "type": "video_input",
         *       "video_frame": "/9j/4AAQSkZJRgABAgAAAQABAAD/2wBDAAg+Pkk+SVVVVVVVVWRdZGhoaGRkZGRoaGhwcHCDg4NwcHBoaHBwfHyDg4+Tj4eHg4eTk5ubm7q6srLZ2eD/////xABKAAEAAAAAAAAAAAAAAAAAAAAAAQEAAAAAAAAAAAAAAAAAAAAAEAEAAAAAAAAAAAAAAAAAAAAAEQEAAAAAAAAAAAAAAAAAAAAA/8AAEQgAEAAQAwEiAAIRAAMRAP/aAAwDAQACEQMRAD8AAA//2Q=="
         *     }
         */
        LipsyncClientMessageVideoInput: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "video_input";
            /** @description One JPEG in base64, standard or URL-safe, padded or not. */
            video_frame: string;
        };
        /**
         * @description Sound of any length at any time: 16-bit little-endian mono PCM at `audio_sample_rate`. Python's example sends a whole WAV file, header included.
         * @example {
         *       "type": "audio_input",
         *       "audio_data": "AAABAAIAAwA="
         *     }
         */
        LipsyncClientMessageAudioInput: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "audio_input";
            /** @description PCM in base64, standard or URL-safe, padded or not. */
            audio_data: string;
        };
        /**
         * @description Drops the sound that waits. Pictures go on and come back silent. It has no acknowledgement.
         * @example {
         *       "type": "interrupt_audio"
         *     }
         */
        LipsyncClientMessageInterruptAudio: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "interrupt_audio";
        };
        LipsyncServerMessage: components["schemas"]["LipsyncServerMessageConfigAck"] | components["schemas"]["LipsyncServerMessageSyncedResult"] | components["schemas"]["LipsyncServerMessageError"];
        /**
         * @description Answers `config`. The first message of the server.
         * @example {
         *       "type": "config_ack"
         *     }
         */
        LipsyncServerMessageConfigAck: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "config_ack";
        };
        /**
         * @description Answers one `video_input`. Both properties are strings at all times; `audio_frame` is empty in 15 of 16.
         * @example {
         *       "type": "synced_result",
         *       "video_frame": "/9j/4AAQSkZJRg==",
         *       "audio_frame": ""
         *     }
         */
        LipsyncServerMessageSyncedResult: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "synced_result";
            /** @description One JPEG in standard base64, padded. */
            video_frame: string;
            /** @description PCM in standard base64, padded; or empty. */
            audio_frame: string;
        };
        /**
         * @description Refuses a message or the session. `message` is the text that the Python client reads; it closes nothing by itself.
         * @example {
         *       "type": "error",
         *       "message": "Invalid API key",
         *       "error": "Invalid API key"
         *     }
         */
        LipsyncServerMessageError: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "error";
            message: string;
            /** @description The same text. */
            error?: string;
        };
        RealtimeClientMessage: components["schemas"]["RealtimeClientMessageLivekitJoin"] | components["schemas"]["RealtimeClientMessagePrompt"] | components["schemas"]["RealtimeClientMessageSetImage"] | components["schemas"]["RealtimeClientMessageOffer"] | components["schemas"]["RealtimeClientMessageAnswer"] | components["schemas"]["RealtimeClientMessageIceCandidate"] | components["schemas"]["RealtimeClientMessageSwitchCamera"] | components["schemas"]["RealtimeClientMessageObservability"];
        /**
         * @description Opens a LiveKit session. Bare up to JavaScript 0.1.5 and in Python; with `initial_state` in 0.1.6, 0.1.7, Android and iOS; with `passthrough` from 0.1.8 on. All shapes are current.
         * @example {
         *       "type": "livekit_join"
         *     }
         * @example {
         *       "type": "livekit_join",
         *       "passthrough": true
         *     }
         * @example {
         *       "type": "livekit_join",
         *       "passthrough": false,
         *       "client_capabilities": {
         *         "frame_timing": true
         *       }
         *     }
         * @example {
         *       "type": "livekit_join",
         *       "initial_state": null
         *     }
         * @example {
         *       "type": "livekit_join",
         *       "initial_state": {
         *         "type": "set_image",
         *         "image_data": null
         *       }
         *     }
         * @example {
         *       "type": "livekit_join",
         *       "initial_state": {
         *         "type": "prompt",
         *         "prompt": "Anime style",
         *         "enhance_prompt": true
         *       }
         *     }
         */
        RealtimeClientMessageLivekitJoin: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "livekit_join";
            /** @description True when no picture and no prompt will follow. Nothing is generated until one does. */
            passthrough?: boolean;
            /** @description A whole state message, to be acked like one; null for none. */
            initial_state?: components["schemas"]["RealtimeClientMessageSetImage"] | components["schemas"]["RealtimeClientMessagePrompt"] | null;
            client_capabilities?: {
                /** @description The client reads capture times from frame trailers. */
                frame_timing?: boolean;
            } & {
                [key: string]: unknown;
            };
        };
        /**
         * @description Sets the prompt. Answered by `prompt_ack` with the very same text.
         * @example {
         *       "type": "prompt",
         *       "prompt": "Cyberpunk city",
         *       "enhance_prompt": true
         *     }
         * @example {
         *       "type": "prompt",
         *       "prompt": "Cyberpunk city"
         *     }
         */
        RealtimeClientMessagePrompt: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "prompt";
            prompt: string;
            /** @description True unless said; missing in SDKs of 2025. */
            enhance_prompt?: boolean;
        };
        /**
         * @description Replaces the whole state. `image_data` absent keeps the picture (iOS), null clears it; both null is passthrough. At most one of `image_data` and `image_ref`. Answered by one `set_image_ack`, in order.
         * @example {
         *       "type": "set_image",
         *       "image_data": "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGNgYGAAAAAEAAH2FzhVAAAAAElFTkSuQmCC",
         *       "prompt": "In this style",
         *       "enhance_prompt": true
         *     }
         * @example {
         *       "type": "set_image",
         *       "image_ref": "file_2d81",
         *       "prompt": "In this style",
         *       "enhance_prompt": false
         *     }
         * @example {
         *       "type": "set_image",
         *       "image_data": null,
         *       "prompt": null
         *     }
         * @example {
         *       "type": "set_image",
         *       "image_data": null
         *     }
         * @example {
         *       "type": "set_image",
         *       "prompt": "A text only",
         *       "enhance_prompt": false
         *     }
         */
        RealtimeClientMessageSetImage: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "set_image";
            /** @description Base64; Android forwards data URIs unchanged. */
            image_data?: string | null;
            /** @description The id of an uploaded file. */
            image_ref?: string;
            prompt?: string | null;
            enhance_prompt?: boolean;
        };
        /**
         * @description Direct WebRTC: the SDP offer, after the first state has been acked; again after `ready` or `ice-restart`.
         * @example {
         *       "type": "offer",
         *       "sdp": "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\nc=IN IP4 0.0.0.0\r\na=mid:0\r\na=ice-ufrag:4Fxa\r\na=ice-pwd:8bEOuL5xq2hGmZ0sVtYwNd7R\r\na=fingerprint:sha-256 0B:30:55:7A:9F:C4:E9:0E:33:58:7D:A2:C7:EC:11:36:5B:80:A5:CA:EF:14:39:5E:83:A8:CD:F2:17:3C:61:86\r\na=setup:actpass\r\na=sendrecv\r\na=rtcp-mux\r\na=rtpmap:96 VP8/90000\r\n"
         *     }
         */
        RealtimeClientMessageOffer: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "offer";
            sdp: string;
        };
        /**
         * @description Direct WebRTC: the answer to a server's offer.
         * @example {
         *       "type": "answer",
         *       "sdp": "v=0\r\n"
         *     }
         */
        RealtimeClientMessageAnswer: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "answer";
            sdp: string;
        };
        /**
         * @description Direct WebRTC: a candidate; null ends them.
         * @example {
         *       "type": "ice-candidate",
         *       "candidate": {
         *         "candidate": "candidate:1 1 udp 2122260223 192.0.2.7 50000 typ host",
         *         "sdpMid": "0",
         *         "sdpMLineIndex": 0,
         *         "usernameFragment": null
         *       }
         *     }
         * @example {
         *       "type": "ice-candidate",
         *       "candidate": null
         *     }
         */
        RealtimeClientMessageIceCandidate: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "ice-candidate";
            candidate: components["schemas"]["IceCandidate"] | null;
        };
        /**
         * @description Mirrors the picture; only until November 2025.
         * @example {
         *       "type": "switch_camera",
         *       "rotateY": 2
         *     }
         */
        RealtimeClientMessageSwitchCamera: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "switch_camera";
            /** @enum {number} */
            rotateY: 0 | 2;
        };
        /**
         * @description A diagnostic, without answer. Never in a release.
         * @example {
         *       "type": "observability",
         *       "data": {
         *         "kind": "diagnostic",
         *         "name": "videoStall",
         *         "data": {
         *           "stalled": true
         *         },
         *         "timestamp": 1789000000000
         *       }
         *     }
         */
        RealtimeClientMessageObservability: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "observability";
            data: {
                kind?: string;
                name?: string;
                timestamp?: number;
            } & {
                [key: string]: unknown;
            };
        };
        RealtimeServerMessage: components["schemas"]["RealtimeServerMessageLivekitRoomInfo"] | components["schemas"]["RealtimeServerMessageQueuePosition"] | components["schemas"]["RealtimeServerMessageSessionId"] | components["schemas"]["RealtimeServerMessagePromptAck"] | components["schemas"]["RealtimeServerMessageSetImageAck"] | components["schemas"]["RealtimeServerMessageImageSet"] | components["schemas"]["RealtimeServerMessageGenerationStarted"] | components["schemas"]["RealtimeServerMessageGenerationTick"] | components["schemas"]["RealtimeServerMessageGenerationEnded"] | components["schemas"]["RealtimeServerMessageError"] | components["schemas"]["RealtimeServerMessageAnswer"] | components["schemas"]["RealtimeServerMessageOffer"] | components["schemas"]["RealtimeServerMessageIceCandidate"] | components["schemas"]["RealtimeServerMessageReady"] | components["schemas"]["RealtimeServerMessageIceRestart"] | components["schemas"]["RealtimeServerMessageStatus"] | components["schemas"]["RealtimeServerMessageSetupTiming"] | components["schemas"]["RealtimeServerMessageServerMetrics"];
        /**
         * @description Answers the join: where and as whom to publish. Sent at once, without waiting for the picture.
         * @example {
         *       "type": "livekit_room_info",
         *       "livekit_url": "wss://lk.decart.ai",
         *       "token": "header.payload.signature",
         *       "room_name": "room-1",
         *       "session_id": "sess_5b2d"
         *     }
         */
        RealtimeServerMessageLivekitRoomInfo: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "livekit_room_info";
            livekit_url: string;
            /** @description A LiveKit access token. */
            token: string;
            /** @description Latin-1 only. */
            room_name: string;
            /** @description Missing in answers of May 2026; Python and Android insist on it. */
            session_id?: string;
        };
        /**
         * @description Repeats about every 17 seconds while the session waits for room. Sent within 15 seconds of the join, or SDKs give up.
         * @example {
         *       "type": "queue_position",
         *       "position": 2,
         *       "queue_position": 2,
         *       "queue_size": 5
         *     }
         */
        RealtimeServerMessageQueuePosition: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "queue_position";
            position: number;
            /** @description The same number; the key iOS reads. */
            queue_position?: number;
            queue_size: number;
        };
        /**
         * @description Names the session and its server, which viewers over direct WebRTC need. Still sent beside LiveKit messages on 2026-05-29; that it ended with the join of 2026-06-22, and came before the room info, is inferred.
         * @example {
         *       "type": "session_id",
         *       "session_id": "sess_5b2d",
         *       "server_ip": "10.0.0.1",
         *       "server_port": 8080
         *     }
         */
        RealtimeServerMessageSessionId: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "session_id";
            session_id: string;
            server_ip: string;
            server_port: number;
        };
        /**
         * @description Answers `prompt`. `prompt` is the text that was sent, byte for byte, even when the server enhanced it.
         * @example {
         *       "type": "prompt_ack",
         *       "prompt": "Cyberpunk city",
         *       "success": true,
         *       "error": null
         *     }
         * @example {
         *       "type": "prompt_ack",
         *       "prompt": "Cyberpunk city",
         *       "success": false,
         *       "error": "moderation rejected"
         *     }
         */
        RealtimeServerMessagePromptAck: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "prompt_ack";
            prompt: string;
            success: boolean;
            /** @description Why not; moderation answers here. */
            error?: string | null;
        };
        /**
         * @description Answers `set_image`, one each, in order; there is nothing to match them by.
         * @example {
         *       "type": "set_image_ack",
         *       "success": true,
         *       "error": null
         *     }
         * @example {
         *       "type": "set_image_ack",
         *       "success": false,
         *       "error": "image too large"
         *     }
         */
        RealtimeServerMessageSetImageAck: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "set_image_ack";
            success: boolean;
            error?: string | null;
        };
        /**
         * @description What `set_image_ack` was called until January 2026.
         * @example {
         *       "type": "image_set",
         *       "status": "success"
         *     }
         */
        RealtimeServerMessageImageSet: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "image_set";
            status: string;
        };
        /**
         * @description The model draws. SDKs of May 2026 ignore it unless connected; the next tick repairs that.
         * @example {
         *       "type": "generation_started"
         *     }
         */
        RealtimeServerMessageGenerationStarted: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "generation_started";
        };
        /**
         * @description Seconds billed so far, not since the last tick. Python drops a fraction.
         * @example {
         *       "type": "generation_tick",
         *       "seconds": 3
         *     }
         */
        RealtimeServerMessageGenerationTick: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "generation_tick";
            seconds: number;
        };
        /**
         * @description The model draws no more. Not promised: a client that drops off never gets it. After moderation_violation and insufficient_credits the socket is closed (JavaScript SDK 0.2, October 2026; code 1000 in its tests).
         * @example {
         *       "type": "generation_ended",
         *       "seconds": 33,
         *       "reason": "timeout"
         *     }
         * @example {
         *       "type": "generation_ended",
         *       "seconds": 12,
         *       "reason": "insufficient_credits"
         *     }
         */
        RealtimeServerMessageGenerationEnded: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "generation_ended";
            seconds: number;
            /** @description disconnect, timeout, moderation_violation, error or insufficient_credits; SDKs type it as text. */
            reason: string;
        };
        /**
         * @description Something failed; the socket may stay open. Words in the text decide whether SDKs try again: `invalid api key`, `unauthorized`, `not allowed`, `permission denied`, `invalid session` and `401` stop them.
         * @example {
         *       "type": "error",
         *       "error": "Server at capacity. Please try again later.",
         *       "message": "Server at capacity. Please try again later.",
         *       "error_type": "capacity",
         *       "retry_after": 5
         *     }
         * @example {
         *       "type": "error",
         *       "error": "Concurrent session limit reached.",
         *       "message": "Concurrent session limit reached."
         *     }
         * @example {
         *       "type": "error",
         *       "error": "moderation_violation",
         *       "message": "moderation_violation",
         *       "error_type": "moderation_violation",
         *       "provider_response": {
         *         "category": "safety"
         *       }
         *     }
         */
        RealtimeServerMessageError: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "error";
            error: string;
            /** @description The same text; the key iOS reads first. */
            message?: string;
            /**
             * @description Only `capacity` is known from a released SDK; the other words are from an unmerged branch of it. Optional.
             * @example capacity
             * @example invalid_api_key
             * @example origin_not_allowed
             * @example invalid_model
             * @example removed_model
             * @example model_not_available_for_trial
             * @example insufficient_credits
             * @example upstream_capacity
             * @example upstream_rejected
             * @example upstream_timeout
             * @example model_server_disconnected
             * @example model_setup_timeout
             * @example session_duration_limit
             * @example session_not_found
             * @example server_shutdown
             * @example moderation_violation
             * @example internal_error
             */
            error_type?: string;
            /** @description Seconds until the client is to try again; with the `error_type` `capacity`. A close with 1013 follows. */
            retry_after?: number;
            provider_response?: {
                [key: string]: unknown;
            };
        };
        /**
         * @description Direct WebRTC: the SDP answer. Must come before any candidate; Python needs the candidates inside it.
         * @example {
         *       "type": "answer",
         *       "sdp": "v=0\r\n"
         *     }
         */
        RealtimeServerMessageAnswer: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "answer";
            sdp: string;
        };
        /**
         * @description Direct WebRTC: the server renegotiates.
         * @example {
         *       "type": "offer",
         *       "sdp": "v=0\r\n"
         *     }
         */
        RealtimeServerMessageOffer: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "offer";
            sdp: string;
        };
        /**
         * @description Direct WebRTC: a candidate; null ends them (Python and iOS cannot read the null).
         * @example {
         *       "type": "ice-candidate",
         *       "candidate": {
         *         "candidate": "candidate:1 1 udp 2122260223 192.0.2.9 50000 typ host",
         *         "sdpMid": "0",
         *         "sdpMLineIndex": 0
         *       }
         *     }
         * @example {
         *       "type": "ice-candidate",
         *       "candidate": null
         *     }
         */
        RealtimeServerMessageIceCandidate: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "ice-candidate";
            candidate: components["schemas"]["IceCandidate"] | null;
        };
        /**
         * @description Asks for an offer. Not needed, and after the first offer it makes Android send another.
         * @example {
         *       "type": "ready"
         *     }
         */
        RealtimeServerMessageReady: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "ready";
        };
        /**
         * @description Asks for a new offer over a TURN server; relays were removed in February 2026.
         * @example {
         *       "type": "ice-restart",
         *       "turn_config": {
         *         "username": "u",
         *         "credential": "c",
         *         "server_url": "turn:192.0.2.1:3478"
         *       }
         *     }
         */
        RealtimeServerMessageIceRestart: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "ice-restart";
            turn_config?: {
                username: string;
                credential: string;
                server_url: string;
            };
        };
        /**
         * @description Progress in words; iOS looks for "entering queue" and "ready" in it.
         * @example {
         *       "type": "status",
         *       "status": "Entering queue"
         *     }
         * @example {
         *       "type": "status",
         *       "status": "Ready"
         *     }
         */
        RealtimeServerMessageStatus: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "status";
            status: string;
        };
        /**
         * @description How long the parts of the setup took. Seen on branches; Android takes an unknown type for a failure.
         * @example {
         *       "type": "setup_timing",
         *       "source": "bouncer",
         *       "session_id": "sess_5b2d",
         *       "total_ms": 812,
         *       "marks": [
         *         {
         *           "label": "joined",
         *           "at_ms": 400,
         *           "duration_ms": 120
         *         }
         *       ]
         *     }
         */
        RealtimeServerMessageSetupTiming: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "setup_timing";
            source?: string;
            session_id?: string;
            total_ms?: number;
            marks: {
                label: string;
                at_ms: number;
                duration_ms?: number;
            }[];
        };
        /**
         * @description Figures of the inference server, when asked for with `emit_server_metrics=1`. Seen on branches.
         * @example {
         *       "type": "server_metrics",
         *       "session_id": "sess_5b2d",
         *       "input_fps": 30,
         *       "output_fps": 28.5,
         *       "pipeline_latency_ms": 285
         *     }
         */
        RealtimeServerMessageServerMetrics: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "server_metrics";
            session_id: string;
            input_fps?: number;
            output_fps?: number;
            pipeline_latency_ms?: number;
        };
    };
    responses: {
        /** @description A new job. The same request again makes another. */
        JobSubmitted: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "job_id": "job_7c1f9a2e",
                 *       "status": "pending"
                 *     }
                 */
                "application/json": components["schemas"]["Job"];
            };
        };
        /** @description The picture. */
        GeneratedImage: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /** @example (the bytes of a PNG) */
                "image/png": string;
            };
        };
        /** @description The picture. */
        FormerlyGeneratedImage: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /** @example (the bytes of a PNG) */
                "image/png": string;
            };
        };
        /** @description The video. */
        GeneratedVideo: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /** @example (the bytes of an MP4) */
                "video/mp4": string;
            };
        };
        /** @description The result, a video or a picture. */
        JobContent: {
            headers: {
                /** @description Parts can be asked for. */
                "Accept-Ranges"?: "bytes";
                [name: string]: unknown;
            };
            content: {
                /** @example (the bytes of an MP4) */
                "video/mp4": string;
                /** @example (the bytes of a PNG) */
                "image/png": string;
            };
        };
        /** @description The part asked for. */
        PartialJobContent: {
            headers: {
                /**
                 * @description Which part, of how many bytes.
                 * @example bytes 0-1023/48213
                 */
                "Content-Range"?: string;
                [name: string]: unknown;
            };
            content: {
                /** @example (the bytes of an MP4) */
                "video/mp4": string;
                /** @example (the bytes of a PNG) */
                "image/png": string;
            };
        };
        /** @description No such part. */
        RangeNotSatisfiable: {
            headers: {
                /**
                 * @description How many bytes there are.
                 * @example bytes *\/48213
                 */
                "Content-Range"?: string;
                [name: string]: unknown;
            };
            content?: never;
        };
        /** @description The reference. */
        FileStored: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["FileReference"];
            };
        };
        /** @description The file is no picture, or the body is no form. */
        BadPicture: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorDetail"];
            };
        };
        /** @description The file is neither video nor picture where one is due, or the body is no form. */
        BadUpload: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorDetail"];
            };
        };
        /** @description No such key. */
        Unauthorized: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "detail": "Invalid API key"
                 *     }
                 */
                "application/json": components["schemas"]["ErrorDetail"];
            };
        };
        /** @description The account cannot pay. */
        InsufficientCredits: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "detail": "Insufficient credits"
                 *     }
                 */
                "application/json": components["schemas"]["ErrorDetail"];
            };
        };
        /** @description The client token's `allowedModels`, or the models of the account, do not permit this model. A name in a list permits the model that it means on the date of the call, so `lucy-latest` permits `lucy-2.5` and the other way round; that is inferred. */
        ModelNotAllowed: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorDetail"];
            };
        };
        /** @description The model has been retired; its route remains. */
        ModelRetired: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "detail": "This model has been retired.",
                 *       "model": "lucy-2.1-vton"
                 *     }
                 */
                "application/json": components["schemas"]["ModelRetired"];
            };
        };
        /** @description The model has been retired; its route remains. */
        ModelRetiredElsewhere: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "detail": "This model has been retired.",
                 *       "model": "lucy-pro-t2i"
                 *     }
                 */
                "application/json": components["schemas"]["ModelRetired"];
            };
        };
        /** @description The body is larger than the service takes (200 MB for videos). */
        TooLarge: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "detail": "File size exceeds the maximum allowed size of 200MB"
                 *     }
                 */
                "application/json": components["schemas"]["ErrorDetail"];
            };
        };
        /** @description Something about the request is missing or does not fit; one item for each. */
        ValidationFailed: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["HTTPValidationError"];
            };
        };
        /** @description Something about the request is missing or does not fit; one item for each. */
        ValidationFailedElsewhere: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "detail": [
                 *         {
                 *           "type": "missing",
                 *           "loc": [
                 *             "header",
                 *             "x-api-key"
                 *           ],
                 *           "msg": "Field required",
                 *           "input": null
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["HTTPValidationError"];
            };
        };
        /** @description The path exists, the method does not. */
        MethodNotAllowed: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "detail": "Method Not Allowed"
                 *     }
                 */
                "application/json": components["schemas"]["ErrorDetail"];
            };
        };
        /** @description The model took too long; an answer of the gateway in front of it. */
        GatewayTimeout: {
            headers: {
                [name: string]: unknown;
            };
            content?: never;
        };
        /** @description No such job for this key, or the mock server no longer has the upload that the result is made from. */
        JobContentNotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorDetail"];
            };
        };
        /** @description No such job for this key. */
        JobNotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "detail": "Job not found"
                 *     }
                 */
                "application/json": components["schemas"]["ErrorDetail"];
            };
        };
        /** @description The job has no result (yet). */
        JobNotCompleted: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "detail": "Cannot get content for job job_7c1f9a2e with status \"processing\""
                 *     }
                 */
                "application/json": components["schemas"]["ErrorDetail"];
            };
        };
        /** @description No such file, or no longer. */
        FileNotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "detail": "File not found"
                 *     }
                 */
                "application/json": components["schemas"]["ErrorDetail"];
            };
        };
        /** @description A plain request to a WebSocket route. */
        NotUpgraded: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "detail": "Not Found"
                 *     }
                 */
                "application/json": components["schemas"]["ErrorDetail"];
            };
        };
        /** @description No such queue or ticket. */
        QueueNotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "error": "Ticket not found"
                 *     }
                 */
                "application/json": components["schemas"]["ErrorWord"];
            };
        };
        /** @description The body is no form. */
        NoForm: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "detail": "There was an error parsing the body"
                 *     }
                 */
                "application/json": components["schemas"]["ErrorDetail"];
            };
        };
        /** @description The body cannot be read at all. It is not UTF-8, nests too deeply, or ends early. JSON with a mistake in it is a 422. */
        BodyUnread: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "detail": "There was an error parsing the body"
                 *     }
                 */
                "application/json": components["schemas"]["ErrorDetail"];
            };
        };
        /** @description The body cannot be read at all. It is not UTF-8, nests too deeply, or ends early. JSON with a mistake in it is a 422. */
        MintBodyUnread: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "error": "There was an error parsing the body"
                 *     }
                 */
                "application/json": components["schemas"]["ErrorWord"];
            };
        };
        /** @description The JSON is larger than 1 MiB. */
        BodyTooLarge: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "detail": "File size exceeds the maximum allowed size of 1MB"
                 *     }
                 */
                "application/json": components["schemas"]["ErrorDetail"];
            };
        };
        /** @description The JSON is larger than 1 MiB. */
        MintBodyTooLarge: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "error": "File size exceeds the maximum allowed size of 1MB"
                 *     }
                 */
                "application/json": components["schemas"]["ErrorWord"];
            };
        };
        /** @description The mock server has no room left for uploads, or for the text of forms. */
        StorageFull: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["ErrorDetail"];
            };
        };
        /** @description The mock server has no room left for text. */
        TextFull: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "detail": "The mock server has no room left for text: reset accounts, or raise limits.textBytes"
                 *     }
                 */
                "application/json": components["schemas"]["ErrorDetail"];
            };
        };
        /** @description The mock server has no room left for text. */
        TextFullAsWord: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "error": "The mock server has no room left for text: reset accounts, or raise limits.textBytes"
                 *     }
                 */
                "application/json": components["schemas"]["ErrorWord"];
            };
        };
        /** @description The mock server has no room left for text. */
        ProblemTextFull: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "title": "The mock server has no room left for text: reset accounts, or raise limits.textBytes",
                 *       "detail": "The mock server has no room left for text: reset accounts, or raise limits.textBytes",
                 *       "status": 507
                 *     }
                 */
                "application/json": components["schemas"]["Problem"];
            };
        };
        /** @description No such route on this date. The name came later, or its jobs moved to the queue. */
        NotServed: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "detail": "Not Found"
                 *     }
                 */
                "application/json": components["schemas"]["ErrorDetail"];
            };
        };
        /** @description The route needs no key, and the one that was sent is not valid. */
        UnauthorizedOnPublicRoute: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "detail": "Invalid API key"
                 *     }
                 */
                "application/json": components["schemas"]["ErrorDetail"];
            };
        };
        /** @description The route needs no key, and the one that was sent is not valid. */
        QueueUnauthorized: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "error": "Invalid or expired API key"
                 *     }
                 */
                "application/json": components["schemas"]["ErrorWord"];
            };
        };
        /** @description The JSON is larger than 15 MB. */
        ProblemTooLarge: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "title": "File size exceeds the maximum allowed size of 15MB",
                 *       "detail": "File size exceeds the maximum allowed size of 15MB",
                 *       "status": 413
                 *     }
                 */
                "application/json": components["schemas"]["Problem"];
            };
        };
        /** @description No such model. */
        ProblemUnknownModel: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "title": "Not Found",
                 *       "detail": "Unknown model",
                 *       "status": 404
                 *     }
                 */
                "application/json": components["schemas"]["Problem"];
            };
        };
        /** @description The server holds as many sessions as it can. */
        ProblemAtCapacity: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "title": "Server at capacity. Please try again later.",
                 *       "detail": "Server at capacity. Please try again later.",
                 *       "status": 503
                 *     }
                 */
                "application/json": components["schemas"]["Problem"];
            };
        };
        /** @description Applied. */
        SessionUpdated: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "success": true,
                 *       "error": null
                 *     }
                 */
                "application/json": components["schemas"]["SessionUpdate"];
            };
        };
        /** @description The request does not fit. This face answers 400 where the others answer 422. */
        ProblemInvalid: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Problem"];
            };
        };
        /** @description The request does not fit. This face answers 400 where the others answer 422. */
        ProblemInvalidElsewhere: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "title": "Bad Request",
                 *       "detail": "body.prompt: Field required",
                 *       "status": 400
                 *     }
                 */
                "application/json": components["schemas"]["Problem"];
            };
        };
        /** @description No such key, or not the credential that created the session. */
        ProblemUnauthorized: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "title": "Invalid API key",
                 *       "status": 401
                 *     }
                 */
                "application/json": components["schemas"]["Problem"];
            };
        };
        /** @description No such key. */
        ProblemUnauthorizedElsewhere: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "title": "Invalid API key",
                 *       "status": 401
                 *     }
                 */
                "application/json": components["schemas"]["Problem"];
            };
        };
        /** @description The client token was not minted for this model or origin. Its `allowedModels` are held to the model that each name means on the date of the call; that is inferred. */
        ProblemForbidden: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "title": "Origin not allowed",
                 *       "detail": "Origin not allowed",
                 *       "status": 403
                 *     }
                 */
                "application/json": components["schemas"]["Problem"];
            };
        };
        /** @description The model has been retired. */
        ProblemRetired: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "title": "This model has been retired.",
                 *       "detail": "This model has been retired.",
                 *       "status": 410
                 *     }
                 */
                "application/json": components["schemas"]["Problem"];
            };
        };
        /** @description No such session, or it is over. */
        ProblemNotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "title": "Session not found",
                 *       "detail": "Session not found",
                 *       "status": 404
                 *     }
                 */
                "application/json": components["schemas"]["Problem"];
            };
        };
        /** @description No such session, or it is over. */
        ProblemNotFoundElsewhere: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "title": "Session not found",
                 *       "detail": "Session not found",
                 *       "status": 404
                 *     }
                 */
                "application/json": components["schemas"]["Problem"];
            };
        };
        /** @description As many sessions run as the account may have. */
        ProblemTooMany: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "title": "Concurrent session limit reached.",
                 *       "detail": "Concurrent session limit reached.",
                 *       "status": 429
                 *     }
                 */
                "application/json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: {
        /**
         * @description The key. Missing, it is one item of a 422 answer.
         * @example dct_example
         */
        ApiKey: string;
        /**
         * @description The key.
         * @example ek_example
         */
        ApiKeyQuery: string;
        /**
         * @description Read, never required. JavaScript SDKs up to 0.1.14 all report version 0.0.0-dev.
         * @example decart-js-sdk/0.1.20 lang/js runtime/node.js/22
         */
        UserAgent: string | null;
        /**
         * @description Part of the bytes.
         * @example bytes=0-1023
         */
        Range: string;
        /**
         * @description A realtime model or alias.
         * @example lucy-2.5
         */
        Model: string;
        /**
         * @description From the answer to the submit.
         * @example job_7c1f9a2e
         */
        JobId: string;
        /**
         * @description From the answer to the upload.
         * @example file_2d81
         */
        FileId: string;
        /**
         * @description The session.
         * @example sess_5b2d
         */
        SessionId: string;
        /**
         * @description The queue.
         * @example main
         */
        QueueId: string;
        /**
         * @description The ticket.
         * @example tkt_9f3e
         */
        TicketId: string;
    };
    requestBodies: never;
    headers: never;
    pathItems: {
        GenerateImage: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            get?: never;
            put?: never;
            /**
             * Edit a picture and wait for the result
             * @description Aliases lucy-image-latest, lucy-pro-i2i and lucy_pro_i2i answer as lucy-image-2.
             */
            post: operations["generateImage"];
            delete?: never;
            options?: never;
            head?: never;
            patch?: never;
            trace?: never;
        };
        GenerateTextToImage: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            get?: never;
            put?: never;
            /**
             * Generate a picture from text
             * @deprecated
             * @description Retired.
             */
            post: operations["generateTextToImage"];
            delete?: never;
            options?: never;
            head?: never;
            patch?: never;
            trace?: never;
        };
        GenerateClip: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            get?: never;
            put?: never;
            /**
             * Edit a clip and wait for the result
             * @deprecated
             * @description Synchronous video was superseded by jobs in November 2025; old clients still call it.
             */
            post: operations["generateClip"];
            delete?: never;
            options?: never;
            head?: never;
            patch?: never;
            trace?: never;
        };
        GenerateVideoToVideo: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            get?: never;
            put?: never;
            /**
             * Edit a clip, no reference picture, and wait
             * @deprecated
             * @description Synchronous video was superseded by jobs in November 2025; old clients still call it.
             */
            post: operations["generateVideoToVideo"];
            delete?: never;
            options?: never;
            head?: never;
            patch?: never;
            trace?: never;
        };
        GenerateTextToVideo: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            get?: never;
            put?: never;
            /**
             * Generate a video from text and wait
             * @deprecated
             * @description Synchronous video was superseded by jobs in November 2025; old clients still call it.
             */
            post: operations["generateTextToVideo"];
            delete?: never;
            options?: never;
            head?: never;
            patch?: never;
            trace?: never;
        };
        GenerateImageToVideo: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            get?: never;
            put?: never;
            /**
             * Generate a video from a picture and wait
             * @deprecated
             * @description Synchronous video was superseded by jobs in November 2025; old clients still call it.
             */
            post: operations["generateImageToVideo"];
            delete?: never;
            options?: never;
            head?: never;
            patch?: never;
            trace?: never;
        };
        GenerateImageToVideo720p: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            get?: never;
            put?: never;
            /**
             * Generate a video from a picture in one size and wait
             * @deprecated
             * @description Synchronous video was superseded by jobs in November 2025; old clients still call it.
             */
            post: operations["generateImageToVideo720p"];
            delete?: never;
            options?: never;
            head?: never;
            patch?: never;
            trace?: never;
        };
        GenerateFramesToVideo: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            get?: never;
            put?: never;
            /**
             * Generate a video between two frames and wait
             * @deprecated
             * @description Synchronous video was superseded by jobs in November 2025; old clients still call it.
             */
            post: operations["generateFramesToVideo"];
            delete?: never;
            options?: never;
            head?: never;
            patch?: never;
            trace?: never;
        };
        GenerateMotion: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            get?: never;
            put?: never;
            /**
             * Move a picture along a path and wait
             * @deprecated
             * @description Synchronous video was superseded by jobs in November 2025; old clients still call it.
             */
            post: operations["generateMotion"];
            delete?: never;
            options?: never;
            head?: never;
            patch?: never;
            trace?: never;
        };
        SubmitClip: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            get?: never;
            put?: never;
            /**
             * Submit a short clip to edit
             * @description Clips of at most five seconds. The docs name the limit. That a longer clip is cut, not refused, is inferred.
             */
            post: operations["submitClip"];
            delete?: never;
            options?: never;
            head?: never;
            patch?: never;
            trace?: never;
        };
        SubmitRestyle: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            get?: never;
            put?: never;
            /**
             * Submit a video to restyle
             * @description By prompt or by reference picture; the SDKs allow one of the two, never both.
             */
            post: operations["submitRestyle"];
            delete?: never;
            options?: never;
            head?: never;
            patch?: never;
            trace?: never;
        };
        SubmitRobot: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            get?: never;
            put?: never;
            /**
             * Submit robot footage
             * @description Private models; not in the guides.
             */
            post: operations["submitRobot"];
            delete?: never;
            options?: never;
            head?: never;
            patch?: never;
            trace?: never;
        };
        SubmitEdit25: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            get?: never;
            put?: never;
            /**
             * Submit a video to lucy-2.5 or lucy-2.6
             * @description lucy-latest has pointed at lucy-2.5 since July 2026, before that at lucy-2.1. Of the route of lucy-2.6 PyPI decart 0.2.4 (2026-10-25) is the only source, so its evidence is sdk; that it takes the form of lucy-2.5 is inferred.
             */
            post: operations["submitEdit25"];
            delete?: never;
            options?: never;
            head?: never;
            patch?: never;
            trace?: never;
        };
        SubmitEdit21: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            get?: never;
            put?: never;
            /**
             * Submit a video to lucy-2.1
             * @description Names of lucy-2 answer as lucy-2.1 since lucy-2 was retired.
             */
            post: operations["submitEdit21"];
            delete?: never;
            options?: never;
            head?: never;
            patch?: never;
            trace?: never;
        };
        SubmitVton: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            get?: never;
            put?: never;
            /**
             * Submit a video for virtual try-on
             * @description A route stays listed after its model is retired and then answers 410. Of the route of lucy-vton-3.6 PyPI decart 0.2.2 (2026-10-12) is the only source, so its evidence is sdk. lucy-vton-latest has pointed there since that day.
             */
            post: operations["submitVton"];
            delete?: never;
            options?: never;
            head?: never;
            patch?: never;
            trace?: never;
        };
        SubmitImage: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            get?: never;
            put?: never;
            /** Submit a picture to edit as a job */
            post: operations["submitImage"];
            delete?: never;
            options?: never;
            head?: never;
            patch?: never;
            trace?: never;
        };
        SubmitMotion: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            get?: never;
            put?: never;
            /**
             * Submit a picture to move along a path
             * @deprecated
             * @description Retired.
             */
            post: operations["submitMotion"];
            delete?: never;
            options?: never;
            head?: never;
            patch?: never;
            trace?: never;
        };
        SubmitTextToVideo: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            get?: never;
            put?: never;
            /**
             * Submit a text to make a video of
             * @deprecated
             * @description Retired.
             */
            post: operations["submitTextToVideo"];
            delete?: never;
            options?: never;
            head?: never;
            patch?: never;
            trace?: never;
        };
        SubmitTextToImage: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            get?: never;
            put?: never;
            /**
             * Submit a text to make a picture of
             * @deprecated
             * @description Retired.
             */
            post: operations["submitTextToImage"];
            delete?: never;
            options?: never;
            head?: never;
            patch?: never;
            trace?: never;
        };
        SubmitImageToVideo: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            get?: never;
            put?: never;
            /**
             * Submit a picture to make a video of
             * @deprecated
             * @description Retired.
             */
            post: operations["submitImageToVideo"];
            delete?: never;
            options?: never;
            head?: never;
            patch?: never;
            trace?: never;
        };
        SubmitImageToVideo720p: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            get?: never;
            put?: never;
            /**
             * Submit a picture to make a video of, one size
             * @deprecated
             * @description Retired.
             */
            post: operations["submitImageToVideo720p"];
            delete?: never;
            options?: never;
            head?: never;
            patch?: never;
            trace?: never;
        };
        SubmitFramesToVideo: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            get?: never;
            put?: never;
            /**
             * Submit two frames to make a video between
             * @deprecated
             * @description Retired.
             */
            post: operations["submitFramesToVideo"];
            delete?: never;
            options?: never;
            head?: never;
            patch?: never;
            trace?: never;
        };
        SubmitVideoToVideo: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            get?: never;
            put?: never;
            /**
             * Submit a clip to edit, no reference picture
             * @deprecated
             * @description Retired.
             */
            post: operations["submitVideoToVideo"];
            delete?: never;
            options?: never;
            head?: never;
            patch?: never;
            trace?: never;
        };
        Telemetry: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            get?: never;
            put?: never;
            /**
             * Report how a realtime session went
             * @description Sent every 10 seconds while there is something to say, with at most 120 items of each kind. A report the service does not understand is dropped with the same 204; what is not JSON at all is inferred to be refused. That a report without a key is taken is inferred.
             */
            post: operations["reportTelemetry"];
            delete?: never;
            options?: never;
            head?: never;
            patch?: never;
            trace?: never;
        };
    };
}
export type $defs = Record<string, never>;
export interface operations {
    getJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description From the answer to the submit.
                 * @example job_7c1f9a2e
                 */
                job_id: components["parameters"]["JobId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The job as it stands. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["JobNotFound"];
            422: components["responses"]["ValidationFailed"];
        };
    };
    submitToUnknownModel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description From the answer to the submit.
                 * @example job_7c1f9a2e
                 */
                job_id: components["parameters"]["JobId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            400: components["responses"]["NoForm"];
            401: components["responses"]["Unauthorized"];
            405: components["responses"]["MethodNotAllowed"];
            413: components["responses"]["TooLarge"];
            507: components["responses"]["StorageFull"];
        };
    };
    getJobContent: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The key. Missing, it is one item of a 422 answer.
                 * @example dct_example
                 */
                "x-api-key": components["parameters"]["ApiKey"];
                /**
                 * @description Part of the bytes.
                 * @example bytes=0-1023
                 */
                Range?: components["parameters"]["Range"];
            };
            path: {
                /**
                 * @description From the answer to the submit.
                 * @example job_7c1f9a2e
                 */
                job_id: components["parameters"]["JobId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["JobContent"];
            206: components["responses"]["PartialJobContent"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["JobContentNotFound"];
            409: components["responses"]["JobNotCompleted"];
            416: components["responses"]["RangeNotSatisfiable"];
            422: components["responses"]["ValidationFailed"];
        };
    };
    uploadFile: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The key. Missing, it is one item of a 422 answer.
                 * @example dct_example
                 */
                "x-api-key": components["parameters"]["ApiKey"];
                /**
                 * @description Read, never required. JavaScript SDKs up to 0.1.14 all report version 0.0.0-dev.
                 * @example decart-js-sdk/0.1.20 lang/js runtime/node.js/22
                 */
                "User-Agent"?: components["parameters"]["UserAgent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["FileForm"];
            };
        };
        responses: {
            200: components["responses"]["FileStored"];
            400: components["responses"]["BadUpload"];
            401: components["responses"]["Unauthorized"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["ValidationFailed"];
            507: components["responses"]["StorageFull"];
        };
    };
    getFile: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The key. Missing, it is one item of a 422 answer.
                 * @example dct_example
                 */
                "x-api-key": components["parameters"]["ApiKey"];
            };
            path: {
                /**
                 * @description From the answer to the upload.
                 * @example file_2d81
                 */
                file_id: components["parameters"]["FileId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["FileStored"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["FileNotFound"];
            422: components["responses"]["ValidationFailed"];
        };
    };
    deleteFile: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The key. Missing, it is one item of a 422 answer.
                 * @example dct_example
                 */
                "x-api-key": components["parameters"]["ApiKey"];
            };
            path: {
                /**
                 * @description From the answer to the upload.
                 * @example file_2d81
                 */
                file_id: components["parameters"]["FileId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Gone. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["FileNotFound"];
            422: components["responses"]["ValidationFailed"];
        };
    };
    listClientTokens: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            405: components["responses"]["MethodNotAllowed"];
        };
    };
    createClientToken: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The key. Missing, it is one item of a 422 answer.
                 * @example dct_example
                 */
                "x-api-key": components["parameters"]["ApiKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ClientTokenRequest"] | null;
            };
        };
        responses: {
            /** @description The token. Usable at once. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClientToken"];
                };
            };
            400: components["responses"]["MintBodyUnread"];
            /** @description No such key, or it has expired. The one envelope with `error` instead of `detail`. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "error": "Invalid or expired API key"
                     *     }
                     */
                    "application/json": components["schemas"]["ErrorWord"];
                };
            };
            /** @description A client token asked for another. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "error": "Cannot create client token from a client token"
                     *     }
                     */
                    "application/json": components["schemas"]["ErrorWord"];
                };
            };
            413: components["responses"]["MintBodyTooLarge"];
            422: components["responses"]["ValidationFailed"];
            507: components["responses"]["TextFullAsWord"];
        };
    };
    getJwks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The key set. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "keys": [
                     *         {
                     *           "kty": "OKP",
                     *           "crv": "Ed25519",
                     *           "use": "sig",
                     *           "alg": "EdDSA",
                     *           "kid": "key-1",
                     *           "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["JwkSet"];
                };
            };
            401: components["responses"]["UnauthorizedOnPublicRoute"];
        };
    };
    getPlatformJwks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The key set. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "keys": [
                     *         {
                     *           "kty": "OKP",
                     *           "crv": "Ed25519",
                     *           "use": "sig",
                     *           "alg": "EdDSA",
                     *           "kid": "key-1",
                     *           "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["JwkSet"];
                };
            };
            401: components["responses"]["UnauthorizedOnPublicRoute"];
        };
    };
    resolveModels: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ModelResolveRequest"];
            };
        };
        responses: {
            /** @description The ids. `model_id` answers `model`, `model_ids` answers `models`. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ModelResolveResponse"];
                };
            };
            400: components["responses"]["BodyUnread"];
            401: components["responses"]["UnauthorizedOnPublicRoute"];
            /** @description An unknown name. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "detail": "Unknown model"
                     *     }
                     */
                    "application/json": components["schemas"]["ErrorDetail"];
                };
            };
            413: components["responses"]["BodyTooLarge"];
            422: components["responses"]["ValidationFailed"];
            507: components["responses"]["TextFull"];
        };
    };
    verifyContent: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The key. Missing, it is one item of a 422 answer.
                 * @example dct_example
                 */
                "x-api-key": components["parameters"]["ApiKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "file": "(the video)"
                 *     }
                 */
                "multipart/form-data": components["schemas"]["VerifyForm"];
            };
        };
        responses: {
            /** @description The verdict. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "verdict": "watermarked",
                     *       "confidence": 0.98
                     *     }
                     */
                    "application/json": components["schemas"]["Verdict"];
                };
            };
            400: components["responses"]["BadUpload"];
            401: components["responses"]["Unauthorized"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["ValidationFailed"];
            /** @description This environment has no verifier. */
            501: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "detail": "Verification is not configured"
                     *     }
                     */
                    "application/json": components["schemas"]["ErrorDetail"];
                };
            };
        };
    };
    openStream: {
        parameters: {
            query: {
                /**
                 * @description The key.
                 * @example ek_example
                 */
                api_key: components["parameters"]["ApiKeyQuery"];
                /**
                 * @description A realtime model or alias.
                 * @example lucy-2.5
                 */
                model: components["parameters"]["Model"];
                /** @description Size of the output; 720p unless said. */
                resolution?: "720p" | "1080p";
                /** @description Fast mode, at twice the price and in the US only, for lucy-2.5, lucy-2.6, lucy-vton-3.5, lucy-vton-3.6, lucy-latest and lucy-vton-latest; others ignore it. Jobs have no such field. */
                speed?: "fast";
                /**
                 * @description The SDK's name and version, as its User-Agent header elsewhere.
                 * @example decart-js-sdk/0.1.20 lang/js runtime/browser
                 */
                user_agent?: string;
                /** @description Codec of the server's track, asked for on desktop Safari. */
                livekit_server_codec?: "vp8";
                /** @description No effect any more; Python still sends it. */
                livekit_early_room_info?: string;
                /** @description Seen on unreleased branches only. */
                livekit_eager_join?: string;
                /** @description Asks for the visible latency marker (June to July 2026). */
                pixel_latency?: "1";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Upgraded; messages follow. */
            101: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            404: components["responses"]["NotUpgraded"];
        };
    };
    openLipsync: {
        parameters: {
            query: {
                /**
                 * @description The key.
                 * @example ek_example
                 */
                api_key: components["parameters"]["ApiKeyQuery"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Upgraded; messages follow. */
            101: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            404: components["responses"]["NotUpgraded"];
        };
    };
    subscribeToSession: {
        parameters: {
            query: {
                /**
                 * @description The key.
                 * @example ek_example
                 */
                api_key: components["parameters"]["ApiKeyQuery"];
                /**
                 * @description Address of the session's server.
                 * @example 10.0.0.1
                 */
                IP: string;
                /**
                 * @description Port of the session's server.
                 * @example 8080
                 */
                port: string;
                /** @description The SDK's name and version. */
                user_agent?: string;
            };
            header?: never;
            path: {
                /**
                 * @description The session.
                 * @example sess_5b2d
                 */
                session_id: components["parameters"]["SessionId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Upgraded; `offer`, `answer`, `ice-candidate` and `error` follow. */
            101: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            404: components["responses"]["NotUpgraded"];
        };
    };
    watchStream: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The key. Missing, it is one item of a 422 answer.
                 * @example dct_example
                 */
                "x-api-key": components["parameters"]["ApiKey"];
            };
            path: {
                /**
                 * @description The room's name, from `livekit_room_info`.
                 * @example room-1
                 */
                room_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Where and as whom to join. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "livekit_url": "wss://lk.decart.ai",
                     *       "token": "header.payload.signature",
                     *       "room_name": "room-1"
                     *     }
                     */
                    "application/json": components["schemas"]["ViewerCredentials"];
                };
            };
            401: components["responses"]["Unauthorized"];
            /** @description No such room. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "detail": "Room not found"
                     *     }
                     */
                    "application/json": components["schemas"]["ErrorDetail"];
                };
            };
            422: components["responses"]["ValidationFailed"];
        };
    };
    getRealtimeQuota: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The key. Missing, it is one item of a 422 answer.
                 * @example dct_example
                 */
                "x-api-key": components["parameters"]["ApiKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The quota as it stands. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RealtimeQuota"];
                };
            };
            /** @description No such key. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "detail": "Invalid API key"
                     *     }
                     */
                    "application/json": components["schemas"]["ErrorDetail"];
                };
            };
            422: components["responses"]["ValidationFailed"];
        };
    };
    createSession: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The key. Missing, it is one item of a 422 answer.
                 * @example dct_example
                 */
                "x-api-key": components["parameters"]["ApiKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SessionRequest"];
            };
        };
        responses: {
            /** @description Created. ICE candidates come over the event stream only. */
            201: {
                headers: {
                    /**
                     * @description The session's resource.
                     * @example /v1/realtime/sessions/sess_5b2d
                     */
                    Location?: string;
                    /**
                     * @description Tag of the ICE state; every PATCH needs the latest.
                     * @example "1"
                     */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "session_id": "sess_5b2d",
                     *       "sdp": {
                     *         "type": "answer",
                     *         "sdp": "v=0\r\n"
                     *       },
                     *       "ice_servers": [
                     *         {
                     *           "urls": [
                     *             "stun:stun.l.google.com:19302"
                     *           ]
                     *         }
                     *       ],
                     *       "events": {
                     *         "url": "https://api.decart.ai/v1/realtime/sessions/sess_5b2d/events",
                     *         "event_token": "evt_example",
                     *         "expires_at": "2026-10-08T13:00:00Z"
                     *       },
                     *       "expires_at": "2026-10-08T13:00:00Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Session"];
                };
            };
            400: components["responses"]["ProblemInvalid"];
            401: components["responses"]["ProblemUnauthorizedElsewhere"];
            403: components["responses"]["ProblemForbidden"];
            404: components["responses"]["ProblemUnknownModel"];
            410: components["responses"]["ProblemRetired"];
            413: components["responses"]["ProblemTooLarge"];
            /** @description The account cannot pay. Not a validation answer. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "title": "Insufficient credits",
                     *       "detail": "Insufficient credits",
                     *       "status": 422
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            429: components["responses"]["ProblemTooMany"];
            503: components["responses"]["ProblemAtCapacity"];
            507: components["responses"]["ProblemTextFull"];
        };
    };
    endSession: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The key. Missing, it is one item of a 422 answer.
                 * @example dct_example
                 */
                "x-api-key": components["parameters"]["ApiKey"];
            };
            path: {
                /**
                 * @description The session.
                 * @example sess_5b2d
                 */
                session_id: components["parameters"]["SessionId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ended; the bill. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "session_id": "sess_5b2d",
                     *       "duration_seconds": 41,
                     *       "billed_seconds": 33,
                     *       "reason": "client_ended"
                     *     }
                     */
                    "application/json": components["schemas"]["SessionSummary"];
                };
            };
            400: components["responses"]["ProblemInvalidElsewhere"];
            401: components["responses"]["ProblemUnauthorized"];
            404: components["responses"]["ProblemNotFound"];
        };
    };
    addSessionCandidates: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The key. Missing, it is one item of a 422 answer.
                 * @example dct_example
                 */
                "x-api-key": components["parameters"]["ApiKey"];
                /**
                 * @description The tag of the latest answer.
                 * @example "1"
                 */
                "If-Match": string;
            };
            path: {
                /**
                 * @description The session.
                 * @example sess_5b2d
                 */
                session_id: components["parameters"]["SessionId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CandidatesRequest"];
            };
        };
        responses: {
            /** @description Taken. */
            204: {
                headers: {
                    /**
                     * @description The next tag.
                     * @example "2"
                     */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["ProblemInvalid"];
            401: components["responses"]["ProblemUnauthorized"];
            404: components["responses"]["ProblemNotFoundElsewhere"];
            /** @description The tag is not the latest. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "title": "Precondition Failed",
                     *       "detail": "ETag does not match",
                     *       "status": 412
                     *     }
                     */
                    "application/json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["ProblemTooLarge"];
            507: components["responses"]["ProblemTextFull"];
        };
    };
    setSessionPrompt: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The key. Missing, it is one item of a 422 answer.
                 * @example dct_example
                 */
                "x-api-key": components["parameters"]["ApiKey"];
            };
            path: {
                /**
                 * @description The session.
                 * @example sess_5b2d
                 */
                session_id: components["parameters"]["SessionId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "prompt": "Cyberpunk city",
                 *       "enhance_prompt": true
                 *     }
                 */
                "application/json": components["schemas"]["SessionPrompt"];
            };
        };
        responses: {
            200: components["responses"]["SessionUpdated"];
            400: components["responses"]["ProblemInvalidElsewhere"];
            401: components["responses"]["ProblemUnauthorized"];
            404: components["responses"]["ProblemNotFoundElsewhere"];
            413: components["responses"]["ProblemTooLarge"];
            507: components["responses"]["ProblemTextFull"];
        };
    };
    setSessionImage: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The key. Missing, it is one item of a 422 answer.
                 * @example dct_example
                 */
                "x-api-key": components["parameters"]["ApiKey"];
            };
            path: {
                /**
                 * @description The session.
                 * @example sess_5b2d
                 */
                session_id: components["parameters"]["SessionId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "image_data": "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGNgYGAAAAAEAAH2FzhVAAAAAElFTkSuQmCC",
                 *       "prompt": "In this style"
                 *     }
                 */
                "application/json": components["schemas"]["SessionImage"];
            };
        };
        responses: {
            200: components["responses"]["SessionUpdated"];
            400: components["responses"]["ProblemInvalidElsewhere"];
            401: components["responses"]["ProblemUnauthorized"];
            404: components["responses"]["ProblemNotFoundElsewhere"];
            413: components["responses"]["ProblemTooLarge"];
            507: components["responses"]["ProblemTextFull"];
        };
    };
    streamSessionEvents: {
        parameters: {
            query: {
                /**
                 * @description From the answer that created the session; safe to hand to a browser.
                 * @example evt_example
                 */
                event_token: string;
            };
            header?: never;
            path: {
                /**
                 * @description The session.
                 * @example sess_5b2d
                 */
                session_id: components["parameters"]["SessionId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A stream of events. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            401: components["responses"]["ProblemUnauthorizedElsewhere"];
            404: components["responses"]["ProblemNotFoundElsewhere"];
        };
    };
    takeTicket: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The queue.
                 * @example main
                 */
                queue_id: components["parameters"]["QueueId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A ticket, granted at once when there is room. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ticket"];
                };
            };
            /** @description No such queue key. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "error": "Invalid or expired API key"
                     *     }
                     */
                    "application/json": components["schemas"]["ErrorWord"];
                };
            };
            404: components["responses"]["QueueNotFound"];
            422: components["responses"]["ValidationFailedElsewhere"];
            /** @description The queue is full. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "error": "queue_full"
                     *     }
                     */
                    "application/json": components["schemas"]["ErrorWord"];
                };
            };
            507: components["responses"]["TextFullAsWord"];
        };
    };
    pollTicket: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The queue.
                 * @example main
                 */
                queue_id: components["parameters"]["QueueId"];
                /**
                 * @description The ticket.
                 * @example tkt_9f3e
                 */
                ticket_id: components["parameters"]["TicketId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The ticket as it stands. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TicketPoll"];
                };
            };
            401: components["responses"]["QueueUnauthorized"];
            404: components["responses"]["QueueNotFound"];
            /** @description The ticket has expired. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "error": "Ticket expired"
                     *     }
                     */
                    "application/json": components["schemas"]["ErrorWord"];
                };
            };
        };
    };
    leaveQueue: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The queue.
                 * @example main
                 */
                queue_id: components["parameters"]["QueueId"];
                /**
                 * @description The ticket.
                 * @example tkt_9f3e
                 */
                ticket_id: components["parameters"]["TicketId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Left. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["QueueUnauthorized"];
            404: components["responses"]["QueueNotFound"];
        };
    };
    generateImage: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The key. Missing, it is one item of a 422 answer.
                 * @example dct_example
                 */
                "x-api-key": components["parameters"]["ApiKey"];
                /**
                 * @description Read, never required. JavaScript SDKs up to 0.1.14 all report version 0.0.0-dev.
                 * @example decart-js-sdk/0.1.20 lang/js runtime/node.js/22
                 */
                "User-Agent"?: components["parameters"]["UserAgent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["ImageForm"];
            };
        };
        responses: {
            200: components["responses"]["GeneratedImage"];
            400: components["responses"]["BadPicture"];
            401: components["responses"]["Unauthorized"];
            402: components["responses"]["InsufficientCredits"];
            403: components["responses"]["ModelNotAllowed"];
            404: components["responses"]["NotServed"];
            410: components["responses"]["ModelRetiredElsewhere"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["ValidationFailed"];
            504: components["responses"]["GatewayTimeout"];
            507: components["responses"]["StorageFull"];
        };
    };
    generateTextToImage: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The key. Missing, it is one item of a 422 answer.
                 * @example dct_example
                 */
                "x-api-key": components["parameters"]["ApiKey"];
                /**
                 * @description Read, never required. JavaScript SDKs up to 0.1.14 all report version 0.0.0-dev.
                 * @example decart-js-sdk/0.1.20 lang/js runtime/node.js/22
                 */
                "User-Agent"?: components["parameters"]["UserAgent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["TextToImageForm"];
                "application/x-www-form-urlencoded": components["schemas"]["TextToImageForm"];
            };
        };
        responses: {
            200: components["responses"]["FormerlyGeneratedImage"];
            400: components["responses"]["BadUpload"];
            401: components["responses"]["Unauthorized"];
            402: components["responses"]["InsufficientCredits"];
            403: components["responses"]["ModelNotAllowed"];
            404: components["responses"]["NotServed"];
            410: components["responses"]["ModelRetiredElsewhere"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["ValidationFailedElsewhere"];
            507: components["responses"]["StorageFull"];
        };
    };
    generateClip: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The key. Missing, it is one item of a 422 answer.
                 * @example dct_example
                 */
                "x-api-key": components["parameters"]["ApiKey"];
                /**
                 * @description Read, never required. JavaScript SDKs up to 0.1.14 all report version 0.0.0-dev.
                 * @example decart-js-sdk/0.1.20 lang/js runtime/node.js/22
                 */
                "User-Agent"?: components["parameters"]["UserAgent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["ClipForm"];
            };
        };
        responses: {
            200: components["responses"]["GeneratedVideo"];
            400: components["responses"]["BadUpload"];
            401: components["responses"]["Unauthorized"];
            402: components["responses"]["InsufficientCredits"];
            403: components["responses"]["ModelNotAllowed"];
            404: components["responses"]["NotServed"];
            410: components["responses"]["ModelRetiredElsewhere"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["ValidationFailedElsewhere"];
            507: components["responses"]["StorageFull"];
        };
    };
    generateVideoToVideo: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The key. Missing, it is one item of a 422 answer.
                 * @example dct_example
                 */
                "x-api-key": components["parameters"]["ApiKey"];
                /**
                 * @description Read, never required. JavaScript SDKs up to 0.1.14 all report version 0.0.0-dev.
                 * @example decart-js-sdk/0.1.20 lang/js runtime/node.js/22
                 */
                "User-Agent"?: components["parameters"]["UserAgent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["VideoToVideoForm"];
            };
        };
        responses: {
            200: components["responses"]["GeneratedVideo"];
            400: components["responses"]["BadUpload"];
            401: components["responses"]["Unauthorized"];
            402: components["responses"]["InsufficientCredits"];
            403: components["responses"]["ModelNotAllowed"];
            404: components["responses"]["NotServed"];
            410: components["responses"]["ModelRetiredElsewhere"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["ValidationFailedElsewhere"];
            507: components["responses"]["StorageFull"];
        };
    };
    generateTextToVideo: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The key. Missing, it is one item of a 422 answer.
                 * @example dct_example
                 */
                "x-api-key": components["parameters"]["ApiKey"];
                /**
                 * @description Read, never required. JavaScript SDKs up to 0.1.14 all report version 0.0.0-dev.
                 * @example decart-js-sdk/0.1.20 lang/js runtime/node.js/22
                 */
                "User-Agent"?: components["parameters"]["UserAgent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["TextToVideoForm"];
                "application/x-www-form-urlencoded": components["schemas"]["TextToVideoForm"];
            };
        };
        responses: {
            200: components["responses"]["GeneratedVideo"];
            400: components["responses"]["BadUpload"];
            401: components["responses"]["Unauthorized"];
            402: components["responses"]["InsufficientCredits"];
            403: components["responses"]["ModelNotAllowed"];
            404: components["responses"]["NotServed"];
            410: components["responses"]["ModelRetiredElsewhere"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["ValidationFailedElsewhere"];
            507: components["responses"]["StorageFull"];
        };
    };
    generateImageToVideo: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The key. Missing, it is one item of a 422 answer.
                 * @example dct_example
                 */
                "x-api-key": components["parameters"]["ApiKey"];
                /**
                 * @description Read, never required. JavaScript SDKs up to 0.1.14 all report version 0.0.0-dev.
                 * @example decart-js-sdk/0.1.20 lang/js runtime/node.js/22
                 */
                "User-Agent"?: components["parameters"]["UserAgent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["ImageToVideoForm"];
            };
        };
        responses: {
            200: components["responses"]["GeneratedVideo"];
            400: components["responses"]["BadUpload"];
            401: components["responses"]["Unauthorized"];
            402: components["responses"]["InsufficientCredits"];
            403: components["responses"]["ModelNotAllowed"];
            404: components["responses"]["NotServed"];
            410: components["responses"]["ModelRetiredElsewhere"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["ValidationFailedElsewhere"];
            507: components["responses"]["StorageFull"];
        };
    };
    generateImageToVideo720p: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The key. Missing, it is one item of a 422 answer.
                 * @example dct_example
                 */
                "x-api-key": components["parameters"]["ApiKey"];
                /**
                 * @description Read, never required. JavaScript SDKs up to 0.1.14 all report version 0.0.0-dev.
                 * @example decart-js-sdk/0.1.20 lang/js runtime/node.js/22
                 */
                "User-Agent"?: components["parameters"]["UserAgent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["ImageToVideo720pForm"];
            };
        };
        responses: {
            200: components["responses"]["GeneratedVideo"];
            400: components["responses"]["BadUpload"];
            401: components["responses"]["Unauthorized"];
            402: components["responses"]["InsufficientCredits"];
            403: components["responses"]["ModelNotAllowed"];
            404: components["responses"]["NotServed"];
            410: components["responses"]["ModelRetiredElsewhere"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["ValidationFailedElsewhere"];
            507: components["responses"]["StorageFull"];
        };
    };
    generateFramesToVideo: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The key. Missing, it is one item of a 422 answer.
                 * @example dct_example
                 */
                "x-api-key": components["parameters"]["ApiKey"];
                /**
                 * @description Read, never required. JavaScript SDKs up to 0.1.14 all report version 0.0.0-dev.
                 * @example decart-js-sdk/0.1.20 lang/js runtime/node.js/22
                 */
                "User-Agent"?: components["parameters"]["UserAgent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["FramesToVideoForm"];
            };
        };
        responses: {
            200: components["responses"]["GeneratedVideo"];
            400: components["responses"]["BadUpload"];
            401: components["responses"]["Unauthorized"];
            402: components["responses"]["InsufficientCredits"];
            403: components["responses"]["ModelNotAllowed"];
            404: components["responses"]["NotServed"];
            410: components["responses"]["ModelRetiredElsewhere"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["ValidationFailedElsewhere"];
            507: components["responses"]["StorageFull"];
        };
    };
    generateMotion: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The key. Missing, it is one item of a 422 answer.
                 * @example dct_example
                 */
                "x-api-key": components["parameters"]["ApiKey"];
                /**
                 * @description Read, never required. JavaScript SDKs up to 0.1.14 all report version 0.0.0-dev.
                 * @example decart-js-sdk/0.1.20 lang/js runtime/node.js/22
                 */
                "User-Agent"?: components["parameters"]["UserAgent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["MotionForm"];
            };
        };
        responses: {
            200: components["responses"]["GeneratedVideo"];
            400: components["responses"]["BadUpload"];
            401: components["responses"]["Unauthorized"];
            402: components["responses"]["InsufficientCredits"];
            403: components["responses"]["ModelNotAllowed"];
            404: components["responses"]["NotServed"];
            410: components["responses"]["ModelRetiredElsewhere"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["ValidationFailedElsewhere"];
            507: components["responses"]["StorageFull"];
        };
    };
    submitClip: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The key. Missing, it is one item of a 422 answer.
                 * @example dct_example
                 */
                "x-api-key": components["parameters"]["ApiKey"];
                /**
                 * @description Read, never required. JavaScript SDKs up to 0.1.14 all report version 0.0.0-dev.
                 * @example decart-js-sdk/0.1.20 lang/js runtime/node.js/22
                 */
                "User-Agent"?: components["parameters"]["UserAgent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["ClipForm"];
            };
        };
        responses: {
            200: components["responses"]["JobSubmitted"];
            400: components["responses"]["BadUpload"];
            401: components["responses"]["Unauthorized"];
            402: components["responses"]["InsufficientCredits"];
            403: components["responses"]["ModelNotAllowed"];
            405: components["responses"]["MethodNotAllowed"];
            410: components["responses"]["ModelRetiredElsewhere"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["ValidationFailed"];
            507: components["responses"]["StorageFull"];
        };
    };
    submitRestyle: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The key. Missing, it is one item of a 422 answer.
                 * @example dct_example
                 */
                "x-api-key": components["parameters"]["ApiKey"];
                /**
                 * @description Read, never required. JavaScript SDKs up to 0.1.14 all report version 0.0.0-dev.
                 * @example decart-js-sdk/0.1.20 lang/js runtime/node.js/22
                 */
                "User-Agent"?: components["parameters"]["UserAgent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["RestyleForm"];
            };
        };
        responses: {
            200: components["responses"]["JobSubmitted"];
            400: components["responses"]["BadUpload"];
            401: components["responses"]["Unauthorized"];
            402: components["responses"]["InsufficientCredits"];
            403: components["responses"]["ModelNotAllowed"];
            405: components["responses"]["MethodNotAllowed"];
            410: components["responses"]["ModelRetiredElsewhere"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["ValidationFailed"];
            507: components["responses"]["StorageFull"];
        };
    };
    submitRobot: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The key. Missing, it is one item of a 422 answer.
                 * @example dct_example
                 */
                "x-api-key": components["parameters"]["ApiKey"];
                /**
                 * @description Read, never required. JavaScript SDKs up to 0.1.14 all report version 0.0.0-dev.
                 * @example decart-js-sdk/0.1.20 lang/js runtime/node.js/22
                 */
                "User-Agent"?: components["parameters"]["UserAgent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["RobotForm"];
            };
        };
        responses: {
            200: components["responses"]["JobSubmitted"];
            400: components["responses"]["BadUpload"];
            401: components["responses"]["Unauthorized"];
            402: components["responses"]["InsufficientCredits"];
            403: components["responses"]["ModelNotAllowed"];
            405: components["responses"]["MethodNotAllowed"];
            410: components["responses"]["ModelRetiredElsewhere"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["ValidationFailed"];
            507: components["responses"]["StorageFull"];
        };
    };
    submitEdit25: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The key. Missing, it is one item of a 422 answer.
                 * @example dct_example
                 */
                "x-api-key": components["parameters"]["ApiKey"];
                /**
                 * @description Read, never required. JavaScript SDKs up to 0.1.14 all report version 0.0.0-dev.
                 * @example decart-js-sdk/0.1.20 lang/js runtime/node.js/22
                 */
                "User-Agent"?: components["parameters"]["UserAgent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["Edit25Form"];
            };
        };
        responses: {
            200: components["responses"]["JobSubmitted"];
            400: components["responses"]["BadUpload"];
            401: components["responses"]["Unauthorized"];
            402: components["responses"]["InsufficientCredits"];
            403: components["responses"]["ModelNotAllowed"];
            405: components["responses"]["MethodNotAllowed"];
            410: components["responses"]["ModelRetiredElsewhere"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["ValidationFailed"];
            507: components["responses"]["StorageFull"];
        };
    };
    submitEdit21: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The key. Missing, it is one item of a 422 answer.
                 * @example dct_example
                 */
                "x-api-key": components["parameters"]["ApiKey"];
                /**
                 * @description Read, never required. JavaScript SDKs up to 0.1.14 all report version 0.0.0-dev.
                 * @example decart-js-sdk/0.1.20 lang/js runtime/node.js/22
                 */
                "User-Agent"?: components["parameters"]["UserAgent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["Edit21Form"];
            };
        };
        responses: {
            200: components["responses"]["JobSubmitted"];
            400: components["responses"]["BadUpload"];
            401: components["responses"]["Unauthorized"];
            402: components["responses"]["InsufficientCredits"];
            403: components["responses"]["ModelNotAllowed"];
            405: components["responses"]["MethodNotAllowed"];
            410: components["responses"]["ModelRetiredElsewhere"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["ValidationFailed"];
            507: components["responses"]["StorageFull"];
        };
    };
    submitVton: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The key. Missing, it is one item of a 422 answer.
                 * @example dct_example
                 */
                "x-api-key": components["parameters"]["ApiKey"];
                /**
                 * @description Read, never required. JavaScript SDKs up to 0.1.14 all report version 0.0.0-dev.
                 * @example decart-js-sdk/0.1.20 lang/js runtime/node.js/22
                 */
                "User-Agent"?: components["parameters"]["UserAgent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["Edit21Form"];
            };
        };
        responses: {
            200: components["responses"]["JobSubmitted"];
            400: components["responses"]["BadUpload"];
            401: components["responses"]["Unauthorized"];
            402: components["responses"]["InsufficientCredits"];
            403: components["responses"]["ModelNotAllowed"];
            405: components["responses"]["MethodNotAllowed"];
            410: components["responses"]["ModelRetired"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["ValidationFailed"];
            507: components["responses"]["StorageFull"];
        };
    };
    submitImage: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The key. Missing, it is one item of a 422 answer.
                 * @example dct_example
                 */
                "x-api-key": components["parameters"]["ApiKey"];
                /**
                 * @description Read, never required. JavaScript SDKs up to 0.1.14 all report version 0.0.0-dev.
                 * @example decart-js-sdk/0.1.20 lang/js runtime/node.js/22
                 */
                "User-Agent"?: components["parameters"]["UserAgent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["ImageForm"];
            };
        };
        responses: {
            200: components["responses"]["JobSubmitted"];
            400: components["responses"]["BadUpload"];
            401: components["responses"]["Unauthorized"];
            402: components["responses"]["InsufficientCredits"];
            403: components["responses"]["ModelNotAllowed"];
            405: components["responses"]["MethodNotAllowed"];
            410: components["responses"]["ModelRetiredElsewhere"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["ValidationFailed"];
            507: components["responses"]["StorageFull"];
        };
    };
    submitMotion: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The key. Missing, it is one item of a 422 answer.
                 * @example dct_example
                 */
                "x-api-key": components["parameters"]["ApiKey"];
                /**
                 * @description Read, never required. JavaScript SDKs up to 0.1.14 all report version 0.0.0-dev.
                 * @example decart-js-sdk/0.1.20 lang/js runtime/node.js/22
                 */
                "User-Agent"?: components["parameters"]["UserAgent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["MotionForm"];
            };
        };
        responses: {
            200: components["responses"]["JobSubmitted"];
            400: components["responses"]["BadUpload"];
            401: components["responses"]["Unauthorized"];
            402: components["responses"]["InsufficientCredits"];
            403: components["responses"]["ModelNotAllowed"];
            405: components["responses"]["MethodNotAllowed"];
            410: components["responses"]["ModelRetiredElsewhere"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["ValidationFailedElsewhere"];
            507: components["responses"]["StorageFull"];
        };
    };
    submitTextToVideo: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The key. Missing, it is one item of a 422 answer.
                 * @example dct_example
                 */
                "x-api-key": components["parameters"]["ApiKey"];
                /**
                 * @description Read, never required. JavaScript SDKs up to 0.1.14 all report version 0.0.0-dev.
                 * @example decart-js-sdk/0.1.20 lang/js runtime/node.js/22
                 */
                "User-Agent"?: components["parameters"]["UserAgent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["TextToVideoForm"];
                "application/x-www-form-urlencoded": components["schemas"]["TextToVideoForm"];
            };
        };
        responses: {
            200: components["responses"]["JobSubmitted"];
            400: components["responses"]["BadUpload"];
            401: components["responses"]["Unauthorized"];
            402: components["responses"]["InsufficientCredits"];
            403: components["responses"]["ModelNotAllowed"];
            405: components["responses"]["MethodNotAllowed"];
            410: components["responses"]["ModelRetiredElsewhere"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["ValidationFailedElsewhere"];
            507: components["responses"]["StorageFull"];
        };
    };
    submitTextToImage: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The key. Missing, it is one item of a 422 answer.
                 * @example dct_example
                 */
                "x-api-key": components["parameters"]["ApiKey"];
                /**
                 * @description Read, never required. JavaScript SDKs up to 0.1.14 all report version 0.0.0-dev.
                 * @example decart-js-sdk/0.1.20 lang/js runtime/node.js/22
                 */
                "User-Agent"?: components["parameters"]["UserAgent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["TextToImageForm"];
                "application/x-www-form-urlencoded": components["schemas"]["TextToImageForm"];
            };
        };
        responses: {
            200: components["responses"]["JobSubmitted"];
            400: components["responses"]["BadUpload"];
            401: components["responses"]["Unauthorized"];
            402: components["responses"]["InsufficientCredits"];
            403: components["responses"]["ModelNotAllowed"];
            405: components["responses"]["MethodNotAllowed"];
            410: components["responses"]["ModelRetiredElsewhere"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["ValidationFailedElsewhere"];
            507: components["responses"]["StorageFull"];
        };
    };
    submitImageToVideo: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The key. Missing, it is one item of a 422 answer.
                 * @example dct_example
                 */
                "x-api-key": components["parameters"]["ApiKey"];
                /**
                 * @description Read, never required. JavaScript SDKs up to 0.1.14 all report version 0.0.0-dev.
                 * @example decart-js-sdk/0.1.20 lang/js runtime/node.js/22
                 */
                "User-Agent"?: components["parameters"]["UserAgent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["ImageToVideoForm"];
            };
        };
        responses: {
            200: components["responses"]["JobSubmitted"];
            400: components["responses"]["BadUpload"];
            401: components["responses"]["Unauthorized"];
            402: components["responses"]["InsufficientCredits"];
            403: components["responses"]["ModelNotAllowed"];
            405: components["responses"]["MethodNotAllowed"];
            410: components["responses"]["ModelRetiredElsewhere"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["ValidationFailedElsewhere"];
            507: components["responses"]["StorageFull"];
        };
    };
    submitImageToVideo720p: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The key. Missing, it is one item of a 422 answer.
                 * @example dct_example
                 */
                "x-api-key": components["parameters"]["ApiKey"];
                /**
                 * @description Read, never required. JavaScript SDKs up to 0.1.14 all report version 0.0.0-dev.
                 * @example decart-js-sdk/0.1.20 lang/js runtime/node.js/22
                 */
                "User-Agent"?: components["parameters"]["UserAgent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["ImageToVideo720pForm"];
            };
        };
        responses: {
            200: components["responses"]["JobSubmitted"];
            400: components["responses"]["BadUpload"];
            401: components["responses"]["Unauthorized"];
            402: components["responses"]["InsufficientCredits"];
            403: components["responses"]["ModelNotAllowed"];
            405: components["responses"]["MethodNotAllowed"];
            410: components["responses"]["ModelRetiredElsewhere"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["ValidationFailedElsewhere"];
            507: components["responses"]["StorageFull"];
        };
    };
    submitFramesToVideo: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The key. Missing, it is one item of a 422 answer.
                 * @example dct_example
                 */
                "x-api-key": components["parameters"]["ApiKey"];
                /**
                 * @description Read, never required. JavaScript SDKs up to 0.1.14 all report version 0.0.0-dev.
                 * @example decart-js-sdk/0.1.20 lang/js runtime/node.js/22
                 */
                "User-Agent"?: components["parameters"]["UserAgent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["FramesToVideoForm"];
            };
        };
        responses: {
            200: components["responses"]["JobSubmitted"];
            400: components["responses"]["BadUpload"];
            401: components["responses"]["Unauthorized"];
            402: components["responses"]["InsufficientCredits"];
            403: components["responses"]["ModelNotAllowed"];
            405: components["responses"]["MethodNotAllowed"];
            410: components["responses"]["ModelRetiredElsewhere"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["ValidationFailedElsewhere"];
            507: components["responses"]["StorageFull"];
        };
    };
    submitVideoToVideo: {
        parameters: {
            query?: never;
            header: {
                /**
                 * @description The key. Missing, it is one item of a 422 answer.
                 * @example dct_example
                 */
                "x-api-key": components["parameters"]["ApiKey"];
                /**
                 * @description Read, never required. JavaScript SDKs up to 0.1.14 all report version 0.0.0-dev.
                 * @example decart-js-sdk/0.1.20 lang/js runtime/node.js/22
                 */
                "User-Agent"?: components["parameters"]["UserAgent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["VideoToVideoForm"];
            };
        };
        responses: {
            200: components["responses"]["JobSubmitted"];
            400: components["responses"]["BadUpload"];
            401: components["responses"]["Unauthorized"];
            402: components["responses"]["InsufficientCredits"];
            403: components["responses"]["ModelNotAllowed"];
            405: components["responses"]["MethodNotAllowed"];
            410: components["responses"]["ModelRetiredElsewhere"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["ValidationFailedElsewhere"];
            507: components["responses"]["StorageFull"];
        };
    };
    reportTelemetry: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Read, never required. JavaScript SDKs up to 0.1.14 all report version 0.0.0-dev.
                 * @example decart-js-sdk/0.1.20 lang/js runtime/node.js/22
                 */
                "User-Agent"?: components["parameters"]["UserAgent"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TelemetryReport"];
            };
        };
        responses: {
            /** @description Taken, or dropped. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BodyUnread"];
            /** @description An expired key. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "detail": "Invalid API key"
                     *     }
                     */
                    "application/json": components["schemas"]["ErrorDetail"];
                };
            };
            413: components["responses"]["BodyTooLarge"];
            422: components["responses"]["ValidationFailedElsewhere"];
            507: components["responses"]["TextFull"];
        };
    };
}
