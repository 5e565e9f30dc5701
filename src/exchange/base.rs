//! What stands before the paths by which records are known.

/// Where the records are on the web: nothing, for identifiers that are relative to the address a document was read from, or the address of
/// a server, for identifiers that a saved document keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Base<'a>(pub Option<&'a str>);

impl Base<'_> {
    /// The identifier of what is at this path, which begins with a slash.
    #[must_use]
    pub fn iri(self, path: &str) -> String {
        format!("{}{path}", self.0.unwrap_or_default().trim_end_matches('/'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_stays_relative_until_there_is_a_base() {
        assert_eq!(Base(None).iri("/v1/quotes/a"), "/v1/quotes/a");
        assert_eq!(Base(Some("https://news.example/api/")).iri("/v1/quotes/a"), "https://news.example/api/v1/quotes/a");
    }
}
