//! What the annotator makes of any text is a sidecar that holds.

use onrecord::{annotate, corpus::Sidecar, domain::Known};
use proptest::{collection::vec, prelude::*, sample::select};

/// What articles are made of, in no order.
const PARTS: &[&str] = &[
    "\n\n",
    "\n",
    " ",
    "\"",
    "“",
    "”",
    "'",
    "’",
    ",",
    ".",
    ":",
    "🚢",
    "e\u{301}",
    "\0",
    "Petra Dunmore",
    "Joost Abel",
    "the Harbour Board",
    "said",
    "told",
    "that",
    "she",
    "the ferry",
    "is late",
    "on Monday",
    "By Petra Dunmore",
    "A:",
    "Q:",
];

proptest! {
    #[test]
    fn annotations_of_any_text_pass_the_check_of_sidecars(
        text in prop_oneof!["[\\s\\PC]{1,300}", vec(select(PARTS), 1..60).prop_map(|parts| parts.join(" "))],
    ) {
        prop_assume!(!text.trim().is_empty());
        let sha256 = hex::encode(<sha2::Sha256 as sha2::Digest>::digest(text.as_bytes()));
        let annotated = annotate::annotate(&sha256, &text, &Known::default());
        let sidecar = Sidecar::from_annotated(&annotated, "any", text.len() as u64);
        prop_assert!(sidecar.verify(&text).is_ok(), "{:?}", sidecar.verify(&text));
    }
}
