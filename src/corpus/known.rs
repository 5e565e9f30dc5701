//! Metadata that comes with a document, brought into the forms that the records have. What does not fit is left out: it is a help, not a claim.

use super::dates::published;
use crate::domain::{Known, id};

/// The longest headline or name, in code points: what is longer is a paragraph that went astray.
const MAX_LINE: usize = 300;

/// The longest address, in bytes.
const MAX_URL: usize = 2000;

/// The most authors that are taken.
const MAX_AUTHORS: usize = 50;

/// Words that stand where a value is missing.
const NOTHING: [&str; 6] = ["none", "null", "nan", "n/a", "undefined", "unknown"];

/// A value on one line, without entities, markup's blanks or control characters; `None` where nothing, or too much, is left.
#[must_use]
pub fn line(value: &str) -> Option<String> {
    // Longer than any line could be, with every character an entity.
    if value.len() > 16 * MAX_LINE {
        return None;
    }
    let decoded = html_escape::decode_html_entities(value);
    let plain: String = decoded.chars().map(|character| if character.is_control() { ' ' } else { character }).collect();
    let line = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    let fits = !line.is_empty() && line.chars().count() <= MAX_LINE && !NOTHING.contains(&line.to_lowercase().as_str());
    fits.then_some(line)
}

/// Sets what is not set yet. Values are given in the order of how far they are to be trusted.
pub trait Fill {
    /// The headline.
    fn fill_title(&mut self, value: &str);
    /// The address.
    fn fill_url(&mut self, value: &str);
    /// The publisher.
    fn fill_source(&mut self, value: &str);
    /// One or more authors in one string: `A; B`.
    fn fill_authors<'a>(&mut self, values: impl IntoIterator<Item = &'a str>);
    /// The date of publication.
    fn fill_published(&mut self, value: &str);
    /// The language.
    fn fill_language(&mut self, value: &str);
    /// Whatever another source knows besides.
    fn fill_from(&mut self, other: Known);
}

impl Fill for Known {
    fn fill_title(&mut self, value: &str) {
        self.title = self.title.take().or_else(|| line(value));
    }

    fn fill_url(&mut self, value: &str) {
        self.url = self.url.take().or_else(|| url(value));
    }

    fn fill_source(&mut self, value: &str) {
        // A publisher is known by the slug of its name.
        let named = || line(value).map(|name| host_or(&name)).filter(|name| !id::slug(name).is_empty());
        self.source = self.source.take().or_else(named);
    }

    fn fill_authors<'a>(&mut self, values: impl IntoIterator<Item = &'a str>) {
        if !self.authors.is_empty() {
            return;
        }
        for name in values.into_iter().take(MAX_AUTHORS).flat_map(|value| value.split([';', '|'])) {
            let Some(name) = line(name) else { continue };
            let name = ["By ", "by ", "BY "].iter().find_map(|by| name.strip_prefix(by)).unwrap_or(&name).to_owned();
            let is_name = !name.starts_with("http") && !name.starts_with('@');
            if is_name && self.authors.len() < MAX_AUTHORS && !self.authors.contains(&name) {
                self.authors.push(name);
            }
        }
    }

    fn fill_published(&mut self, value: &str) {
        if self.published.is_none()
            && let Some(found) = published(value)
        {
            self.published = Some(found.date);
            self.published_at = found.moment;
        }
    }

    fn fill_language(&mut self, value: &str) {
        self.language = self.language.take().or_else(|| language(value));
    }

    fn fill_from(&mut self, other: Known) {
        self.title = self.title.take().or(other.title);
        self.url = self.url.take().or(other.url);
        self.source = self.source.take().or(other.source);
        self.language = self.language.take().or(other.language);
        if self.authors.is_empty() {
            self.authors = other.authors;
        }
        if self.published.is_none() {
            (self.published, self.published_at) = (other.published, other.published_at);
        }
    }
}

/// An address of http or https.
fn url(value: &str) -> Option<String> {
    let value = value.trim();
    let parsed: http::Uri = Some(value).filter(|value| value.len() <= MAX_URL)?.parse().ok()?;
    (matches!(parsed.scheme_str(), Some("http" | "https")) && parsed.host().is_some()).then(|| value.to_owned())
}

/// The host of an address, for records that name a publisher by its site; any other name as it is.
fn host_or(name: &str) -> String {
    let host = url(name).and_then(|url| Some(url.parse::<http::Uri>().ok()?.host()?.to_owned()));
    let name = host.unwrap_or_else(|| name.to_owned());
    name.strip_prefix("www.").unwrap_or(&name).to_owned()
}

/// A language tag (BCP 47): `en_US` is `en-US`. Names of languages are left out.
fn language(value: &str) -> Option<String> {
    let tag = value.trim().replace('_', "-");
    let mut parts = tag.split('-');
    let primary = parts.next().is_some_and(|part| (2..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphabetic()));
    let rest = parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    let is_tag = primary && rest && tag.len() <= 35 && !matches!(&*tag.to_ascii_lowercase(), "und" | "nan");
    is_tag.then_some(tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_brought_into_form_or_left_out() {
        let mut known = Known::default();
        for title in ["", " \n ", "None", &"x".repeat(301)] {
            known.fill_title(title);
        }
        assert_eq!(known.title, None);
        known.fill_title("Gulls &amp; terns\n return");
        known.fill_title("A later one");
        for url in ["javascript:alert(1)", "/relative", "https://", "https://example.org/a?b=c", "https://example.org/later"] {
            known.fill_url(url);
        }
        known.fill_source("https://www.example.org/news");
        known.fill_authors(["By Ada Finch; Bo Tarn", "https://example.org/bo", "Bo Tarn"]);
        known.fill_language("English");
        known.fill_language("en_GB");
        assert_eq!(
            known,
            Known {
                title: Some("Gulls & terns return".to_owned()),
                url: Some("https://example.org/a?b=c".to_owned()),
                source: Some("example.org".to_owned()),
                authors: vec!["Ada Finch".to_owned(), "Bo Tarn".to_owned()],
                language: Some("en-GB".to_owned()),
                ..Known::default()
            }
        );
    }

    #[test]
    fn what_one_source_lacks_another_fills_in() {
        let mut known = Known { title: Some("Kept".to_owned()), ..Known::default() };
        let mut other = Known { title: Some("Not taken".to_owned()), source: Some("The Quay".to_owned()), ..Known::default() };
        other.fill_published("2014-09-29T22:30:00Z");
        known.fill_from(other);
        assert_eq!((known.title.as_deref(), known.source.as_deref()), (Some("Kept"), Some("The Quay")));
        assert_eq!(known.published_at.as_deref(), Some("2014-09-29T22:30:00Z"));
    }
}
