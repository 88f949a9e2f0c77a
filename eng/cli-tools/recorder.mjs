// Stands before a server, passes every request on unchanged and keeps what was asked and answered, for the checks and for whoever looks into a failure.
import http from 'node:http';

const hopByHop = new Set(['connection', 'keep-alive', 'transfer-encoding', 'te', 'trailer', 'upgrade']);

/** Listens on a port of loopback that the system chooses. `exchanges` holds each request with its answer, in the order in which they came. */
export async function startRecorder(target) {
  const exchanges = [];
  const server = http.createServer((request, response) => record(exchanges, new URL(target), request, response));
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    exchanges,
    stop: () => new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    }),
  };
}

async function record(exchanges, target, request, response) {
  const exchange = { method: request.method, path: request.url, headers: request.headers, body: '', status: 0, answer: '' };
  exchanges.push(exchange);
  const body = await readAll(request);
  exchange.body = body.toString('utf8');
  const onward = http.request(
    { host: target.hostname, port: target.port, method: request.method, path: request.url, headers: kept(request.headers), agent: false },
    (answer) => {
      exchange.status = answer.statusCode;
      response.writeHead(answer.statusCode, kept(answer.headers));
      answer.on('data', (chunk) => {
        exchange.answer += chunk.toString('latin1');
        response.write(chunk);
      });
      answer.on('end', () => response.end());
      answer.on('error', () => response.destroy());
    },
  );
  onward.on('error', () => response.destroy());
  response.on('close', () => onward.destroy());
  onward.end(body);
}

async function readAll(request) {
  const chunks = [];
  for await (const chunk of request) {
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function kept(headers) {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !hopByHop.has(name)));
}
