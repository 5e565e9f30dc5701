//! Any bytes as JSON lines, and as a stream or an array of JSON records: each piece is within the bound, and an article or a reason why it is
//! none.

#![no_main]

use std::io::BufReader;

use libfuzzer_sys::fuzz_target;
use onrecord::corpus::{
    Format, RawDocument,
    split::{Lines, Piece, Values},
};

/// The longest record, in bytes.
const BOUND: u64 = 512;

fuzz_target!(|data: &[u8]| {
    // Through a small buffer, so that records are cut between two reads.
    let reader = || BufReader::with_capacity(16, data);
    let pieces = Lines::new(reader(), BOUND)
        .map(|piece| (Format::Jsonl, piece))
        .chain(Values::new(reader(), BOUND).map(|piece| (Format::Json, piece)));
    for (format, piece) in pieces {
        if let Piece::Record(bytes, line) = piece.expect("memory is read without errors") {
            assert!(bytes.len() as u64 <= BOUND + 1, "{} bytes", bytes.len());
            let record = RawDocument::new(format!("fuzz:{line}"), "fuzz".to_owned(), Some(line), format, bytes);
            match record.document() {
                Ok(document) => {
                    let id = document.origin.name.split_once('#').map_or("", |(_, id)| id);
                    assert!(!document.text.trim().is_empty() && !id.split(['/', '\\']).any(|part| part == ".."));
                }
                Err(rejection) => assert!(!rejection.reason.is_empty()),
            }
        }
    }
});
