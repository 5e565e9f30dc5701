//! Any bytes as a page, in whatever encoding: there is an article in it, or a reason why there is none.

#![no_main]

use libfuzzer_sys::fuzz_target;
use onrecord::corpus::{Format, RawDocument};

fuzz_target!(|data: &[u8]| {
    let page = RawDocument::new("fuzz.html".to_owned(), "fuzz.html".to_owned(), None, Format::Html, data.to_vec());
    match page.document() {
        Ok(document) => assert!(!document.text.trim().is_empty() && !document.text.contains('\0')),
        Err(rejection) => assert!(!rejection.reason.is_empty()),
    }
});
