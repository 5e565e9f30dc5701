//! Halves of characters in JSON: programs that cut a text in the midst of an emoji write one escape of two (RFC 8259, section 8.2).

/// The bytes with every lone surrogate escape (`\\ud83d`) made a replacement character, as broken UTF-8 is; nothing where there is none.
pub fn mended(json: &[u8]) -> Option<Vec<u8>> {
    let mut out = json.to_vec();
    let (mut at, mut found) = (0, false);
    while at < json.len() {
        at += match (json[at], escape(json, at)) {
            (b'\\', Some(0xd800..=0xdbff)) if matches!(escape(json, at + 6), Some(0xdc00..=0xdfff)) => 12,
            (b'\\', Some(0xd800..=0xdfff)) => {
                out[at + 2..at + 6].copy_from_slice(b"fffd");
                found = true;
                6
            }
            (b'\\', _) => 2,
            _ => 1,
        };
    }
    found.then_some(out)
}

/// The code unit that is escaped at `at`.
fn escape(json: &[u8], at: usize) -> Option<u16> {
    let digits = json.get(at..at + 6)?.strip_prefix(b"\\u")?;
    u16::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::mended;

    #[test]
    fn half_a_character_becomes_a_replacement_character() {
        let check = |json: &str| mended(json.as_bytes()).map(|bytes| String::from_utf8(bytes).expect("UTF-8"));
        assert_eq!(check(r#""gulls \ud83d at sea""#).as_deref(), Some(r#""gulls \ufffd at sea""#));
        assert_eq!(check(r#""\ude00\ud83d\ude00""#).as_deref(), Some(r#""\ufffd\ud83d\ude00""#));
        assert_eq!(check(r#""\ud83d\ude00 and \\ud83d""#), None);
    }
}
