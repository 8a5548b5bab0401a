// The floor: node:http alone. GET answers a job by its id from a map; POST reads the upload with busboy and drops it.
import { createServer } from 'node:http';
import { createRequire } from 'node:module';

const jobs = new Map([['job-1', { job_id: 'job-1', status: 'completed' }]]);
let busboy;

const server = createServer((request, response) => {
  const answer = (value) => {
    const body = JSON.stringify(value);
    response.writeHead(200, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    });
    response.end(body);
  };
  if (request.method === 'GET') return answer(jobs.get(request.url.slice('/v1/jobs/'.length)) ?? {});
  busboy ??= createRequire(new URL('../peers/', import.meta.url))('busboy');
  const parser = busboy({ headers: request.headers });
  parser.on('file', (_name, stream) => stream.resume());
  parser.on('close', () => answer({ job_id: 'job-1', status: 'pending' }));
  request.pipe(parser);
});
server.listen(Number(process.argv[2] ?? 0), '127.0.0.1', () =>
  console.log(JSON.stringify({ port: server.address().port })),
);
