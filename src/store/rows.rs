//! The rows of one article.

use std::collections::HashMap;

use sha2::{Digest, Sha256};

use super::{SnapshotWriter, write::WriteError};
use crate::domain::{AnnotatedArticle, Article, Mention, Quote, SectionKind, TextStatus, span::TextIndex};

impl SnapshotWriter {
    /// Writes an article and everything marked in it.
    pub(super) async fn article(&mut self, mut annotated: AnnotatedArticle) -> Result<(), WriteError> {
        self.settle(&mut annotated).await?;
        let article = &annotated.article;
        let digest = digest(&annotated)?;
        let rowid = self.article_row(article, annotated.text.as_deref(), &digest).await?;
        for section in &article.sections {
            sqlx::query("INSERT INTO sections (article, kind, start, end) VALUES (?, ?, ?, ?)")
                .bind(&article.id)
                .bind(section.kind.as_str())
                .bind(section.start)
                .bind(section.end)
                .execute(&mut self.connection)
                .await?;
        }
        for entity in &annotated.entities {
            self.roles(&article.id, entity).await?;
        }
        for mention in &annotated.mentions {
            self.mention(mention).await?;
        }
        for quote in &annotated.quotes {
            self.quote(quote).await?;
        }
        self.search_row(rowid, &annotated).await
    }

    async fn article_row(&mut self, article: &Article, text: Option<&str>, digest: &str) -> Result<i64, WriteError> {
        let day = |bound: fn(&crate::domain::PartialDate) -> String| article.published.as_ref().map(bound);
        let inserted = sqlx::query(
            "INSERT INTO articles (id, sha256, title, source, source_name, published, published_from, published_to, language, annotator,
                                   text_status, text, characters, quotes, people, organisations, mentions, digest, record)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(&article.id)
        .bind(&article.sha256)
        .bind(&article.title)
        .bind(article.source.as_ref().map(|source| &source.id))
        .bind(article.source.as_ref().map(|source| &source.name))
        .bind(article.published.as_ref().map(ToString::to_string))
        .bind(day(crate::domain::PartialDate::first_day))
        .bind(day(crate::domain::PartialDate::last_day))
        .bind(&article.language)
        .bind(&article.annotator)
        .bind(if article.text_status == TextStatus::Held { "held" } else { "withheld" })
        .bind(text)
        .bind(article.characters)
        .bind(article.counts.quotes)
        .bind(article.counts.people)
        .bind(article.counts.organisations)
        .bind(article.counts.mentions)
        .bind(digest)
        .bind(serde_json::to_string(article)?)
        .execute(&mut self.connection)
        .await?;
        Ok(inserted.last_insert_rowid())
    }

    async fn roles(&mut self, article: &str, entity: &crate::domain::EntityInArticle) -> Result<(), WriteError> {
        for (position, role) in (0_i64..).zip(&entity.roles) {
            sqlx::query("INSERT INTO roles (entity, article, position, role) VALUES (?, ?, ?, ?)")
                .bind(&entity.id)
                .bind(article)
                .bind(position)
                .bind(role)
                .execute(&mut self.connection)
                .await?;
        }
        Ok(())
    }

    async fn mention(&mut self, mention: &Mention) -> Result<(), WriteError> {
        sqlx::query(
            "INSERT INTO mentions (id, article, entity, type, section, start, end, exact, confidence, annotator, record)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(&mention.id)
        .bind(&mention.article.id)
        .bind(&mention.entity.id)
        .bind(mention.entity.r#type.as_str())
        .bind(mention.section.as_str())
        .bind(mention.span.start)
        .bind(mention.span.end)
        .bind(mention.span.exact.as_deref().unwrap_or_default())
        .bind(mention.confidence)
        .bind(&mention.annotator)
        .bind(serde_json::to_string(mention)?)
        .execute(&mut self.connection)
        .await?;
        Ok(())
    }

    async fn quote(&mut self, quote: &Quote) -> Result<(), WriteError> {
        // A comma parts the values of a filter, so it has no place in one.
        let plain = |cue: &str| cue.to_lowercase().replace(',', " ").split_whitespace().collect::<Vec<_>>().join(" ");
        let cue = quote.cue.as_ref().and_then(|cue| cue.exact.as_deref()).map(plain);
        let inserted = sqlx::query(
            "INSERT INTO quotes (id, article, type, speaker, addressee, cue, section, start, confidence, annotator, published_from, record)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(&quote.id)
        .bind(&quote.article.id)
        .bind(quote.r#type.as_str())
        .bind(quote.speaker.as_ref().map(|speaker| &speaker.id))
        .bind(quote.addressee.as_ref().map(|addressee| &addressee.id))
        .bind(cue)
        .bind(quote.section.as_str())
        .bind(quote.content.first().map_or(0, |span| span.start))
        .bind(quote.confidence)
        .bind(&quote.annotator)
        .bind(quote.article.published.as_ref().map(crate::domain::PartialDate::first_day).unwrap_or_default())
        .bind(serde_json::to_string(quote)?)
        .execute(&mut self.connection)
        .await?;
        for entity in &quote.about {
            sqlx::query("INSERT INTO quote_about (quote, entity) VALUES (?, ?)")
                .bind(&quote.id)
                .bind(&entity.id)
                .execute(&mut self.connection)
                .await?;
        }
        sqlx::query("INSERT INTO quote_search (rowid, text, summary) VALUES (?, ?, ?)")
            .bind(inserted.last_insert_rowid())
            .bind(searchable_words(quote))
            .bind(quote.summary.as_deref().unwrap_or_default())
            .execute(&mut self.connection)
            .await?;
        Ok(())
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

/// The words of a quote that are at hand: all of its content, or at least those in quotation marks.
fn searchable_words(quote: &Quote) -> String {
    let verbatim = || quote.verbatim.iter().filter_map(|span| span.exact.as_deref()).collect::<Vec<_>>().join(" ");
    quote.text.clone().unwrap_or_else(verbatim)
}
