// The same questions answered by Fastify and better-sqlite3, as a page of code would: node service.mjs PORT, with PLAIN_DB set.

import Database from 'better-sqlite3';
import Fastify from 'fastify';

const database = new Database(process.env.PLAIN_DB, { readonly: true });
const select = 'SELECT q.*, a.title AS article_title, a.source_name FROM quotes AS q JOIN articles AS a ON a.id = q.article_id';
const statements = {
  one: database.prepare(`${select} WHERE q.id = ?`),
  all: database.prepare(`${select} ORDER BY q.published DESC, q.id LIMIT ?`),
  allTotal: database.prepare('SELECT count(*) AS total FROM quotes'),
  by: database.prepare(`${select} WHERE q.speaker_id = ? ORDER BY q.published DESC, q.id LIMIT ?`),
  byTotal: database.prepare('SELECT count(*) AS total FROM quotes WHERE speaker_id = ?'),
};

const app = Fastify();

app.get('/quotes/:id', (request, reply) => {
  const row = statements.one.get(request.params.id);
  return row ? reply.send(row) : reply.code(404).send({ error: 'not found' });
});

app.get('/quotes', (request, reply) => {
  const { speaker, limit = 20 } = request.query;
  const items = speaker ? statements.by.all(speaker, Number(limit)) : statements.all.all(Number(limit));
  const { total } = speaker ? statements.byTotal.get(speaker) : statements.allTotal.get();
  return reply.send({ items, total });
});

await app.listen({ host: '127.0.0.1', port: Number(process.argv[2]) });
