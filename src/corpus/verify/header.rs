//! What must hold of a sidecar's header: its format, its document, its metadata.

use super::{Checked, fault};
use crate::{
    corpus::{
        Sidecar,
        sidecar::{FORMAT, Metadata},
        walk::climbs,
    },
    domain::id,
};

/// Names of the metadata properties that may be marked as inferred.
const INFERABLE: [&str; 9] = ["title", "url", "source", "agency", "authors", "editors", "published", "dateline", "language"];

pub fn header(sidecar: &Sidecar) -> Checked {
    if sidecar.format != FORMAT {
        return fault("/format", format!("format {} is not known; this version reads format {FORMAT}", sidecar.format));
    }
    let digest = &sidecar.document.sha256;
    if digest.len() != 64 || !digest.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')) {
        return fault("/document/sha256", "not a SHA-256 in 64 lower-case hex digits");
    }
    let document = &sidecar.document;
    if climbs(&document.name) || document.name.starts_with('/') {
        return fault("/document/name", "leads out of the folder: write it without `..`, and without a slash before it");
    }
    let units = u64::from(document.characters_utf16);
    if !(u64::from(document.characters)..=2 * u64::from(document.characters)).contains(&units) {
        return fault("/document/characters_utf16", "cannot be the UTF-16 length of that many code points");
    }
    if let Some(words) = &sidecar.abstract_text
        && (words.chars().count() > MAX_ABSTRACT || words.chars().any(char::is_control))
    {
        return fault("/abstract", format!("must be one paragraph of up to {MAX_ABSTRACT} characters"));
    }
    metadata(&sidecar.metadata)?;
    let annotator = &sidecar.annotator;
    let plain = |character: char| character.is_ascii_lowercase() || character.is_ascii_digit() || "./_-".contains(character);
    if !annotator.starts_with(|first: char| first.is_ascii_alphanumeric())
        || annotator.len() > MAX_ANNOTATOR
        || !annotator.chars().all(plain)
    {
        return fault("/annotator", "must be up to 80 lower-case letters, digits, `.`, `/`, `_` and `-`, such as `curated` or `rules/1.2`");
    }
    Ok(())
}

/// The longest name, title, role or summary, in code points: what is longer is a paragraph that went astray.
pub const MAX_LINE: usize = 300;

/// The longest abstract, in code points.
const MAX_ABSTRACT: usize = 5000;

/// The longest name of an annotator, in bytes.
const MAX_ANNOTATOR: usize = 80;

/// A name, title or role stands on one line.
pub fn one_line(pointer: impl Into<String>, line: &str) -> Checked {
    if line.trim().is_empty() {
        return fault(pointer, "is blank");
    }
    if line.chars().any(char::is_control) || line.chars().count() > MAX_LINE {
        return fault(pointer, format!("must be one line of up to {MAX_LINE} characters"));
    }
    Ok(())
}

fn metadata(metadata: &Metadata) -> Checked {
    one_line("/metadata/title", &metadata.title)?;
    for (name, people) in [("authors", &metadata.authors), ("editors", &metadata.editors)] {
        people.iter().enumerate().try_for_each(|(n, person)| one_line(format!("/metadata/{name}/{n}"), person))?;
    }
    for (name, line) in [("agency", &metadata.agency), ("dateline", &metadata.dateline)] {
        line.iter().try_for_each(|line| one_line(format!("/metadata/{name}"), line))?;
    }
    if let Some(url) = &metadata.url
        && !url.parse::<http::Uri>().is_ok_and(|url| matches!(url.scheme_str(), Some("http" | "https")) && url.host().is_some())
    {
        return fault("/metadata/url", "is not an address that begins with http:// or https://");
    }
    if let Some(moment) = &metadata.published_at
        && moment.parse::<jiff::Timestamp>().is_err()
    {
        return fault("/metadata/published_at", "is not a moment with day, time and zone (RFC 3339), such as 2012-10-03T03:09:00-04:00");
    }
    let tag = |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if !metadata.language.split('-').all(tag) || metadata.language.len() > 35 {
        return fault("/metadata/language", "is not a language tag (BCP 47), such as en or pt-BR");
    }
    if let Some(source) = &metadata.source {
        one_line("/metadata/source/name", &source.name)?;
        if id::slug(&source.name).is_empty() {
            return fault("/metadata/source/name", "has no letter or digit of ASCII to make an id of; write the name in Latin letters");
        }
    }
    for (n, inferred) in metadata.inferred.iter().enumerate() {
        if !INFERABLE.contains(&inferred.field.as_str()) {
            return fault(format!("/metadata/inferred/{n}/field"), format!("`{}` is not one of {}", inferred.field, INFERABLE.join(", ")));
        }
    }
    Ok(())
}
