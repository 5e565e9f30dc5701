//! Articles as JSON records: our own field names, and those of the programs that collect news (trafilatura, newspaper, news-please).

use serde_json::{Map, Value};

use super::{
    known::{Fill, line},
    surrogates,
    walk::climbs,
};
use crate::domain::Known;

/// A record's article, before its text is looked into.
#[derive(Debug, PartialEq)]
pub struct Record {
    /// Its own id, where it has one.
    pub id: Option<String>,
    /// The metadata in it.
    pub known: Known,
    /// The article.
    pub body: Body,
}

/// How a record holds its article.
#[derive(Debug, PartialEq, Eq)]
pub enum Body {
    /// As text.
    Text(String),
    /// As a page, or a part of one.
    Html(String),
}

// The names of each field, in the order in which they are trusted. Case does not count, and `-` is `_`.
const ID: &[&str] = &["id", "_id", "uid", "uuid", "guid", "article_id", "doc_id"];
const TEXT: &[&str] =
    &["text", "maintext", "main_text", "full_text", "article_text", "cleaned_text", "content", "body", "article", "raw_text"];
const HTML: &[&str] = &["html", "raw_html", "article_html", "content_html", "body_html"];
const TITLE: &[&str] = &["title", "headline", "title_page", "title_rss"];
const URL: &[&str] = &["url", "link", "canonical_url", "canonical_link", "weburl", "source"];
const AUTHORS: &[&str] = &["authors", "author", "byline", "creator"];
const PUBLISHED: &[&str] = &[
    "published",
    "published_at",
    "date",
    "publish_date",
    "date_publish",
    "date_published",
    "datepublished",
    "publishedat",
    "publication_date",
    "pubdate",
    "published_date",
    "webpublicationdate",
    "created_at",
    "timestamp",
];
const LANGUAGE: &[&str] = &["language", "lang", "inlanguage", "meta_lang"];
// A site's address comes last: it is the poorest name for a publisher.
const PUBLISHER: &[&str] = &[
    "publisher",
    "sitename",
    "site_name",
    "source_name",
    "publication",
    "newspaper",
    "outlet",
    "source",
    "source_hostname",
    "hostname",
    "source_domain",
    "domain",
    "source_url",
];

/// Reads a record.
///
/// # Errors
/// What is wrong with it, in words.
pub fn read(bytes: &[u8]) -> Result<Record, String> {
    let parsed = serde_json::from_slice(bytes).or_else(|error| match surrogates::mended(bytes) {
        Some(mended) => serde_json::from_slice(&mended),
        None => Err(error),
    });
    let value: Value = parsed.map_err(|error| error.to_string())?;
    let Value::Object(object) = value else { return Err("not a JSON object".to_owned()) };
    let fields = Fields::of(object);
    let body = body(&fields).ok_or_else(|| format!("has no article: none of {} or {} holds text", TEXT.join(", "), HTML.join(", ")))?;
    let mut known = Known::default();
    fields.all(TITLE).for_each(|title| known.fill_title(&title));
    fields.all(URL).for_each(|url| known.fill_url(&url));
    fields.all(PUBLISHER).filter(|name| !name.contains("://")).for_each(|name| known.fill_source(&name));
    fields.all(PUBLISHER).for_each(|address| known.fill_source(&address));
    let authors: Vec<String> =
        AUTHORS.iter().filter_map(|name| fields.get(name)).map(names).find(|names| !names.is_empty()).unwrap_or_default();
    known.fill_authors(authors.iter().map(String::as_str));
    fields.all(PUBLISHED).for_each(|date| known.fill_published(&date));
    fields.all(LANGUAGE).for_each(|language| known.fill_language(&language));
    let id = fields.all(ID).find_map(|id| line(&id));
    if id.as_deref().is_some_and(climbs) {
        return Err("has an id that leads out of its folder: write it without `..`".to_owned());
    }
    Ok(Record { id, known, body })
}

/// The records that a JSON object holds which is none itself: `{"articles": [{…}, {…}]}`.
#[must_use]
pub fn nested(bytes: &[u8]) -> Option<Vec<Vec<u8>>> {
    let Value::Object(object) = serde_json::from_slice(bytes).ok()? else { return None };
    if body(&Fields::of(object.clone())).is_some() {
        return None;
    }
    let is_record = |value: &Value| matches!(value, Value::Object(inner) if body(&Fields::of(inner.clone())).is_some());
    let mut lists = object.into_iter().filter_map(|(_, value)| match value {
        Value::Array(values) if values.first().is_some_and(is_record) => Some(values),
        _ => None,
    });
    let records = lists.next()?;
    Some(records.iter().map(|record| record.to_string().into_bytes()).collect())
}

/// The fields of a record by their folded names.
struct Fields(Map<String, Value>);

impl Fields {
    fn of(object: Map<String, Value>) -> Self {
        Self(object.into_iter().map(|(name, value)| (name.to_lowercase().replace('-', "_"), value)).collect())
    }

    fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    /// The values of these fields, as strings.
    fn all<'a>(&'a self, names: &'a [&str]) -> impl Iterator<Item = String> + 'a {
        names.iter().filter_map(|name| scalar(self.get(name)?))
    }
}

/// A value as a string: a number as it is written, of an object its name.
fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Object(object) => object.get("name").or_else(|| object.get("$oid")).and_then(Value::as_str).map(str::to_owned),
        Value::Null | Value::Bool(_) | Value::Array(_) => None,
    }
}

/// The names in a field that holds one, or a list.
fn names(value: &Value) -> Vec<String> {
    match value {
        Value::Array(values) => values.iter().filter_map(scalar).collect(),
        value => scalar(value).into_iter().collect(),
    }
}

fn body(fields: &Fields) -> Option<Body> {
    let words = |names: &[&str]| {
        let texts = names.iter().filter_map(|name| fields.get(name)?.as_str());
        texts.filter(|text| !text.trim().is_empty()).map(str::to_owned).next()
    };
    match words(TEXT) {
        Some(text) if is_markup(&text) => Some(Body::Html(text)),
        Some(text) => Some(Body::Text(text)),
        None => words(HTML).map(Body::Html),
    }
}

/// Whether a text is a piece of a page: it begins with an element and ends with one.
fn is_markup(text: &str) -> bool {
    let text = text.trim();
    let opens = text.strip_prefix('<').is_some_and(|rest| rest.starts_with(|first: char| first.is_ascii_alphabetic() || first == '!'));
    opens && text.ends_with('>') && text.contains("</")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(json: &str, expected: &str) {
        let Record { id, known, body } = read(json.as_bytes()).unwrap_or_else(|error| panic!("{json}: {error}"));
        let text = match body {
            Body::Text(text) => text,
            Body::Html(html) => format!("html {html}"),
        };
        let or_none = |value: Option<String>| value.unwrap_or_else(|| "-".to_owned());
        let published = known.published.map(|date| date.to_string());
        let found = format!(
            "{} | {} | {} | {} | {} | {} | {} | {text}",
            or_none(id),
            or_none(known.title),
            or_none(known.url),
            or_none(known.source),
            known.authors.join(", "),
            or_none(published),
            or_none(known.language),
        );
        assert_eq!(found, expected, "{json}");
    }

    #[test]
    fn records_of_all_makers_are_read() {
        check(
            r#"{"id": 7, "url": "https://example.org/7", "title": "Gulls return", "text": "They are loud.", "published": "2024-06-01",
                "authors": ["Ada Finch", {"name": "Bo Tarn"}], "publisher": {"name": "The Quay"}, "language": "en"}"#,
            "7 | Gulls return | https://example.org/7 | The Quay | Ada Finch, Bo Tarn | 2024-06-01 | en | They are loud.",
        );
        // trafilatura
        check(
            r#"{"title": "Gulls return", "author": "Ada Finch; Bo Tarn", "hostname": "example.org", "date": "2024-06-01", "fingerprint": "x",
                "id": null, "license": null, "raw_text": "They are loud. Very.", "source": "https://example.org/7", "source-hostname": "The Quay",
                "excerpt": "Loud.", "language": "en", "text": "They are loud.\nVery."}"#,
            "- | Gulls return | https://example.org/7 | The Quay | Ada Finch, Bo Tarn | 2024-06-01 | en | They are loud.\nVery.",
        );
        // newspaper
        check(
            r#"{"source_url": "https://www.example.org", "url": "https://example.org/7", "title": "Gulls return", "authors": ["Ada Finch"],
                "publish_date": "2024-06-01T00:00:00", "text": "They are loud.", "meta_lang": "en", "summary": ""}"#,
            "- | Gulls return | https://example.org/7 | example.org | Ada Finch | 2024-06-01 | en | They are loud.",
        );
        // news-please
        check(
            r#"{"authors": [], "date_download": "2024-06-02 10:00:00", "date_publish": "2024-06-01 08:00:00", "description": "Loud.",
                "filename": "x.json", "language": "en", "maintext": "They are loud.", "source_domain": "www.example.org",
                "title": "Gulls return", "title_page": null, "url": "https://example.org/7"}"#,
            "- | Gulls return | https://example.org/7 | example.org |  | 2024-06-01 | en | They are loud.",
        );
        check(
            r#"{"_id": {"$oid": "5f"}, "Headline": "Gulls", "HTML": "<p>Loud.</p>"}"#,
            "5f | Gulls | - | - |  | - | - | html <p>Loud.</p>",
        );
        check(r#"{"content": "<p>Loud.</p> <p>Very.</p>"}"#, "- | - | - | - |  | - | - | html <p>Loud.</p> <p>Very.</p>");
        check(r#"{"text": "<b> is a tag.", "author": {"name": 3}}"#, "- | - | - | - |  | - | - | <b> is a tag.");
    }

    #[test]
    fn what_holds_no_article_is_told_so() {
        for (json, reason) in [
            ("[1]", "not a JSON object"),
            ("{\"title\": \"Gulls\"}", "has no article: none of text, maintext"),
            ("{\"text\": \" \"}", "has no article"),
            ("{\"text\": \"Gulls", "EOF while parsing a string at line 1 column 15"),
            (&("{\"a\":".repeat(1000) + "1"), "recursion limit exceeded"),
        ] {
            let error = read(json.as_bytes()).expect_err(reason);
            assert!(error.contains(reason), "{error}");
        }
    }

    #[test]
    fn the_records_within_an_answer_of_an_api_are_found() {
        let answer = br#"{"status": "ok", "total": 2, "articles": [{"title": "A", "content": "Loud."}, {"title": "B", "content": null}]}"#;
        let found = nested(answer).expect("records");
        assert_eq!(found.len(), 2);
        assert!(read(&found[0]).is_ok() && read(&found[1]).is_err());
        assert_eq!(nested(br#"{"text": "Gulls", "related": [{"text": "Terns"}]}"#), None);
        assert_eq!(nested(br#"{"title": "Gulls"}"#), None);
    }
}
