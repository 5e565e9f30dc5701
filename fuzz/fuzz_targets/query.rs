//! Any address: it is answered, or refused in the one shape, by all that reads queries on the way (names, types, bounds, patterns, searches,
//! vocabularies) and by the SQL made of it.

#![no_main]

use axum::http::Uri;
use libfuzzer_sys::fuzz_target;
use onrecord_fuzz::{check, with_server};

// Seeding is no part of what may take its time.
fuzz_target!(init: with_server(|_| ()), |data: &[u8]| {
    let Ok(uri) = Uri::try_from(data) else { return };
    if uri.scheme().is_some() || !uri.path().starts_with('/') {
        return;
    }
    with_server(|server| check(&uri, &server.get(uri.clone())));
});
