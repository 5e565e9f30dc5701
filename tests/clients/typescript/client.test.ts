// What a TypeScript program does with this API through a generated client. The base address of a running server is in ONRECORD_URL.

import assert from "node:assert/strict";
import { test } from "node:test";

import createClient from "openapi-fetch";

import type { components, paths } from "./generated/onrecord.js";

type Quote = components["schemas"]["Quote"];
type QuoteType = components["schemas"]["QuoteType"];
type Span = components["schemas"]["Span"];

const baseUrl = process.env["ONRECORD_URL"];
assert.ok(baseUrl, "ONRECORD_URL holds the address of a running server");
const client = createClient<paths>({ baseUrl });

/** The spans of a quote that carry evidence. */
function evidence(quote: Quote): Span[] {
  const named = [quote.speaker_as_written, quote.cue, quote.addressee_as_written];
  return [...(quote.content ?? []), ...(quote.verbatim ?? []), ...named.filter((span) => span !== undefined)];
}

/** JavaScript counts UTF-16 code units, and iterates by code points. */
function checkSpan(span: Span): void {
  assert.ok(span.start < span.end && span.start_utf16 < span.end_utf16);
  if (span.exact !== undefined) {
    assert.equal(span.exact.length, span.end_utf16 - span.start_utf16);
    assert.equal([...span.exact].length, span.end - span.start);
  }
}

test("pages through every quote of a speaker", async () => {
  const ids: string[] = [];
  let total: number | undefined;
  let cursor: string | undefined;
  do {
    const { data, error } = await client.GET("/v1/quotes", {
      params: { query: { speaker: ["sergei-lavrov"], limit: 7, ...(cursor === undefined ? {} : { cursor }) } },
    });
    assert.ok(data, error?.detail);
    for (const quote of data.items) {
      assert.equal(quote.speaker?.id, "sergei-lavrov");
      evidence(quote).forEach(checkSpan);
      ids.push(quote.id);
    }
    total = data.total;
    cursor = data.next_cursor ?? undefined;
    assert.equal(data.next === null, data.next_cursor === null);
  } while (cursor !== undefined);
  assert.ok(ids.length > 7, "there is more than one page");
  assert.equal(ids.length, total);
  assert.equal(new Set(ids).size, ids.length);
});

test("reads the evidence for a quote", async () => {
  const { data, error } = await client.GET("/v1/quotes/{id}", { params: { path: { id: "f50b6904-907" } } });
  assert.ok(data, error?.detail);
  assert.equal(data.type, "direct");
  assert.equal(data.speaker?.name, "Sergei Lavrov");
  assert.equal(data.speaker_as_written?.exact, "Lavrov");
  assert.equal(data.cue?.exact, "told");
  assert.equal(data.addressee?.id, "kommersant");
  assert.equal(data.article?.published, "2012-10-03");
  assert.ok(data.verbatim?.[0]?.exact?.startsWith("If we talk about the 'reset'"));
  evidence(data).forEach(checkSpan);
});

test("slices a text by UTF-16 offsets", async () => {
  const id = "first-ferry-in-eighteen-months-ties-up-at-orvane-edc5fb3c";
  const { data: text } = await client.GET("/v1/articles/{id}/text", { params: { path: { id } }, parseAs: "text" });
  const { data: quotes } = await client.GET("/v1/quotes", { params: { query: { article: [id], limit: 200 } } });
  assert.ok(typeof text === "string" && quotes && quotes.total > 0);
  for (const span of quotes.items.flatMap(evidence)) {
    assert.equal(text.slice(span.start_utf16, span.end_utf16), span.exact);
    checkSpan(span);
  }
  const first = quotes.items.find((quote) => quote.id === "edc5fb3c-199")?.verbatim?.[0];
  assert.ok(first && first.end_utf16 - first.start_utf16 > first.end - first.start, "the text has characters of two code units");
});

test("gets a typed problem for a speaker that does not exist", async () => {
  const { data, error, response } = await client.GET("/v1/quotes", { params: { query: { speaker: ["sergei-lavrow"] } } });
  assert.equal(data, undefined);
  assert.equal(response.status, 400);
  assert.equal(error?.type, "/problems/invalid-parameter");
  assert.equal(error.errors?.length, 1);
  assert.equal(error.errors[0]?.parameter, "speaker");
  assert.equal(error.errors[0].did_you_mean?.[0], "sergei-lavrov");
});

test("gets a typed problem for a quote that does not exist", async () => {
  const { data, error, response } = await client.GET("/v1/quotes/{id}", { params: { path: { id: "f50b6904-908" } } });
  assert.equal(data, undefined);
  assert.equal(response.status, 404);
  assert.equal(error?.status, 404);
  assert.equal(error.type, "/problems/not-found");
  assert.equal(error.instance, "/v1/quotes/f50b6904-908");
});

test("sends arrays by repetition and by commas", async () => {
  const type: QuoteType[] = ["direct", "mixed"];
  const query = { speaker: ["sergei-lavrov", "mara-tolvik"], type, limit: 200 };
  const repeated = await client.GET("/v1/quotes", { params: { query } });
  const commas = await client.GET("/v1/quotes", {
    params: { query },
    querySerializer: { array: { style: "form", explode: false } },
  });
  assert.ok(repeated.data && commas.data);
  assert.deepEqual(repeated.data.items, commas.data.items);
  assert.deepEqual(new Set(repeated.data.items.map((quote) => quote.speaker?.id)), new Set(["sergei-lavrov", "mara-tolvik"]));
  assert.deepEqual(new Set(repeated.data.items.map((quote) => quote.type)), new Set(["direct", "mixed"]));
});

test("trims records and embeds others", async () => {
  const { data, error } = await client.GET("/v1/quotes", {
    params: { query: { fields: ["speaker"], include: ["article", "speaker"], sort: ["-published", "id"], limit: 3 } },
  });
  assert.ok(data, error?.detail);
  assert.equal(data.items.length, 3);
  assert.ok(data.items.every((quote) => quote.cue === undefined));
  assert.ok(data.included?.articles?.length);
});

test("downloads a whole list", async () => {
  const { data, response } = await client.GET("/v1/quotes.csv", { params: { query: { speaker: ["sergei-lavrov"] } }, parseAs: "text" });
  assert.ok(typeof data === "string" && data.startsWith("id,"));
  const { data: list } = await client.GET("/v1/quotes", { params: { query: { speaker: ["sergei-lavrov"], limit: 1 } } });
  assert.equal(response.headers.get("X-Total-Count"), String(list?.total));
});
