import type { FastifyInstance } from 'fastify';
import type { ConsoleFiles } from '../../console/bundle.ts';
import { pageSecurityHeaders } from '../security-headers.ts';

/** Paths that are not pages of the console, though a browser asks for them there. */
const notPages = /^\/(v1|livez|readyz|openapi\.json|metrics|assets|problems)(\/|$)/;

/** The console: its files, and its page at every path that is no other's, so that each link can be opened. */
export function consoleRoutes(app: FastifyInstance, files: ConsoleFiles): void {
  for (const [path, file] of files) {
    if (path === '/index.html') continue;
    app.get(path, async (request, reply) => {
      reply.headers({
        ...pageSecurityHeaders,
        etag: file.etag,
        'cache-control': file.immutable ? 'public, max-age=31536000, immutable' : 'no-cache',
      });
      if (request.headers['if-none-match'] === file.etag) return reply.code(304).send();
      return reply.type(file.contentType).send(file.body);
    });
  }
  app.get('/*', async (request, reply) => {
    const page = files.get('/index.html');
    const path = request.url.split('?')[0] ?? '';
    if (page === undefined || notPages.test(path) || path.includes('.')) return reply.callNotFound();
    return reply
      .headers({ ...pageSecurityHeaders, etag: page.etag, 'cache-control': 'no-cache' })
      .type(page.contentType)
      .send(page.body);
  });
}
