// Runs every JSON-LD answer of a running server (ONRECORD_URL) through a JSON-LD processor that knows no contexts but those in `contexts`, and
// looks at the triples that come out: no term without a meaning, no identifier that is not absolute, and nothing that the vocabularies do not
// have or do not allow where it stands.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import jsonld from 'jsonld';
import { NQuads } from 'rdf-canonize';

const server = process.env.ONRECORD_URL;
const [OA, AS, RDF, RDFS, SCHEMA, DCTERMS] = [
  'http://www.w3.org/ns/oa#',
  'http://www.w3.org/ns/activitystreams#',
  'http://www.w3.org/1999/02/22-rdf-syntax-ns#',
  'http://www.w3.org/2000/01/rdf-schema#',
  'http://schema.org/',
  'http://purl.org/dc/terms/',
];
const file = (path) => readFile(new URL(path, import.meta.url), 'utf8');
const contexts = {
  'http://www.w3.org/ns/anno.jsonld': JSON.parse(await file('contexts/anno.jsonld')),
  'https://schema.org': JSON.parse(await file('contexts/schema.org.jsonld')),
};

async function documentLoader(url) {
  assert(Object.hasOwn(contexts, url), `${url} is not among the contexts held`);
  return { contextUrl: null, document: contexts[url], documentUrl: url };
}

// The triples of a document by their subjects: predicate -> objects.
class Graph {
  constructor(quads) {
    this.nodes = new Map();
    for (const { subject, predicate, object } of quads) {
      const node = this.nodes.get(subject.value) ?? new Map();
      this.nodes.set(subject.value, node);
      node.set(predicate.value, [...(node.get(predicate.value) ?? []), object]);
    }
  }

  all(subject, predicate) {
    return this.nodes.get(subject)?.get(predicate) ?? [];
  }

  values(subject, predicate) {
    return this.all(subject, predicate).map((object) => object.value);
  }

  one(subject, predicate) {
    const values = this.values(subject, predicate);
    assert.equal(values.length, 1, `${subject} has ${values.length} of ${predicate}`);
    return values[0];
  }

  types(subject) {
    return this.values(subject, `${RDF}type`);
  }

  of(type) {
    return [...this.nodes.keys()].filter((subject) => this.types(subject).includes(type));
  }

  list(head) {
    const items = [];
    for (let at = head; at !== `${RDF}nil`; at = this.one(at, `${RDF}rest`)) items.push(this.one(at, `${RDF}first`));
    return items;
  }
}

const vocabulary = async (name) => new Graph(NQuads.parse(await file(`node_modules/@vocabulary/${name}/${name}.nq`)));
const [oa, schema] = [await vocabulary('oa'), await vocabulary('schema')];

// `safe` makes an error of everything that a processor would otherwise leave out in silence.
async function graph(document, base) {
  const options = { base, documentLoader, safe: true };
  const quads = await jsonld.toRDF(await jsonld.expand(document, options), options);
  for (const { subject, predicate, object } of quads) {
    for (const term of [subject, predicate, object].filter((term) => term.termType === 'NamedNode')) {
      assert(URL.canParse(term.value), `${base}: ${term.value} is not absolute`);
    }
  }
  return new Graph(quads);
}

async function get(path) {
  const response = await fetch(new URL(path, server));
  assert.equal(response.status, 200, path);
  return response;
}

async function read(path, mediaType = 'application/ld+json') {
  const response = await get(path);
  assert.equal(response.headers.get('content-type'), mediaType, path);
  return graph(await response.json(), new URL(path, server).href);
}

const ANNOTATIONS = 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"';
const readAnnotations = (path) => read(path, ANNOTATIONS);

async function records(path) {
  const lines = (await (await get(path)).text()).split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line));
}

// --- annotations (https://www.w3.org/TR/annotation-model/)

const motivations = new Set(oa.of(`${OA}Motivation`));
assert.equal(motivations.size, 13, 'the vocabulary has 13 motivations');

function checkAnnotation(graph, id) {
  assert(graph.types(id).includes(`${OA}Annotation`), `${id} is no annotation`);
  assert(motivations.has(graph.one(id, `${OA}motivatedBy`)), `${id} has no motivation of the vocabulary`);
  for (const property of ['creator', 'rights']) assert(URL.canParse(graph.one(id, `${DCTERMS}${property}`)));
  const bodies = graph.values(id, `${OA}hasBody`);
  assert(bodies.length > 0, `${id} has no body`);
  for (const body of bodies.filter((body) => graph.types(body).includes(`${OA}SpecificResource`))) {
    assert(URL.canParse(graph.one(body, `${OA}hasSource`)) && URL.canParse(graph.one(body, `${OA}hasPurpose`)));
  }
  for (const body of bodies.filter((body) => graph.types(body).includes(`${OA}TextualBody`))) {
    assert(graph.one(body, `${RDF}value`) && graph.one(body, `${OA}hasPurpose`));
  }
  const targets = graph.values(id, `${OA}hasTarget`);
  assert(targets.length > 0, `${id} has no target`);
  for (const target of targets) {
    assert.deepEqual(graph.types(target), [`${OA}SpecificResource`]);
    assert.match(graph.one(target, `${OA}hasSource`), /\/v1\/articles\/[a-z0-9-]+\/text$/);
    const selectors = graph.values(target, `${OA}hasSelector`);
    const [position, ...quote] = selectors.sort((a, b) => graph.types(a)[0].localeCompare(graph.types(b)[0]));
    assert.deepEqual(graph.types(position), [`${OA}TextPositionSelector`]);
    const [start, end] = ['start', 'end'].map((property) => graph.all(position, `${OA}${property}`)[0]);
    assert(start.datatype.value.endsWith('#nonNegativeInteger') && Number(start.value) < Number(end.value));
    for (const selector of quote) {
      assert.deepEqual(graph.types(selector), [`${OA}TextQuoteSelector`]);
      assert(graph.one(selector, `${OA}exact`));
      assert.equal(graph.values(selector, `${OA}prefix`).length, graph.values(selector, `${OA}suffix`).length);
    }
  }
}

// Every term of the annotation vocabulary that is used is in it.
function checkTerms(graph) {
  for (const [subject, node] of graph.nodes) {
    for (const term of [...node.keys(), ...graph.types(subject)].filter((term) => term.startsWith(OA))) {
      assert(oa.nodes.has(term), `${term} is not in the vocabulary`);
    }
  }
}

// Follows a collection from its first page to its last; gives the ids of its annotations.
async function walk(path) {
  const collection = await readAnnotations(path);
  const [id] = collection.of(`${AS}OrderedCollection`);
  assert.equal(id, new URL(path, server).href);
  const seen = [];
  let [page, before] = [collection.one(id, `${AS}first`), undefined];
  for (let next; page; [before, page] = [page, next]) {
    const graph = await readAnnotations(page);
    assert.equal(graph.one(page, `${AS}partOf`), id);
    assert.equal(graph.one(page, `${AS}startIndex`), String(seen.length));
    assert.equal(graph.one(id, `${AS}totalItems`), collection.one(id, `${AS}totalItems`));
    assert.deepEqual(graph.values(page, `${AS}prev`), before ? [before] : []);
    const items = graph.list(graph.one(page, `${AS}items`));
    items.forEach((item) => checkAnnotation(graph, item));
    assert.equal(graph.of(`${OA}Annotation`).length, items.length, 'nothing else is called an annotation');
    checkTerms(graph);
    seen.push(...items);
    [next] = graph.values(page, `${AS}next`);
    if (!next) assert.equal(page, collection.one(id, `${AS}last`));
  }
  assert.equal(String(seen.length), collection.one(id, `${AS}totalItems`));
  assert.equal(new Set(seen).size, seen.length, 'an annotation comes twice');
  return seen;
}

// --- schema.org

// A class, and all that it is a special case of.
function classes(type, found = new Set()) {
  if (!found.has(type)) {
    found.add(type);
    schema.values(type, `${RDFS}subClassOf`).forEach((parent) => classes(parent, found));
  }
  return found;
}

const isDataType = (type) => [...classes(type)].some((parent) => schema.types(parent).includes(`${SCHEMA}DataType`));

function checkSchemaOrg(graph) {
  for (const [subject, node] of graph.nodes) {
    const types = graph.types(subject);
    assert.equal(types.length, 1, `${subject} has ${types.length} types`);
    assert(schema.types(types[0]).includes(`${RDFS}Class`), `${types[0]} is no class of schema.org`);
    for (const [property, objects] of node) {
      if (property === `${RDF}type`) continue;
      assert(schema.types(property).includes(`${RDF}Property`), `${property} is no property of schema.org`);
      const domain = schema.values(property, `${SCHEMA}domainIncludes`);
      assert(domain.some((type) => classes(types[0]).has(type)), `${types[0]} has no ${property}`);
      const range = schema.values(property, `${SCHEMA}rangeIncludes`);
      for (const object of objects) {
        const [type] = object.termType === 'Literal' ? [] : graph.types(object.value);
        const fits = type
          ? range.some((allowed) => classes(type).has(allowed))
          : range.some((allowed) => (object.termType === 'Literal' ? isDataType(allowed) : allowed === `${SCHEMA}URL` || allowed === `${SCHEMA}CreativeWork`));
        assert(fits, `${property} cannot be ${type ?? object.value}`);
      }
    }
  }
}

// What every record has in schema.org, by its type.
const EXPECTED = {
  NewsArticle: ['headline', 'identifier', 'inLanguage', 'subjectOf', 'sdLicense'],
  Quotation: ['isPartOf', 'subjectOf', 'sdLicense'],
  Person: ['name', 'subjectOf'],
  Organization: ['name', 'subjectOf'],
};

async function checkRecords(path, type) {
  const all = await records(`${path}.ndjson`);
  for (const { id } of all) {
    const address = `${path}/${id}`;
    const graph = await read(`${address}/jsonld`);
    checkSchemaOrg(graph);
    const subject = new URL(address, server).href;
    assert.deepEqual(graph.types(subject), [`${SCHEMA}${type}`], address);
    for (const property of EXPECTED[type]) assert(graph.values(subject, `${SCHEMA}${property}`).length > 0, `${address} has no ${property}`);
  }
  return all;
}

// --- the checks can fail

const annotation = { '@context': 'http://www.w3.org/ns/anno.jsonld', id: '/a', type: 'Annotation', target: '/b' };
await assert.rejects(graph({ ...annotation, cretor: 'x' }, server), /Safe mode/);
await assert.rejects(graph(annotation, undefined), /Safe mode/);
const thing = { '@context': 'https://schema.org', '@id': '/a', '@type': 'Person', name: 'x' };
await assert.rejects(graph({ ...thing, job: 'x' }, server), /Safe mode/);
checkSchemaOrg(await graph(thing, server));
await assert.rejects(async () => checkSchemaOrg(await graph({ ...thing, headline: 'x' }, server)), /Person has no .*headline/);
await assert.rejects(async () => checkSchemaOrg(await graph({ ...thing, subjectOf: { '@type': 'Person' } }, server)), /cannot be/);

// --- the answers

const articles = await checkRecords('/v1/articles', 'NewsArticle');
const quotes = await checkRecords('/v1/quotes', 'Quotation');
const people = await checkRecords('/v1/people', 'Person');
const organisations = await checkRecords('/v1/organisations', 'Organization');
const sources = await checkRecords('/v1/sources', 'Organization');

const whole = await walk('/v1/annotations/collection?limit=100');
let byArticle = [];
for (const { id } of articles) byArticle = byArticle.concat(await walk(`/v1/articles/${id}/annotations/collection?limit=30`));
assert.deepEqual([...byArticle].sort(), [...whole].sort(), 'the articles together have what all have');
const described = await walk('/v1/annotations/collection?motivation=describing');
assert.equal(described.length, quotes.length);

const lines = await records('/v1/annotations.ndjson');
assert.equal(lines.length, whole.length);
for (const [n, line] of lines.entries()) {
  const one = await graph(line, new URL('/v1/annotations.ndjson', server).href);
  checkAnnotation(one, whole[n]);
}

const counted = { articles, quotes, people, organisations, sources, annotations: whole };
console.log(Object.entries(counted).map(([name, all]) => `${all.length} ${name}`).join(', '));
