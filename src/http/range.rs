//! Parts of files (RFC 9110, section 14): which bytes a request asks for.

use axum::http::{HeaderMap, header};

/// Which bytes are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// All of them.
    Whole,
    /// Those from one to before another.
    Part(u64, u64),
    /// Some that there are not.
    Beyond,
}

impl Wanted {
    /// Reads `Range` and `If-Range` for a file of this validator and length. What is not understood, or asks for several parts at once, asks for
    /// the whole, as section 14.2 allows; so does a part of another file than this one.
    #[must_use]
    pub fn of(headers: &HeaderMap, tag: &str, length: u64) -> Self {
        let mut ranges = headers.get_all(header::RANGE).iter();
        let (Some(range), None) = (ranges.next().and_then(|range| range.to_str().ok()), ranges.next()) else { return Self::Whole };
        // A date never fits: files have no date here. A weak validator never does by section 13.1.5.
        if headers.get_all(header::IF_RANGE).iter().any(|held| held.to_str().ok().map(str::trim) != Some(tag)) {
            return Self::Whole;
        }
        Self::read(range, length).unwrap_or(Self::Whole)
    }

    fn read(range: &str, length: u64) -> Option<Self> {
        let (unit, range) = range.split_once('=')?;
        let (first, last) = range.trim().split_once('-')?;
        if !unit.trim().eq_ignore_ascii_case("bytes") {
            return None;
        }
        let wanted = match (number(first).ok()?, number(last).ok()?) {
            (None, Some(last)) => (length.saturating_sub(last), length),
            (Some(first), None) => (first, length),
            (Some(first), Some(last)) if first <= last => (first, last.saturating_add(1).min(length)),
            (None, None) | (Some(_), Some(_)) => return None,
        };
        Some(if wanted.0 >= length { Self::Beyond } else { Self::Part(wanted.0, wanted.1) })
    }
}

/// A number in digits alone, or none where there are none; what is neither is an error. One that is too large stands for the largest.
fn number(digits: &str) -> Result<Option<u64>, ()> {
    match digits.trim() {
        "" => Ok(None),
        digits if digits.bytes().all(|byte| byte.is_ascii_digit()) => Ok(Some(digits.parse().unwrap_or(u64::MAX))),
        _ => Err(()),
    }
}

#[cfg(test)]
mod tests {
    use super::{Wanted::*, *};

    #[test]
    fn a_range_is_read_as_the_standard_says() {
        for (range, wanted) in [
            ("bytes=0-0", Part(0, 1)),
            ("bytes=5-", Part(5, 10)),
            ("bytes=2-5", Part(2, 6)),
            ("bytes=2-99999999999999999999999", Part(2, 10)),
            ("Bytes = 2 - 5", Part(2, 6)),
            ("bytes=-3", Part(7, 10)),
            ("bytes=-30", Part(0, 10)),
            ("bytes=10-", Beyond),
            ("bytes=99999999999999999999999-", Beyond),
            ("bytes=-0", Beyond),
            ("bytes=5-2", Whole),
            ("bytes=-", Whole),
            ("bytes=a-b", Whole),
            ("bytes=+1-2", Whole),
            ("bytes=0-1,3-4", Whole),
            ("lines=0-1", Whole),
            ("bytes", Whole),
        ] {
            assert_eq!(Wanted::read(range, 10).unwrap_or(Whole), wanted, "{range}");
        }
        assert_eq!(Wanted::read("bytes=0-", 0), Some(Beyond));
    }
}
