//! Addresses of pages, compared without what does not tell one page from another.

use http::Uri;

/// Parameters that say where a reader came from, and nothing of the page; so does every one that begins with `utm_`.
const TRACKING: [&str; 5] = ["fbclid", "gclid", "msclkid", "mc_cid", "mc_eid"];

/// An address as it is compared with others: without scheme, `www.`, the scheme's own port, fragment, tracking parameters, and the slash at the
/// end; its host in lower case. The order of the other parameters counts, since it may to the publisher. `None` where it is no address of
/// http or https; one without a scheme is taken for one of these.
///
/// ```
/// use onrecord::domain::address::comparable;
/// assert_eq!(comparable("http://www.Example.org/a/?utm_source=x&id=3#top"), comparable("https://example.org/a?id=3"));
/// assert_eq!(comparable("ftp://example.org/a"), None);
/// ```
#[must_use]
pub fn comparable(address: &str) -> Option<String> {
    let address = address.trim();
    let address = if address.contains("://") { address.to_owned() } else { format!("https://{address}") };
    let uri: Uri = address.parse().ok()?;
    let own_port = match uri.scheme_str()? {
        "http" => 80,
        "https" => 443,
        _ => return None,
    };
    let host = uri.host().filter(|host| !host.is_empty())?;
    // Behind the host there is a port or nothing, and before it no name of a user.
    let port = match uri.authority()?.as_str().strip_prefix(host)? {
        "" => None,
        _ => Some(uri.port_u16()?).filter(|port| *port != own_port),
    };
    let port = port.map(|port| format!(":{port}")).unwrap_or_default();
    let host = host.to_ascii_lowercase();
    let host = host.strip_prefix("www.").filter(|rest| rest.contains('.')).unwrap_or(&host);
    let kept: Vec<&str> = uri.query().unwrap_or_default().split('&').filter(|pair| !pair.is_empty() && !is_tracking(pair)).collect();
    let query = if kept.is_empty() { String::new() } else { format!("?{}", kept.join("&")) };
    Some(format!("{host}{port}{}{query}", uri.path().trim_end_matches('/')))
}

fn is_tracking(pair: &str) -> bool {
    let name = pair.split('=').next().unwrap_or_default().to_ascii_lowercase();
    name.starts_with("utm_") || TRACKING.contains(&name.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_tell_pages_apart_is_left_out_and_nothing_else() {
        let same =
            ["https://example.org/a", "http://example.org/a/", "HTTPS://WWW.EXAMPLE.ORG:443/a#x", "example.org/a?utm_medium=m&fbclid=1"];
        for address in same {
            assert_eq!(comparable(address).as_deref(), Some("example.org/a"), "{address}");
        }
        let others = [
            "https://example.org/A",
            "https://m.example.org/a",
            "https://example.org:8080/a",
            "https://example.org/a?id=1",
            "http://example.org:443/a",
        ];
        for address in others {
            assert_ne!(comparable(address).as_deref(), Some("example.org/a"), "{address}");
        }
        assert_eq!(comparable("https://example.org").as_deref(), Some("example.org"));
        assert_eq!(comparable("https://www.com/").as_deref(), Some("www.com"));
        assert_eq!(comparable("https://example.org/?b=2&UTM_ID=9&a=1").as_deref(), Some("example.org?b=2&a=1"));
    }

    #[test]
    fn what_is_no_address_of_a_page_is_none() {
        for address in
            ["", " ", "https://", "javascript:alert(1)", "ftp://example.org/", "https://exa mple.org/", "mailto:a@example.org", "/a/b"]
        {
            assert_eq!(comparable(address), None, "{address}");
        }
    }
}
