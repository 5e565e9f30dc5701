//! Any sidecar: it is rejected with a reason, or can be written, read again, and laid over its text. The document follows it after a NUL.

#![no_main]

use libfuzzer_sys::fuzz_target;
use onrecord::corpus::{Document, Sidecar, assemble::annotated_article, sidecar::is_sidecar};

fuzz_target!(|data: &[u8]| {
    let (json, text) = data.split_at(data.iter().position(|&byte| byte == 0).unwrap_or(data.len()));
    let _ = is_sidecar(json);
    let sidecar = match Sidecar::from_bytes("fuzz.json", json) {
        Ok(sidecar) => sidecar,
        Err(rejection) => {
            let said = rejection.to_string();
            assert!(!said.contains(char::is_control) && said.len() < 8000, "{said:?}");
            return;
        }
    };
    let written = serde_json::to_vec(&sidecar).expect("JSON");
    let again = Sidecar::from_bytes("fuzz.json", &written).expect("what was taken once is taken again");
    assert_eq!(written, serde_json::to_vec(&again).expect("JSON"));
    let _ = annotated_article(&sidecar, None);
    if let Ok(document) = Document::from_bytes("fuzz.txt", text.get(1..).unwrap_or_default().to_vec())
        && sidecar.verify(&document.text).is_ok()
    {
        let _ = annotated_article(&sidecar, Some(&document));
    }
});
