//! Small scraped pages, invented, with what each part of them is.

mod bodies;
mod heads;
mod stated;
mod tails;

use std::fmt::Write;

use super::layout;
use crate::domain::Known;

/// Takes a page with the kind of each run before it in angle marks, and finds the same runs.
fn check(marked: &str) {
    let text: String = marked.split('‹').map(|part| part.split_once('›').map_or(part, |(_, text)| text)).collect();
    let mut found = String::new();
    let (mut at, mut before) = (0, "");
    for block in layout(&text, &Known::default()).blocks {
        found.push_str(&text[at..block.start]);
        if block.kind.as_str() != before {
            before = block.kind.as_str();
            write!(found, "‹{before}›").expect("a string takes all");
        }
        found.push_str(&text[block.start..block.end]);
        at = block.end;
    }
    found.push_str(&text[at..]);
    assert_eq!(found, marked);
}
