-- Built when every row is in place: filling an index in one go is faster, and its pages lie together.

-- One index each for what the list is sorted by, as the sort key is written (`store/articles.rs`): the first page is read, and no more.
CREATE INDEX articles_in_order ON articles (coalesce(published_from, '') DESC, id);
CREATE INDEX articles_by_title ON articles (title, id);
CREATE INDEX articles_by_source_name ON articles (coalesce(source, ''), id);
CREATE INDEX articles_by_quotes ON articles (quotes DESC, id);
CREATE INDEX articles_by_people ON articles (people DESC, id);
CREATE INDEX articles_by_organisations ON articles (organisations DESC, id);
CREATE INDEX articles_by_mentions ON articles (mentions DESC, id);
CREATE INDEX articles_by_characters ON articles (characters DESC, id);
CREATE INDEX articles_by_source ON articles (source, coalesce(published_from, '') DESC, id);
CREATE INDEX articles_by_language ON articles (language);
CREATE INDEX articles_by_annotator ON articles (annotator);
-- What scopes and counts ask of an article, so that they do not read past its text: by date, and by anything else.
CREATE INDEX articles_by_date ON articles (published_from, id, published_to, source, language);
CREATE INDEX articles_in_scope ON articles (
    id, published, source, language, published_from, published_to, annotator, text_status, classifying, identifying, describing, linking
);

CREATE INDEX origins_by_article ON origins (article, position);
CREATE INDEX origins_by_sha256 ON origins (sha256, article);

CREATE INDEX entities_by_name ON entities (type, name, id);
CREATE INDEX entities_by_articles ON entities (type, articles DESC, id);
CREATE INDEX entities_by_mentions ON entities (type, mentions DESC, id);
CREATE INDEX entities_by_quotes ON entities (type, quotes DESC, id);
CREATE INDEX entities_by_quoted_articles ON entities (type, quoted_articles DESC, id);
CREATE INDEX entities_by_quoted_about ON entities (type, quoted_about DESC, id);

CREATE UNIQUE INDEX mentions_by_id ON mentions (id);
-- The first three find and sort; the others are there to be counted without the records.
CREATE INDEX mentions_by_article ON mentions (article, start, id, entity, type, section);
CREATE INDEX mentions_by_position ON mentions (start, id);
CREATE INDEX mentions_by_confidence ON mentions (confidence DESC, id);
CREATE INDEX mentions_by_entity ON mentions (entity, article, section, exact);

CREATE UNIQUE INDEX quotes_by_id ON quotes (id);
CREATE INDEX quotes_in_order ON quotes (published_from DESC, article, start, id);
-- The first three find and sort; the others are there to be filtered and counted without the records.
CREATE INDEX quotes_by_article ON quotes (article, start, id, type, section, speaker, addressee, cue, annotator, confidence);
CREATE INDEX quotes_by_speaker ON quotes (speaker, published_from DESC, article, start, id);
CREATE INDEX quotes_by_position ON quotes (start, id);
CREATE INDEX quotes_by_confidence ON quotes (confidence DESC, id);
CREATE INDEX quotes_by_addressee ON quotes (addressee) WHERE addressee IS NOT NULL;
CREATE INDEX quotes_by_cue ON quotes (cue);
CREATE INDEX variants_by_group ON variants (representative, from_word, to_word);
CREATE INDEX quotes_about_whom ON quote_about (entity, quote);
