//! The names of the columns in the table, and what each holds. Rows come in the order of their list, newest first; `0` is no value where nothing
//! else is said.

/// Of each entity, in the order of the ids: its row.
pub const ENTITY_ROWS: &str = "entities.row";
/// Of each entity: 1 where it is a person.
pub const ENTITIES_ARE_PEOPLE: &str = "entities.is_person";

/// Of each article: its row.
pub const ARTICLE_ROWS: &str = "articles.row";
/// Of each article: its publisher among [`SOURCES`].
pub const ARTICLE_SOURCES: &str = "articles.source";
/// Of each article: its date among [`DATES`].
pub const ARTICLE_DATES: &str = "articles.published";
/// Of each article: what else it is, among [`CLASSES_OF_ARTICLES`].
pub const ARTICLE_CLASSES: &str = "articles.class";
/// The ids of publishers, and null.
pub const SOURCES: &str = "sources";
/// The dates as they are written, and null.
pub const DATES: &str = "dates";
/// The combinations of language, annotator and whether the text is held.
pub const CLASSES_OF_ARTICLES: &str = "articles.classes";

/// Of each article: how many entities it names.
pub const NAMED_LENGTHS: &str = "articles.named_length";
/// The entities that articles name, one article after another: of each its number, and that of its set among [`SECTIONS`] times one more than there
/// are entities.
pub const NAMED: &str = "articles.named";
/// The sets of kinds of section, a bit for each kind.
pub const SECTIONS: &str = "sections";

/// Of each article: how many quotes it has.
pub const QUOTES_OF_ARTICLES: &str = "articles.quotes";
/// Of each article: the row of its first quote; the others follow.
pub const FIRST_QUOTES: &str = "articles.first_quote";
/// Of each quote: its speaker, as entities are numbered, from 1.
pub const QUOTE_SPEAKERS: &str = "quotes.speaker";
/// Of each quote: its reporting words among [`CUES`].
pub const QUOTE_CUES: &str = "quotes.cue";
/// Of each quote: its confidence among [`CONFIDENCES`].
pub const QUOTE_CONFIDENCES: &str = "quotes.confidence";
/// Of each quote: what else it is, among [`CLASSES_OF_QUOTES`].
pub const QUOTE_CLASSES: &str = "quotes.class";
/// Of each quote: how many others have a part in it.
pub const QUOTE_PART_LENGTHS: &str = "quotes.part_length";
/// Those who have a part in quotes, one quote after another: the addressee, where its class says that it has one, then whom it is about.
pub const QUOTE_PARTS: &str = "quotes.part";
/// Reporting words, and null.
pub const CUES: &str = "cues";
/// Confidences, each as the bits of its IEEE 754 double.
pub const CONFIDENCES: &str = "confidences";
/// The combinations of type, section, annotator, and what is said of addressee and variants.
pub const CLASSES_OF_QUOTES: &str = "quotes.classes";
