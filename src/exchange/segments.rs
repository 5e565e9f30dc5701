//! A text cut wherever a mark begins or ends: what is shown to people.

use std::collections::{BTreeMap, BTreeSet};

use super::marks::Mark;

/// A stretch over which the same marks lie.
#[derive(Debug)]
pub struct Segment<'a, 'm> {
    /// Its words.
    pub words: &'a str,
    /// The marks that cover it, by their numbers in the list, in its order.
    pub marks: Vec<&'m Mark>,
    /// Those of them that begin here.
    pub begins: Vec<&'m Mark>,
    /// Those of them that end here.
    pub ends: Vec<&'m Mark>,
}

/// Cuts a text at the edges of marks. Every character is in exactly one segment.
#[must_use]
pub fn segments<'a, 'm>(text: &'a str, marks: &'m [Mark]) -> Vec<Segment<'a, 'm>> {
    // What changes at each place: marks that begin there, and marks that end there.
    let mut edges: BTreeMap<u32, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
    for (number, mark) in marks.iter().enumerate() {
        for span in &mark.spans {
            edges.entry(span.start).or_default().0.push(number);
            edges.entry(span.end).or_default().1.push(number);
        }
    }
    let mut segments = Vec::new();
    let mut open: BTreeSet<usize> = BTreeSet::new();
    let mut byte_of = text.char_indices().map(|(byte, _)| byte).chain([text.len()]);
    let (mut at, mut from) = (0, byte_of.next().unwrap_or(0));
    let mut begins = Vec::new();
    for (place, (beginning, ending)) in edges {
        let Some(to) = (if place == at { Some(from) } else { byte_of.nth((place - at - 1) as usize) }) else { break };
        if to > from {
            let marked = |numbers: &[usize]| numbers.iter().map(|number| &marks[*number]).collect();
            let ends = marked(&ending);
            segments.push(Segment { words: &text[from..to], marks: open.iter().map(|number| &marks[*number]).collect(), begins, ends });
            begins = Vec::new();
        }
        open.retain(|number| !ending.contains(number));
        open.extend(&beginning);
        begins.extend(beginning.iter().map(|number| &marks[*number]));
        (at, from) = (place, to);
    }
    if from < text.len() {
        segments.push(Segment {
            words: &text[from..],
            marks: open.iter().map(|number| &marks[*number]).collect(),
            begins,
            ends: Vec::new(),
        });
    }
    segments
}
