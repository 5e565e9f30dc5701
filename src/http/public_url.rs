//! Where the server is reached from outside. Only its operator knows: nothing that a client sends, such as `Host`, is believed, since it
//! would come back in citations that others copy.

use std::{fmt, str::FromStr};

use axum::http::Uri;

/// The address that the server's paths follow after, without a slash at its end: `https://quotes.example.org`, or with a path that a
/// proxy takes away, `https://example.org/onrecord`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicUrl(String);

/// An address that paths cannot follow after.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("write an address that begins with http:// or https://, without user, query or fragment, such as https://quotes.example.org")]
pub struct NotAPublicUrl;

impl PublicUrl {
    /// The absolute address of one of the server's paths, which begins with a slash.
    #[must_use]
    pub fn join(&self, path: &str) -> String {
        format!("{}{path}", self.0)
    }
}

impl FromStr for PublicUrl {
    type Err = NotAPublicUrl;

    fn from_str(written: &str) -> Result<Self, NotAPublicUrl> {
        // The characters of an address by RFC 3986, but for those that begin what must not be there.
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~:/[]!$&'()*+,;=%".contains(&byte);
        let uri: Uri = written.parse().map_err(|_| NotAPublicUrl)?;
        let is_http = matches!(uri.scheme_str(), Some("http" | "https"));
        if !is_http || uri.host().is_none_or(str::is_empty) || !written.bytes().all(plain) {
            return Err(NotAPublicUrl);
        }
        Ok(Self(written.trim_end_matches('/').to_owned()))
    }
}

impl fmt::Display for PublicUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_follow_after_it() {
        for (written, joined) in [
            ("https://quotes.example.org", "https://quotes.example.org/v1/quotes"),
            ("https://quotes.example.org/", "https://quotes.example.org/v1/quotes"),
            ("http://[::1]:8080/on/record/", "http://[::1]:8080/on/record/v1/quotes"),
        ] {
            assert_eq!(written.parse::<PublicUrl>().map(|url| url.join("/v1/quotes")), Ok(joined.to_owned()));
        }
    }

    #[test]
    fn whatever_else_is_refused() {
        for written in [
            "",
            "quotes.example.org",
            "/v1",
            "ftp://example.org",
            "https://",
            "https://user@example.org",
            "https://example.org/?a=1",
            "https://example.org/#a",
            "https://example.org/a b",
            "https://example.org/\"",
            "https://exämple.org",
        ] {
            assert_eq!(written.parse::<PublicUrl>(), Err(NotAPublicUrl), "{written}");
        }
    }
}
