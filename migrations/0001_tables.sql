-- A snapshot: every table of one version of the dataset, written once by `onrecord seed` and only ever read afterwards.
--
-- Conventions
--   * `id` is the identifier in the API; `record` is the JSON object exactly as the API serves it. The columns beside it are what
--     lists filter and sort by: the record is stored whole, so that an answer is read, not assembled.
--   * Offsets are Unicode code points into `articles.text`; UTF-16 offsets stand in the records.
--   * `published_from` and `published_to` are the first and last day that a date of month or year precision may mean.
--   * Search tables hold no text of their own (contentless FTS5) and share the rowid of the table they search.

CREATE TABLE dataset (
    id             INTEGER PRIMARY KEY CHECK (id = 1),
    version        TEXT NOT NULL,           -- 12 hex digits over every record
    record         TEXT NOT NULL            -- the answer of /v1/dataset
) STRICT;

CREATE TABLE files (                        -- what `onrecord export` and /v1/dataset/files make of this snapshot, to the byte
    name           TEXT NOT NULL PRIMARY KEY, -- such as quotes.csv
    records        INTEGER NOT NULL,
    bytes          INTEGER NOT NULL,
    sha256         TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE file_marks (                   -- where in such a file a reader can begin without making all that stands before
    file           TEXT NOT NULL,           -- files.name
    bytes          INTEGER NOT NULL,        -- how many bytes stand before
    position       TEXT NOT NULL,           -- sort values of the last record before, as a JSON array
    PRIMARY KEY (file, bytes)
) STRICT, WITHOUT ROWID;

CREATE TABLE sources (                      -- the publishers
    id             TEXT NOT NULL PRIMARY KEY,
    name           TEXT NOT NULL,
    articles       INTEGER NOT NULL,
    quotes         INTEGER NOT NULL,
    record         TEXT NOT NULL
) STRICT;

CREATE TABLE articles (
    rowid          INTEGER PRIMARY KEY,
    id             TEXT NOT NULL UNIQUE,
    sha256         TEXT NOT NULL UNIQUE,    -- of the text in UTF-8, in hex
    title          TEXT NOT NULL,
    source         TEXT,                    -- sources.id
    source_name    TEXT,
    published      TEXT,                    -- as precise as it is known
    published_from TEXT,
    published_to   TEXT,
    language       TEXT NOT NULL,
    annotator      TEXT NOT NULL,
    text_status    TEXT NOT NULL CHECK (text_status IN ('held', 'withheld')),
    characters     INTEGER NOT NULL,
    quotes         INTEGER NOT NULL,
    people         INTEGER NOT NULL,
    organisations  INTEGER NOT NULL,
    mentions       INTEGER NOT NULL,
    classifying    INTEGER NOT NULL,        -- web annotations by their motivation: its sections
    identifying    INTEGER NOT NULL,        -- its mentions, in all sections
    describing     INTEGER NOT NULL,        -- its quotes
    linking        INTEGER NOT NULL,        -- the words that are evidence for its quotes
    digest         TEXT NOT NULL,           -- of everything above and of all marks: whether a later run finds the article unchanged
    text           TEXT,                    -- the document, where it is held; after what is counted and sorted by, which is read without it
    record         TEXT NOT NULL,
    CHECK ((text IS NULL) = (text_status = 'withheld'))
) STRICT;

CREATE TABLE origins (                      -- the documents that the texts came from
    position       INTEGER PRIMARY KEY,     -- in which order they were read
    article        TEXT NOT NULL,           -- articles.id: the same for documents that hold the same text
    name           TEXT NOT NULL,           -- path in the folder given, or file name; `#` and id or line for a record
    sha256         TEXT NOT NULL,           -- of its bytes as they were found, in hex
    media_type     TEXT NOT NULL,
    encoding       TEXT NOT NULL
) STRICT;

CREATE TABLE sections (                     -- runs of one kind, which never overlap
    article        TEXT NOT NULL,           -- articles.id
    kind           TEXT NOT NULL,
    start          INTEGER NOT NULL,
    end            INTEGER NOT NULL,
    PRIMARY KEY (article, start)
) STRICT, WITHOUT ROWID;

CREATE TABLE entities (                     -- people and organisations: one namespace of ids
    rowid           INTEGER PRIMARY KEY,
    id              TEXT NOT NULL UNIQUE,
    type            TEXT NOT NULL CHECK (type IN ('person', 'organisation')),
    name            TEXT NOT NULL,
    articles        INTEGER NOT NULL,       -- the counts leave out comments and site furniture
    mentions        INTEGER NOT NULL,
    quotes          INTEGER NOT NULL,
    quoted_articles INTEGER NOT NULL,
    quoted_about    INTEGER NOT NULL,
    record          TEXT NOT NULL
) STRICT;

CREATE TABLE merges (                       -- entities of single articles that turned out to be one over all of them
    entity         TEXT NOT NULL PRIMARY KEY, -- the id that no entity has any more
    into_entity    TEXT NOT NULL,           -- entities.id
    reason         TEXT NOT NULL            -- why, in words; `curated` where a sidecar says so
) STRICT, WITHOUT ROWID;

CREATE TABLE roles (                        -- what an article says that a person or an organisation is
    entity         TEXT NOT NULL,           -- entities.id
    article        TEXT NOT NULL,           -- articles.id
    position       INTEGER NOT NULL,
    role           TEXT NOT NULL,
    PRIMARY KEY (entity, article, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE mentions (                     -- every place where a person or an organisation is named
    rowid          INTEGER PRIMARY KEY,
    id             TEXT NOT NULL,
    article        TEXT NOT NULL,           -- articles.id
    entity         TEXT NOT NULL,           -- entities.id
    type           TEXT NOT NULL,           -- entities.type
    section        TEXT NOT NULL,           -- kind of the section it stands in
    start          INTEGER NOT NULL,
    end            INTEGER NOT NULL,
    exact          TEXT NOT NULL,           -- the name as written
    confidence     REAL NOT NULL,
    annotator      TEXT NOT NULL,
    record         TEXT NOT NULL
) STRICT;

CREATE TABLE quotes (
    rowid          INTEGER PRIMARY KEY,
    id             TEXT NOT NULL,
    article        TEXT NOT NULL,           -- articles.id
    type           TEXT NOT NULL CHECK (type IN ('direct', 'mixed', 'indirect')),
    speaker        TEXT,                    -- entities.id; none where the article names nobody
    addressee      TEXT,                    -- entities.id
    cue            TEXT,                    -- the reporting words, in lower case
    section        TEXT NOT NULL,
    start          INTEGER NOT NULL,
    confidence     REAL NOT NULL,
    annotator      TEXT NOT NULL,
    published_from TEXT NOT NULL DEFAULT '',-- the article's, for sorting; '' where it has none
    variant_of     TEXT,                    -- quotes.id of the fullest report of the same utterance, where that is another
    variants       INTEGER NOT NULL DEFAULT 0, -- how many quotes of other articles report the same utterance
    record         TEXT NOT NULL
) STRICT;

CREATE TABLE quote_about (                  -- who and what is named in a quote's content
    quote          TEXT NOT NULL,           -- quotes.id
    entity         TEXT NOT NULL,           -- entities.id
    PRIMARY KEY (quote, entity)
) STRICT, WITHOUT ROWID;

CREATE TABLE variants (                     -- quotes that report the same utterance, in groups
    quote          TEXT NOT NULL PRIMARY KEY, -- quotes.id
    representative TEXT NOT NULL,           -- quotes.id of the group's fullest report, which has a row too
    score          REAL NOT NULL,           -- how alike the two are, 0 to 1
    evidence       TEXT NOT NULL,           -- in what way: copy, edit, rewording, report
    from_word      INTEGER NOT NULL,        -- which of the fullest report's words it reports: from this one
    to_word        INTEGER NOT NULL,        -- up to before this one
    wording        INTEGER NOT NULL         -- the same for quotes of a group in the same words
) STRICT, WITHOUT ROWID;

-- Pairs of quotes of different articles that report the same utterance, or the same part of it. Two that were both compared with a third are
-- as alike as the less alike of them is to the third, unless they have the same words.
CREATE VIEW quote_variants AS
SELECT quote, id, score, published_from,
       json_object('id', id, 'score', score, 'evidence', evidence, 'quote', json(record)) AS record
FROM (SELECT one.quote, two.quote AS id, q.published_from, q.record,
             CASE WHEN one.wording = two.wording THEN 1.0 ELSE min(one.score, two.score) END AS score,
             CASE WHEN (mine.type = 'indirect') <> (q.type = 'indirect') THEN 'report'
                  WHEN one.wording = two.wording THEN 'copy'
                  WHEN 'report' IN (one.evidence, two.evidence) THEN 'rewording'
                  ELSE max(one.evidence, two.evidence) -- in the order of the alphabet, which is that of likeness
             END AS evidence
      FROM variants AS one
      JOIN quotes AS mine ON mine.id = one.quote
      JOIN variants AS two ON two.representative = one.representative AND two.from_word < one.to_word AND two.to_word > one.from_word
      JOIN quotes AS q ON q.id = two.quote AND q.article <> mine.article);

-- One column for each kind of section, so that `section=` chooses columns, and one each for what an article has besides its text.
CREATE VIRTUAL TABLE article_search USING fts5 (
    title, standfirst, byline, dateline, date, heading, body, caption, credit, bio, footnote,
    comment, comment_meta, promo, boilerplate, spam, abstract, quotes,
    content = '', tokenize = 'unicode61 remove_diacritics 2'
);
CREATE VIRTUAL TABLE quote_search USING fts5 (text, summary, content = '', tokenize = 'unicode61 remove_diacritics 2');
CREATE VIRTUAL TABLE entity_search USING fts5 (names, roles, content = '', tokenize = 'unicode61 remove_diacritics 2');

CREATE TABLE suggestions (                  -- everything that can be suggested, in the order in which it is: the rowid is the rank
    rowid          INTEGER PRIMARY KEY,
    type           TEXT NOT NULL CHECK (type IN ('person', 'organisation', 'source', 'article')),
    id             TEXT NOT NULL,           -- entities.id, sources.id or articles.id
    label          TEXT NOT NULL,
    hint           TEXT,                    -- what tells it from others of the same label
    count          INTEGER NOT NULL         -- articles that it leads to
) STRICT;

CREATE TABLE suggestion_words (             -- the words of all suggestions of a type, for typing errors
    type           TEXT NOT NULL PRIMARY KEY,
    words          BLOB NOT NULL            -- a set of the crate `fst`
) STRICT, WITHOUT ROWID;

CREATE TABLE names (                        -- names as written, by which people, organisations and publishers are looked up
    folded         TEXT NOT NULL,           -- without case, accents and punctuation
    suggestion     INTEGER NOT NULL,        -- suggestions.rowid
    written        TEXT NOT NULL,
    PRIMARY KEY (folded, suggestion, written)
) STRICT, WITHOUT ROWID;

CREATE TABLE addresses (                    -- where articles are published
    address        TEXT NOT NULL,           -- without what does not tell pages apart
    article        TEXT NOT NULL,           -- articles.id
    PRIMARY KEY (address, article)
) STRICT, WITHOUT ROWID;

-- Words of suggestions, folded, each with the first letter of its type before it: one index serves every choice of types. Words that begin
-- with one to five letters are indexed as such, so that the first ten of them are found without looking at the rest.
CREATE VIRTUAL TABLE suggestion_search USING fts5 (
    words, content = '', columnsize = 0, detail = none, prefix = '2 3 4 5 6', tokenize = 'ascii'
);

CREATE TABLE columns (                      -- what records are counted by, as columns: one number for each article, quote or entity
    name           TEXT NOT NULL,           -- such as quotes.speaker; what stands in each is told in src/store/columns/name.rs
    part           INTEGER NOT NULL,        -- a long column stands in several rows, one after another
    width          INTEGER NOT NULL,        -- how many bytes a number takes, little-endian; 0 where it is JSON
    bytes          BLOB NOT NULL,
    PRIMARY KEY (name, part)
) STRICT;

CREATE TABLE postings (                     -- of each person and organisation: the articles and quotes that it has a part in
    entity         INTEGER NOT NULL,        -- entities.rowid
    part           TEXT NOT NULL,           -- of quotes: speaker, addressee, about; of articles: quoted, or the kind of section that names it
    rows           BLOB NOT NULL,           -- a Roaring bitmap, in its portable format, of their places in the order of their list
    PRIMARY KEY (entity, part)
) STRICT;

CREATE TABLE word_postings (                -- of each word that many articles, or many quotes, hold: which
    list           TEXT NOT NULL CHECK (list IN ('articles', 'quotes')),
    word           TEXT NOT NULL,           -- as the search table has it; of articles, in what is searched where no section is asked for
    rows           BLOB NOT NULL,           -- as in postings
    most           REAL NOT NULL,           -- what it adds to the relevance of a row at the most
    impacts        BLOB NOT NULL,           -- what it adds to that of each row, in 65,535ths of the most: two bytes, little-endian
    PRIMARY KEY (list, word)
) STRICT;
