// Generated from openapi.yaml by `npm run generate`. Do not edit.

/** Name of an operation in openapi.yaml. Aliases of a model share one. */
export type OperationId =
  | 'generateImage'
  | 'generateTextToImage'
  | 'generateClip'
  | 'generateVideoToVideo'
  | 'generateTextToVideo'
  | 'generateImageToVideo'
  | 'generateImageToVideo720p'
  | 'generateFramesToVideo'
  | 'generateMotion'
  | 'submitClip'
  | 'submitRestyle'
  | 'submitRobot'
  | 'submitEdit25'
  | 'submitEdit21'
  | 'submitVton'
  | 'submitImage'
  | 'submitMotion'
  | 'submitTextToVideo'
  | 'submitTextToImage'
  | 'submitImageToVideo'
  | 'submitImageToVideo720p'
  | 'submitFramesToVideo'
  | 'submitVideoToVideo'
  | 'reportTelemetry'
  | 'getJob'
  | 'submitToUnknownModel'
  | 'getJobContent'
  | 'uploadFile'
  | 'getFile'
  | 'deleteFile'
  | 'listClientTokens'
  | 'createClientToken'
  | 'getJwks'
  | 'getPlatformJwks'
  | 'resolveModels'
  | 'verifyContent'
  | 'openStream'
  | 'openLipsync'
  | 'subscribeToSession'
  | 'watchStream'
  | 'getRealtimeQuota'
  | 'createSession'
  | 'endSession'
  | 'addSessionCandidates'
  | 'setSessionPrompt'
  | 'setSessionImage'
  | 'streamSessionEvents'
  | 'takeTicket'
  | 'pollTicket'
  | 'leaveQueue';

export interface OperationRow {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Path template, with `{name}` for parameters. */
  readonly path: string;
  readonly operationId: OperationId;
  /** Content types of the request body; absent without a body. */
  readonly accepts?: readonly string[];
  /** Served at older dates, or by an older generation, only. */
  readonly deprecated?: true;
}

export const operationRows: readonly OperationRow[] = [
  {"method":"POST","path":"/v1/generate/lucy-image-2","operationId":"generateImage","accepts":["multipart/form-data"]},
  {"method":"POST","path":"/v1/generate/lucy-image-latest","operationId":"generateImage","accepts":["multipart/form-data"]},
  {"method":"POST","path":"/v1/generate/lucy-pro-i2i","operationId":"generateImage","accepts":["multipart/form-data"]},
  {"method":"POST","path":"/v1/generate/lucy_pro_i2i","operationId":"generateImage","accepts":["multipart/form-data"]},
  {"method":"POST","path":"/v1/generate/lucy-pro-t2i","operationId":"generateTextToImage","accepts":["multipart/form-data","application/x-www-form-urlencoded"],"deprecated":true},
  {"method":"POST","path":"/v1/generate/lucy-pro-v2v","operationId":"generateClip","accepts":["multipart/form-data"],"deprecated":true},
  {"method":"POST","path":"/v1/generate/lucy-dev-v2v","operationId":"generateVideoToVideo","accepts":["multipart/form-data"],"deprecated":true},
  {"method":"POST","path":"/v1/generate/lucy-fast-v2v","operationId":"generateVideoToVideo","accepts":["multipart/form-data"],"deprecated":true},
  {"method":"POST","path":"/v1/generate/lucy-pro-t2v","operationId":"generateTextToVideo","accepts":["multipart/form-data","application/x-www-form-urlencoded"],"deprecated":true},
  {"method":"POST","path":"/v1/generate/lucy-pro-i2v","operationId":"generateImageToVideo","accepts":["multipart/form-data"],"deprecated":true},
  {"method":"POST","path":"/v1/generate/lucy-dev-i2v","operationId":"generateImageToVideo720p","accepts":["multipart/form-data"],"deprecated":true},
  {"method":"POST","path":"/v1/generate/lucy-pro-flf2v","operationId":"generateFramesToVideo","accepts":["multipart/form-data"],"deprecated":true},
  {"method":"POST","path":"/v1/generate/lucy-motion","operationId":"generateMotion","accepts":["multipart/form-data"],"deprecated":true},
  {"method":"POST","path":"/v1/jobs/lucy-clip","operationId":"submitClip","accepts":["multipart/form-data"]},
  {"method":"POST","path":"/v1/jobs/lucy-pro-v2v","operationId":"submitClip","accepts":["multipart/form-data"]},
  {"method":"POST","path":"/v1/jobs/lucy-clip-latest","operationId":"submitClip","accepts":["multipart/form-data"]},
  {"method":"POST","path":"/v1/jobs/lucy-restyle-2","operationId":"submitRestyle","accepts":["multipart/form-data"]},
  {"method":"POST","path":"/v1/jobs/mirage_v2","operationId":"submitRestyle","accepts":["multipart/form-data"]},
  {"method":"POST","path":"/v1/jobs/lucy-restyle-v2v","operationId":"submitRestyle","accepts":["multipart/form-data"]},
  {"method":"POST","path":"/v1/jobs/lucy-restyle-latest","operationId":"submitRestyle","accepts":["multipart/form-data"]},
  {"method":"POST","path":"/v1/jobs/lucy-robot-720p","operationId":"submitRobot","accepts":["multipart/form-data"]},
  {"method":"POST","path":"/v1/jobs/lucy-samsung-robot-poc","operationId":"submitRobot","accepts":["multipart/form-data"]},
  {"method":"POST","path":"/v1/jobs/lucy-solomon-robot-poc","operationId":"submitRobot","accepts":["multipart/form-data"]},
  {"method":"POST","path":"/v1/jobs/lucy-2.5","operationId":"submitEdit25","accepts":["multipart/form-data"]},
  {"method":"POST","path":"/v1/jobs/lucy-2-5","operationId":"submitEdit25","accepts":["multipart/form-data"]},
  {"method":"POST","path":"/v1/jobs/lucy_2_5","operationId":"submitEdit25","accepts":["multipart/form-data"]},
  {"method":"POST","path":"/v1/jobs/lucy-latest","operationId":"submitEdit25","accepts":["multipart/form-data"]},
  {"method":"POST","path":"/v1/jobs/lucy-2.6","operationId":"submitEdit25","accepts":["multipart/form-data"]},
  {"method":"POST","path":"/v1/jobs/lucy-2.1","operationId":"submitEdit21","accepts":["multipart/form-data"]},
  {"method":"POST","path":"/v1/jobs/lucy_2_rt_preview","operationId":"submitEdit21","accepts":["multipart/form-data"]},
  {"method":"POST","path":"/v1/jobs/lucy-2","operationId":"submitEdit21","accepts":["multipart/form-data"]},
  {"method":"POST","path":"/v1/jobs/lucy_2","operationId":"submitEdit21","accepts":["multipart/form-data"]},
  {"method":"POST","path":"/v1/jobs/lucy_2_rt","operationId":"submitEdit21","accepts":["multipart/form-data"]},
  {"method":"POST","path":"/v1/jobs/lucy-2-v2v","operationId":"submitEdit21","accepts":["multipart/form-data"]},
  {"method":"POST","path":"/v1/jobs/lucy_2_v2v","operationId":"submitEdit21","accepts":["multipart/form-data"]},
  {"method":"POST","path":"/v1/jobs/lucy_v2v_14b_rt","operationId":"submitEdit21","accepts":["multipart/form-data"]},
  {"method":"POST","path":"/v1/jobs/lucy-2.1-vton","operationId":"submitVton","accepts":["multipart/form-data"]},
  {"method":"POST","path":"/v1/jobs/lucy-2.viton","operationId":"submitVton","accepts":["multipart/form-data"]},
  {"method":"POST","path":"/v1/jobs/lucy-2.1.viton","operationId":"submitVton","accepts":["multipart/form-data"]},
  {"method":"POST","path":"/v1/jobs/lucy-vton","operationId":"submitVton","accepts":["multipart/form-data"]},
  {"method":"POST","path":"/v1/jobs/lucy-vton-2","operationId":"submitVton","accepts":["multipart/form-data"]},
  {"method":"POST","path":"/v1/jobs/lucy-2.1-vton-2","operationId":"submitVton","accepts":["multipart/form-data"]},
  {"method":"POST","path":"/v1/jobs/lucy-vton-3","operationId":"submitVton","accepts":["multipart/form-data"]},
  {"method":"POST","path":"/v1/jobs/lucy-2.1-vton-3","operationId":"submitVton","accepts":["multipart/form-data"]},
  {"method":"POST","path":"/v1/jobs/lucy-vton-latest","operationId":"submitVton","accepts":["multipart/form-data"]},
  {"method":"POST","path":"/v1/jobs/lucy-vton-3.5","operationId":"submitVton","accepts":["multipart/form-data"]},
  {"method":"POST","path":"/v1/jobs/lucy-vton-3-5","operationId":"submitVton","accepts":["multipart/form-data"]},
  {"method":"POST","path":"/v1/jobs/lucy-vton-3.5-4-3","operationId":"submitVton","accepts":["multipart/form-data"]},
  {"method":"POST","path":"/v1/jobs/lucy-vton-3-5-4-3","operationId":"submitVton","accepts":["multipart/form-data"]},
  {"method":"POST","path":"/v1/jobs/lucy-vton-3.5-1-1","operationId":"submitVton","accepts":["multipart/form-data"]},
  {"method":"POST","path":"/v1/jobs/lucy-vton-3-5-1-1","operationId":"submitVton","accepts":["multipart/form-data"]},
  {"method":"POST","path":"/v1/jobs/lucy-vton-3.6","operationId":"submitVton","accepts":["multipart/form-data"]},
  {"method":"POST","path":"/v1/jobs/lucy-image-2","operationId":"submitImage","accepts":["multipart/form-data"]},
  {"method":"POST","path":"/v1/jobs/lucy-pro-i2i","operationId":"submitImage","accepts":["multipart/form-data"]},
  {"method":"POST","path":"/v1/jobs/lucy_pro_i2i","operationId":"submitImage","accepts":["multipart/form-data"]},
  {"method":"POST","path":"/v1/jobs/lucy-image-latest","operationId":"submitImage","accepts":["multipart/form-data"]},
  {"method":"POST","path":"/v1/jobs/lucy-motion","operationId":"submitMotion","accepts":["multipart/form-data"],"deprecated":true},
  {"method":"POST","path":"/v1/jobs/lucy-motion-latest","operationId":"submitMotion","accepts":["multipart/form-data"],"deprecated":true},
  {"method":"POST","path":"/v1/jobs/lucy-pro-t2v","operationId":"submitTextToVideo","accepts":["multipart/form-data","application/x-www-form-urlencoded"],"deprecated":true},
  {"method":"POST","path":"/v1/jobs/lucy-pro-t2i","operationId":"submitTextToImage","accepts":["multipart/form-data","application/x-www-form-urlencoded"],"deprecated":true},
  {"method":"POST","path":"/v1/jobs/lucy-pro-i2v","operationId":"submitImageToVideo","accepts":["multipart/form-data"],"deprecated":true},
  {"method":"POST","path":"/v1/jobs/lucy-dev-i2v","operationId":"submitImageToVideo720p","accepts":["multipart/form-data"],"deprecated":true},
  {"method":"POST","path":"/v1/jobs/lucy-pro-flf2v","operationId":"submitFramesToVideo","accepts":["multipart/form-data"],"deprecated":true},
  {"method":"POST","path":"/v1/jobs/lucy-fast-v2v","operationId":"submitVideoToVideo","accepts":["multipart/form-data"],"deprecated":true},
  {"method":"POST","path":"/v1/telemetry","operationId":"reportTelemetry","accepts":["application/json"]},
  {"method":"POST","path":"/api/v1/telemetry","operationId":"reportTelemetry","accepts":["application/json"]},
  {"method":"GET","path":"/v1/jobs/{job_id}","operationId":"getJob"},
  {"method":"POST","path":"/v1/jobs/{job_id}","operationId":"submitToUnknownModel"},
  {"method":"GET","path":"/v1/jobs/{job_id}/content","operationId":"getJobContent"},
  {"method":"POST","path":"/v1/files","operationId":"uploadFile","accepts":["multipart/form-data"]},
  {"method":"GET","path":"/v1/files/{file_id}","operationId":"getFile"},
  {"method":"DELETE","path":"/v1/files/{file_id}","operationId":"deleteFile"},
  {"method":"GET","path":"/v1/client/tokens","operationId":"listClientTokens"},
  {"method":"POST","path":"/v1/client/tokens","operationId":"createClientToken","accepts":["application/json"]},
  {"method":"GET","path":"/.well-known/jwks.json","operationId":"getJwks"},
  {"method":"GET","path":"/api/auth/jwks","operationId":"getPlatformJwks"},
  {"method":"POST","path":"/v1/models/resolve","operationId":"resolveModels","accepts":["application/json"]},
  {"method":"POST","path":"/v1/verify","operationId":"verifyContent","accepts":["multipart/form-data"]},
  {"method":"GET","path":"/v1/stream","operationId":"openStream"},
  {"method":"GET","path":"/router/lipsync/ws","operationId":"openLipsync","deprecated":true},
  {"method":"GET","path":"/subscribe/{session_id}","operationId":"subscribeToSession","deprecated":true},
  {"method":"POST","path":"/watch-stream/{room_id}","operationId":"watchStream"},
  {"method":"GET","path":"/v1/realtime/quota","operationId":"getRealtimeQuota"},
  {"method":"POST","path":"/v1/realtime/sessions","operationId":"createSession","accepts":["application/json"]},
  {"method":"DELETE","path":"/v1/realtime/sessions/{session_id}","operationId":"endSession"},
  {"method":"PATCH","path":"/v1/realtime/sessions/{session_id}","operationId":"addSessionCandidates","accepts":["application/json"]},
  {"method":"POST","path":"/v1/realtime/sessions/{session_id}/prompt","operationId":"setSessionPrompt","accepts":["application/json"]},
  {"method":"POST","path":"/v1/realtime/sessions/{session_id}/image","operationId":"setSessionImage","accepts":["application/json"]},
  {"method":"GET","path":"/v1/realtime/sessions/{session_id}/events","operationId":"streamSessionEvents"},
  {"method":"POST","path":"/v1/queues/{queue_id}/tickets","operationId":"takeTicket"},
  {"method":"POST","path":"/v1/queues/{queue_id}/tickets/{ticket_id}/poll","operationId":"pollTicket"},
  {"method":"DELETE","path":"/v1/queues/{queue_id}/tickets/{ticket_id}","operationId":"leaveQueue"},
];
