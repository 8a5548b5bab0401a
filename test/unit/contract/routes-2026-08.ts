/** Every route the API's own OpenAPI document listed in August 2026. */
const under = (prefix: string, names: string): string[] =>
  names.split(' ').map((name) => `POST ${prefix}${name}`);

export const routes202608 = [
  ...under('/v1/generate/', 'lucy-image-2 lucy-image-latest lucy-pro-i2i lucy_pro_i2i'),
  ...under('/v1/jobs/', 'lucy-clip lucy-pro-v2v lucy-clip-latest'),
  ...under('/v1/jobs/', 'lucy-restyle-2 mirage_v2 lucy-restyle-v2v lucy-restyle-latest'),
  ...under('/v1/jobs/', 'lucy-robot-720p lucy-samsung-robot-poc lucy-solomon-robot-poc'),
  ...under('/v1/jobs/', 'lucy-2.5 lucy-2-5 lucy_2_5 lucy-latest'),
  ...under(
    '/v1/jobs/',
    'lucy-2.1 lucy_2_rt_preview lucy-2 lucy_2 lucy_2_rt lucy-2-v2v lucy_2_v2v lucy_v2v_14b_rt',
  ),
  ...under('/v1/jobs/', 'lucy-2.1-vton lucy-2.viton lucy-2.1.viton lucy-vton lucy-vton-2 lucy-2.1-vton-2'),
  ...under('/v1/jobs/', 'lucy-vton-3 lucy-2.1-vton-3 lucy-vton-latest lucy-vton-3.5 lucy-vton-3-5'),
  ...under('/v1/jobs/', 'lucy-vton-3.5-4-3 lucy-vton-3-5-4-3 lucy-vton-3.5-1-1 lucy-vton-3-5-1-1'),
  ...under('/v1/jobs/', 'lucy-image-2 lucy-pro-i2i lucy_pro_i2i lucy-image-latest'),
  'GET /v1/jobs/{job_id}',
  'GET /v1/jobs/{job_id}/content',
  'POST /v1/files',
  'GET /v1/files/{file_id}',
  'DELETE /v1/files/{file_id}',
  'POST /v1/client/tokens',
  'POST /v1/models/resolve',
  'POST /v1/verify',
  'POST /watch-stream/{room_id}',
  'GET /v1/realtime/quota',
];
