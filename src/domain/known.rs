//! What is known of an article before its text is read.

use super::PartialDate;

/// Metadata that came with a document: from a page's markup, or the record that it was delivered in. The text may state more.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Known {
    /// The headline.
    pub title: Option<String>,
    /// Where the publisher keeps the article (http or https).
    pub url: Option<String>,
    /// The publisher's name.
    pub source: Option<String>,
    /// The authors' names.
    pub authors: Vec<String>,
    /// Day, month or year of publication.
    pub published: Option<PartialDate>,
    /// Moment of publication (RFC 3339), where day, time and zone are given.
    pub published_at: Option<String>,
    /// Language (BCP 47).
    pub language: Option<String>,
}
