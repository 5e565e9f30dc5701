//! What a citation says, before it is written in any style.

use super::{super::AppState, name::Name};
use crate::domain::{Article, Dataset, PartialDate, Quote};

/// Who is named as the maker of a dataset.
pub const DATASET_AUTHOR: &str = "onrecord";

/// What a citation names besides what is cited.
pub struct Surroundings<'a> {
    /// Knows where the server is reached.
    pub state: &'a AppState,
    /// The dataset that the record comes from.
    pub dataset: &'a Dataset,
    /// The day on which it was looked at.
    pub accessed: Option<&'a PartialDate>,
}

/// What is cited.
#[derive(Debug, PartialEq, Eq, Clone, Copy)]
pub enum Kind {
    /// A newspaper's article, or part of it.
    Article,
    /// A dataset.
    Dataset,
}

/// A citation. No text in it has a line break or another control character.
#[derive(Debug)]
pub struct Reference {
    /// What it is.
    pub kind: Kind,
    /// What it is cited by: the record's own id.
    pub key: String,
    /// The authors.
    pub authors: Vec<Name>,
    /// The editors.
    pub editors: Vec<Name>,
    /// The headline, or the dataset's name.
    pub title: String,
    /// The outlet.
    pub container: Option<String>,
    /// When it was published, as precisely as it is known.
    pub issued: Option<PartialDate>,
    /// When it was looked at.
    pub accessed: Option<PartialDate>,
    /// Where it is read: at its publisher's, else here, where the server knows its own address.
    pub url: Option<String>,
    /// Language (BCP 47).
    pub language: Option<String>,
    /// The dataset's version, of a dataset.
    pub version: Option<String>,
    /// The dataset that the record comes from, in words.
    pub database: String,
    /// The id of the record in it.
    pub record: Option<String>,
    /// Which part is meant, and where it is looked up.
    pub note: String,
}

impl Reference {
    /// An article.
    pub fn of_article(article: &Article, surroundings: &Surroundings) -> Self {
        let Surroundings { state, dataset, accessed } = surroundings;
        let database = database(dataset);
        let here = record(state, &format!("/v1/articles/{}", article.id), dataset);
        let mut authors: Vec<Name> = article.authors.iter().map(|author| Name::of(&line(author))).collect();
        if authors.is_empty() {
            authors.extend(article.agency.as_deref().map(|agency| Name::Whole(line(agency))));
        }
        Self {
            kind: Kind::Article,
            key: article.id.clone(),
            authors,
            editors: article.editors.iter().map(|editor| Name::of(&line(editor))).collect(),
            title: line(&article.title),
            container: article.source.as_ref().map(|source| line(&source.name)),
            issued: article.published.clone(),
            accessed: accessed.cloned(),
            url: article.url.as_deref().map(address).or_else(|| here.clone()),
            language: Some(line(&article.language)),
            version: None,
            note: sentence(&[format!("Annotated in the {database}, article {}", article.id)], here),
            database,
            record: Some(article.id.clone()),
        }
    }

    /// A quote, as part of its article.
    pub fn of_quote(quote: &Quote, article: &Article, surroundings: &Surroundings) -> Self {
        let Surroundings { state, dataset, .. } = surroundings;
        let here = record(state, &format!("/v1/quotes/{}", quote.id), dataset);
        let speaker = quote.speaker.as_ref().map(|speaker| &speaker.name);
        let speaker = speaker.or(quote.speaker_as_written.as_ref().and_then(|span| span.exact.as_ref())).map(|name| line(name));
        let (start, end) = (quote.content.first().map_or(0, |span| span.start), quote.content.last().map_or(0, |span| span.end));
        let said = format!("{} quote by {}", capital(quote.r#type.as_str()), speaker.as_deref().unwrap_or("a speaker who is not named"));
        let place = format!("section {}, characters {start} to {end} of the text", quote.section.as_str());
        let note = [said, place, format!("annotated in the {}, quote {}", database(dataset), quote.id)];
        Self {
            key: quote.id.clone(),
            url: quote.fragment_url.as_deref().or(article.url.as_deref()).map(address).or_else(|| here.clone()),
            record: Some(quote.id.clone()),
            note: sentence(&note, here),
            ..Self::of_article(article, surroundings)
        }
    }

    /// The dataset.
    pub fn of_dataset(surroundings: &Surroundings) -> Self {
        let Surroundings { state, dataset, accessed } = surroundings;
        Self {
            kind: Kind::Dataset,
            key: format!("onrecord-{}", dataset.version),
            authors: vec![Name::Whole(DATASET_AUTHOR.to_owned())],
            editors: Vec::new(),
            title: line(&dataset.title),
            container: None,
            issued: None,
            accessed: accessed.cloned(),
            url: record(state, "/v1/dataset", dataset),
            language: None,
            version: Some(dataset.version.clone()),
            note: sentence(&[line(&dataset.provenance).trim_end_matches('.').to_owned()], None),
            database: database(dataset),
            record: None,
        }
    }
}

/// A dataset in words.
fn database(dataset: &Dataset) -> String {
    format!("{}, version {}", line(&dataset.title), dataset.version)
}

/// The address of a record here that has the same answer for as long as there is one; none where the server does not know its own.
fn record(state: &AppState, path: &str, dataset: &Dataset) -> Option<String> {
    state.public_url().map(|public| public.join(&format!("{path}?dataset={}", dataset.version)))
}

fn sentence(parts: &[String], address: Option<String>) -> String {
    let parts = parts.join("; ");
    address.map_or_else(|| format!("{parts}."), |address| format!("{parts}: {address}"))
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// A text on one line: no style has a way to write a line break or another control character that every reader takes as one.
fn line(text: &str) -> String {
    let spaced: String = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What would end the field that an address stands in, besides controls, blanks and letters beyond ASCII.
const UNSAFE: percent_encoding::AsciiSet =
    percent_encoding::CONTROLS.add(b' ').add(b'{').add(b'}').add(b'\\').add(b'"').add(b'<').add(b'>').add(b'^').add(b'`').add(b'|');

/// An address in which nothing can end the field that it stands in.
fn address(url: &str) -> String {
    percent_encoding::utf8_percent_encode(url, &UNSAFE).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_one_line_and_addresses_one_word() {
        assert_eq!(line(" Gulls\r\n  return\u{0}\u{2028}ER  - "), "Gulls return ER -");
        assert_eq!(address("https://example.org/a b}{\\\u{2028}é?x=1#y"), "https://example.org/a%20b%7D%7B%5C%E2%80%A8%C3%A9?x=1#y");
    }
}
