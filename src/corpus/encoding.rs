//! Bytes to text: which encoding they are in, and the text in UTF-8.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// How much of a text its encoding is guessed from, in bytes.
const GUESSED_FROM: usize = 1 << 20;

/// How much of a page is searched for the encoding that it declares: as much as browsers search.
const DECLARED_WITHIN: usize = 1024;

/// The escape character, by which texts in ISO-2022-JP look like ASCII and are not.
const ESCAPE: u8 = 0x1b;

/// A text, and the encoding that it was in.
#[derive(Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The text. What could not be read is U+FFFD.
    pub text: String,
    /// The encoding's name in lower case.
    pub encoding: String,
}

/// Turns bytes into text. A byte order mark decides; otherwise zeros as only UTF-16 has
/// them; otherwise what is UTF-8 is UTF-8; otherwise what the page declares; otherwise a guess.
#[must_use]
pub fn decode(bytes: Vec<u8>, declares: bool) -> Decoded {
    if let Some((encoding, mark)) = Encoding::for_bom(&bytes) {
        return decoded(encoding, &bytes[mark..]);
    }
    if let Some(encoding) = unmarked_utf16(&bytes) {
        return decoded(encoding, &bytes);
    }
    let bytes = match String::from_utf8(bytes) {
        Ok(text) if !text.as_bytes().contains(&ESCAPE) => return Decoded { text, encoding: name(UTF_8) },
        Ok(text) => text.into_bytes(),
        Err(error) => error.into_bytes(),
    };
    if is_damaged_utf8(&bytes) {
        return decoded(UTF_8, &bytes);
    }
    let named = if declares { declared(&bytes) } else { None };
    decoded(named.filter(|encoding| !encoding.decode_without_bom_handling(&bytes).1).unwrap_or_else(|| guess(&bytes)), &bytes)
}

fn decoded(encoding: &'static Encoding, bytes: &[u8]) -> Decoded {
    Decoded { text: encoding.decode_without_bom_handling(bytes).0.into_owned(), encoding: name(encoding) }
}

fn name(encoding: &'static Encoding) -> String {
    encoding.name().to_ascii_lowercase()
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(&bytes[..bytes.len().min(GUESSED_FROM)], bytes.len() <= GUESSED_FROM);
    detector.guess(None, Utf8Detection::Allow)
}

/// Whether this is UTF-8 in which a few bytes went wrong: guessing another encoding would spoil all the rest.
fn is_damaged_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|character| !character.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good >= 4 * bad
}

/// Whether every other byte of a text is mostly zero: UTF-16 without a byte order mark.
fn unmarked_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(4096)];
    let zeros = |from: usize| head.iter().skip(from).step_by(2).filter(|&&byte| byte == 0).count();
    let (even, odd, pairs) = (zeros(0), zeros(1), head.len() / 2);
    let mostly = |zeros: usize| zeros >= 4 && zeros * 10 > pairs * 4;
    match (mostly(even), mostly(odd)) {
        (false, true) if even == 0 => Some(UTF_16LE),
        (true, false) if odd == 0 => Some(UTF_16BE),
        _ => None,
    }
}

/// The encoding that a page names: `<meta charset="…">`, `<meta http-equiv … content="…; charset=…">`, or `<?xml … encoding="…"?>`.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes[..bytes.len().min(DECLARED_WITHIN)].to_ascii_lowercase();
    let label = ["charset", "encoding"].iter().find_map(|word| {
        let after = memchr::memmem::find(&head, word.as_bytes())? + word.len();
        let value = head.get(after..)?.trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
        let value = value.strip_prefix(b"\"").or_else(|| value.strip_prefix(b"'")).unwrap_or(value);
        Some(value.split(|byte| b"\"' ;/>?\n\r\t".contains(byte)).next().unwrap_or_default().to_owned())
    })?;
    // A page whose first bytes could be read to this point is not in UTF-16, whatever it says.
    Encoding::for_label(&label).filter(|encoding| !encoding.name().starts_with("UTF-16"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], declares: bool, text: &str, encoding: &str) {
        assert_eq!(decode(bytes.to_vec(), declares), Decoded { text: text.to_owned(), encoding: encoding.to_owned() });
    }

    #[test]
    fn a_text_is_read_in_the_encoding_that_it_is_in() {
        check("Möwen".as_bytes(), false, "Möwen", "utf-8");
        check("\u{feff}Möwen".as_bytes(), false, "Möwen", "utf-8");
        check(b"\xff\xfeM\0\xf6\0w\0e\0n\0", false, "Möwen", "utf-16le");
        check(b"\xfe\xff\0M\0\xf6\0w\0e\0n", false, "Möwen", "utf-16be");
        check(b"G\0u\0l\0l\0s\0 \0c\0o\0m\0e\0", false, "Gulls come", "utf-16le");
        check(b"Caf\xe9 opens on the quay", false, "Café opens on the quay", "windows-1252");
        check(b"\x93Gulls,\x94 he said", false, "“Gulls,” he said", "windows-1252");
    }

    #[test]
    fn what_a_page_declares_counts_where_it_is_no_utf8() {
        check(b"<meta charset=windows-1251>\xd7\xe0\xe9\xea\xe8", true, "<meta charset=windows-1251>Чайки", "windows-1251");
        let http_equiv = b"<meta http-equiv=x content='text/html; charset=iso-8859-2'>\xb1";
        check(http_equiv, true, "<meta http-equiv=x content='text/html; charset=iso-8859-2'>ą", "iso-8859-2");
        check("<meta charset=latin1>Möwen".as_bytes(), true, "<meta charset=latin1>Möwen", "utf-8");
    }

    #[test]
    fn a_few_broken_bytes_do_not_turn_utf8_into_something_else() {
        let mut bytes = "Möwen über Jånes Ärmel – schön".as_bytes().to_vec();
        bytes.push(0xff);
        check(&bytes, false, "Möwen über Jånes Ärmel – schön\u{fffd}", "utf-8");
    }

    proptest::proptest! {
        #[test]
        fn whatever_the_bytes_there_is_a_text(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..400), declares: bool) {
            let expected = String::from_utf8(bytes.clone()).ok().filter(|text| !text.contains(['\u{1b}', '\u{feff}']));
            let found = decode(bytes, declares);
            if let Some(expected) = expected {
                proptest::prop_assert_eq!(found.text, expected);
            }
        }
    }
}
