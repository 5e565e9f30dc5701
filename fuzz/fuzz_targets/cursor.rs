//! Any cursor: it goes on with its list, or is refused. The first byte chooses a list; what follows is a cursor's position as JSON, put in
//! a cursor that the list has given out, or else the bytes of a whole cursor.

#![no_main]

use std::cell::OnceCell;

use axum::http::Uri;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use libfuzzer_sys::fuzz_target;
use onrecord_fuzz::{Server, check, with_server};
use serde_json::Value;

const LISTS: [&str; 8] = [
    "/v1/quotes?limit=1",
    "/v1/articles?limit=1&sort=-published,title",
    "/v1/people?limit=1&sort=-quotes",
    "/v1/organisations?limit=1&q=b*",
    "/v1/mentions?limit=1",
    "/v1/sources?limit=1",
    "/v1/quotes?limit=1&sort=-confidence&type=direct",
    "/v1/dataset/changes?limit=1",
];

thread_local! {
    static GIVEN: OnceCell<Vec<Value>> = const { OnceCell::new() };
}

/// What each list's first page gives to go on with.
fn given(server: &Server) -> Vec<Value> {
    let cursor = |list: &&str| {
        let page: Value = serde_json::from_slice(server.get(list.parse().expect("an address")).body()).expect("JSON");
        let cursor = page["next_cursor"].as_str().map(|cursor| URL_SAFE_NO_PAD.decode(cursor).expect("base64"));
        cursor.map_or(Value::Null, |cursor| serde_json::from_slice(&cursor).expect("JSON"))
    };
    LISTS.iter().map(cursor).collect()
}

// Seeding is no part of what may take its time.
fuzz_target!(init: with_server(|_| ()), |data: &[u8]| {
    let Some((first, rest)) = data.split_first() else { return };
    let list = usize::from(*first) % LISTS.len();
    with_server(|server| {
        let mut cursor = GIVEN.with(|kept| kept.get_or_init(|| given(server))[list].clone());
        let written = match (serde_json::from_slice::<Value>(rest), cursor.as_object_mut()) {
            (Ok(position), Some(cursor)) => {
                cursor.insert("k".to_owned(), position);
                serde_json::to_vec(cursor).expect("JSON")
            }
            _ => rest.to_vec(),
        };
        let uri: Uri = format!("{}&cursor={}", LISTS[list], URL_SAFE_NO_PAD.encode(written)).parse().expect("an address");
        let response = server.get(uri.clone());
        check(&uri, &response);
        assert!(matches!(response.status().as_u16(), 200 | 400 | 409 | 414), "{} to {uri}", response.status());
    });
});
