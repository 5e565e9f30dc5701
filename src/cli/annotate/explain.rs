//! Why each mark was made.

use std::io::{self, Write};

use crate::{
    annotate::Reason,
    cli::terminal::{harmless, paint},
    corpus::Document,
    domain::span::TextIndex,
};

/// How many characters of its words a line shows.
const SHOWN: usize = 60;

/// Writes a line for every reason: where (line and column), what mark, which rule, the words, and what more there is to say.
pub fn write(out: &mut impl Write, document: &Document, reasons: &[Reason], colour: bool) -> io::Result<()> {
    let index = TextIndex::new(&document.text);
    let breaks = (1..).zip(document.text.chars()).filter(|(_, character)| *character == '\n').map(|(position, _)| position);
    let lines: Vec<u32> = std::iter::once(0).chain(breaks).collect();
    for Reason { start, end, mark, rule, note } in reasons {
        let line = lines.partition_point(|begin| begin <= start);
        let column = start - lines.get(line.saturating_sub(1)).copied().unwrap_or(0) + 1;
        // A passage that was left alone is what one looks for: nothing else tells of it.
        let (name, code) = if *mark == "passage" { ("not a quote", "31") } else { (*mark, "36") };
        let words = shortened(index.slice(*start, *end).unwrap_or_default());
        let note = if note.is_empty() { String::new() } else { format!("  {}", harmless(note, false)) };
        let place = format!("{line}:{column}");
        let [name, rule] =
            [(code, format!("{name:<12}")), ("1", (*rule).to_owned())].map(|(code, words)| paint(colour.then_some(code), &words));
        writeln!(out, "{place:>8}  {name}  {rule}  «{}»{note}", harmless(&words, false))?;
    }
    Ok(())
}

fn shortened(words: &str) -> String {
    let more = if words.chars().nth(SHOWN).is_some() { "…" } else { "" };
    words.chars().take(SHOWN).collect::<String>() + more
}
