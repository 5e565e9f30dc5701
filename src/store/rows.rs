//! The rows of one article.

use std::collections::HashMap;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{SnapshotWriter, write::WriteError};
use crate::domain::{AnnotatedArticle, Article, Mention, PartialDate, Quote, SectionKind, TextStatus, span::TextIndex};

impl SnapshotWriter {
    /// Writes an article and everything marked in it.
    pub(super) async fn article(&mut self, mut annotated: AnnotatedArticle) -> Result<(), WriteError> {
        self.settle(&mut annotated).await?;
        let article = &annotated.article;
        let digest = digest(&annotated)?;
        let rowid = self.article_row(&annotated, &digest).await?;
        self.address_row(article).await?;
        self.sections(article).await?;
        self.roles(&annotated).await?;
        self.mentions(&annotated).await?;
        self.quotes(&annotated).await?;
        self.search_row(rowid, &annotated).await
    }

    async fn article_row(&mut self, annotated: &AnnotatedArticle, digest: &str) -> Result<i64, WriteError> {
        let article = &annotated.article;
        let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        let day = |bound: fn(&PartialDate) -> String| article.published.as_ref().map(bound);
        let inserted = sqlx::query(
            "INSERT INTO articles (id, sha256, title, source, source_name, published, published_from, published_to, language, annotator,
                                   text_status, text, characters, quotes, people, organisations, mentions,
                                   classifying, identifying, describing, linking, digest, record)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(&article.id)
        .bind(&article.sha256)
        .bind(&article.title)
        .bind(article.source.as_ref().map(|source| &source.id))
        .bind(article.source.as_ref().map(|source| &source.name))
        .bind(article.published.as_ref().map(ToString::to_string))
        .bind(day(PartialDate::first_day))
        .bind(day(PartialDate::last_day))
        .bind(&article.language)
        .bind(&article.annotator)
        .bind(if article.text_status == TextStatus::Held { "held" } else { "withheld" })
        .bind(annotated.text.as_deref())
        .bind(article.characters)
        .bind(article.counts.quotes)
        .bind(article.counts.people)
        .bind(article.counts.organisations)
        .bind(article.counts.mentions)
        .bind(number(article.sections.len()))
        .bind(number(annotated.mentions.len()))
        .bind(number(annotated.quotes.len()))
        .bind(number(annotated.quotes.iter().map(|quote| quote.parts().count()).sum()))
        .bind(digest)
        .bind(serde_json::to_string(article)?)
        .execute(&mut self.connection)
        .await?;
        Ok(inserted.last_insert_rowid())
    }

    async fn sections(&mut self, article: &Article) -> Result<(), WriteError> {
        let rows: Vec<_> = article.sections.iter().map(|section| json!([article.id, section.kind, section.start, section.end])).collect();
        self.rows(
            "INSERT INTO sections (article, kind, start, end) SELECT value->>0, value->>1, value->>2, value->>3 FROM json_each(?)",
            rows,
        )
        .await
        .map(drop)
    }

    async fn roles(&mut self, annotated: &AnnotatedArticle) -> Result<(), WriteError> {
        let article = &annotated.article.id;
        let all = annotated
            .entities
            .iter()
            .flat_map(|entity| entity.roles.iter().enumerate().map(move |(position, role)| (entity, position, role)));
        let rows: Vec<_> = all.map(|(entity, position, role)| json!([entity.id, article, position, role])).collect();
        self.rows(
            "INSERT INTO roles (entity, article, position, role) SELECT value->>0, value->>1, value->>2, value->>3 FROM json_each(?)",
            rows,
        )
        .await
        .map(drop)
    }

    async fn mentions(&mut self, annotated: &AnnotatedArticle) -> Result<(), WriteError> {
        let row = |mention: &Mention| {
            let Mention { id, entity, span, article, section, confidence, annotator } = mention;
            let exact = span.exact.as_deref().unwrap_or_default();
            let record = serde_json::to_string(mention)?;
            Ok(json!([id, article.id, entity.id, entity.r#type, section, span.start, span.end, exact, confidence, annotator, record]))
        };
        let rows = annotated.mentions.iter().map(row).collect::<Result<Vec<_>, WriteError>>()?;
        self.rows(
            "INSERT INTO mentions (id, article, entity, type, section, start, end, exact, confidence, annotator, record)
             SELECT value->>0, value->>1, value->>2, value->>3, value->>4, value->>5, value->>6, value->>7, value->>8, value->>9, value->>10
             FROM json_each(?)",
            rows,
        )
        .await
        .map(drop)
    }

    async fn quotes(&mut self, annotated: &AnnotatedArticle) -> Result<(), WriteError> {
        // A comma parts the values of a filter, so it has no place in one.
        let plain = |cue: &str| cue.to_lowercase().replace(',', " ").split_whitespace().collect::<Vec<_>>().join(" ");
        let published = annotated.article.published.as_ref().map(PartialDate::first_day).unwrap_or_default();
        let row = |quote: &Quote| {
            let Quote { id, r#type, article, section, confidence, annotator, .. } = quote;
            let (speaker, addressee) = (quote.speaker.as_ref().map(|of| &of.id), quote.addressee.as_ref().map(|of| &of.id));
            let cue = quote.cue.as_ref().and_then(|cue| cue.exact.as_deref()).map(plain);
            let start = start_of(quote);
            let record = serde_json::to_string(quote)?;
            Ok(json!([id, article.id, r#type, speaker, addressee, cue, section, start, confidence, annotator, published, record]))
        };
        // In the order in which lists give them: the columns know an article's quotes by the row of the first.
        let mut quotes: Vec<&Quote> = annotated.quotes.iter().collect();
        quotes.sort_by_key(|quote| (start_of(quote), &quote.id));
        let rows = quotes.iter().copied().map(row).collect::<Result<Vec<_>, WriteError>>()?;
        let last = self
            .rows(
                "INSERT INTO quotes (id, article, type, speaker, addressee, cue, section, start, confidence, annotator, published_from, record)
                 SELECT value->>0, value->>1, value->>2, value->>3, value->>4, value->>5, value->>6, value->>7, value->>8, value->>9,
                        value->>10, value->>11 FROM json_each(?)",
                rows,
            )
            .await?;
        let about: Vec<_> =
            annotated.quotes.iter().flat_map(|quote| quote.about.iter().map(|entity| json!([quote.id, entity.id]))).collect();
        self.rows("INSERT INTO quote_about (quote, entity) SELECT value->>0, value->>1 FROM json_each(?)", about).await?;
        // Their rows follow one another, up to the last.
        let words = (1_i64..)
            .zip(quotes.iter().rev())
            .map(|(back, quote)| json!([last + 1 - back, searchable_words(quote), quote.summary.as_deref().unwrap_or_default()]));
        self.rows(
            "INSERT INTO quote_search (rowid, text, summary) SELECT value->>0, value->>1, value->>2 FROM json_each(?) ORDER BY key DESC",
            words.collect(),
        )
        .await
        .map(drop)
    }

    /// Writes rows that come as one JSON array of arrays, and gives the number of the last: one statement for an article's marks takes a
    /// tenth of the time that one for each of them would.
    async fn rows(&mut self, insert: &'static str, rows: Vec<Value>) -> Result<i64, WriteError> {
        if rows.is_empty() {
            return Ok(0);
        }
        let inserted = sqlx::query(insert).bind(Value::Array(rows).to_string()).execute(&mut self.connection).await?;
        Ok(inserted.last_insert_rowid())
    }

    /// Puts an article into the search table, each kind of section in its own column.
    async fn search_row(&mut self, rowid: i64, annotated: &AnnotatedArticle) -> Result<(), WriteError> {
        let article = &annotated.article;
        let mut columns: HashMap<SectionKind, String> = HashMap::new();
        if let Some(text) = annotated.text.as_deref() {
            let index = TextIndex::new(text);
            for section in &article.sections {
                let words = index.slice(section.start, section.end).unwrap_or_default();
                let column = columns.entry(section.kind).or_default();
                column.push_str(words);
                column.push('\n');
            }
        }
        // The headline may have come beside the text, or without it.
        columns.entry(SectionKind::Title).or_insert_with(|| article.title.clone());
        let quotes: Vec<String> = annotated
            .quotes
            .iter()
            .map(|quote| format!("{} {}", searchable_words(quote), quote.summary.as_deref().unwrap_or_default()))
            .collect();
        let mut insert = sqlx::query("INSERT INTO article_search VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        for kind in SectionKind::ALL {
            insert = insert.bind(columns.remove(&kind).unwrap_or_default());
        }
        insert = insert.bind(article.abstract_text.as_deref().unwrap_or_default()).bind(quotes.join("\n"));
        let inserted = insert.execute(&mut self.connection).await?;
        debug_assert_eq!(inserted.last_insert_rowid(), rowid, "one row for each article, in the same order");
        Ok(())
    }
}

/// A hash of everything that an article brings into the snapshot. The text is in it by its own hash, which the record carries.
fn digest(annotated: &AnnotatedArticle) -> Result<String, WriteError> {
    let roles: Vec<_> = annotated.entities.iter().map(|entity| (&entity.id, &entity.roles)).collect();
    let all = serde_json::to_vec(&(&annotated.article, &annotated.mentions, &annotated.quotes, roles))?;
    Ok(hex::encode(Sha256::digest(all)))
}

/// Where a quote begins.
fn start_of(quote: &Quote) -> u32 {
    quote.content.first().map_or(0, |span| span.start)
}

/// The words of a quote that are at hand: all of its content, or at least those in quotation marks.
fn searchable_words(quote: &Quote) -> String {
    let verbatim = || quote.verbatim.iter().filter_map(|span| span.exact.as_deref()).collect::<Vec<_>>().join(" ");
    quote.text.clone().unwrap_or_else(verbatim)
}
