//! Columns in the manner of CoNLL 2003: one word a line, a tab between columns, an empty line between sentences.
//!
//! The columns are the word; its name (`B-PER`, `I-PER`, `B-ORG`, `I-ORG`, `O`); its quote (`DIRECT`, `MIXED`, `INDIRECT`); the words in
//! quotation marks (`VERBATIM`); the words that name the speaker (`SPEAKER`); the reporting words (`CUE`); the words that name whom it was said
//! to (`ADDRESSEE`), all in BIO; and the kind of section. After a colon stands, for a name, the id of the entity; for everything that belongs
//! to a quote, the number of the quote in the text. Where quotes lie in one another, the outer one is written.

use std::{
    collections::{BTreeSet, HashMap},
    fmt::Write,
};

use super::{
    marks::{Kind, Mark},
    tokens::{self, Word},
};
use crate::domain::{EntityType, span::TextIndex};

/// The names of the columns, in a comment before the first line.
const HEADER: &str = "# word\tname\tquote\tverbatim\tspeaker\tcue\taddressee\tsection\n-DOCSTART-\tO\tO\tO\tO\tO\tO\t-\n";

/// One column: marks in order, none within another.
struct Column<'a> {
    marks: Vec<((u32, u32), String, &'a Mark)>,
    next: usize,
}

/// Writes marks in columns.
#[must_use]
pub fn written(text: &str, marks: &[Mark]) -> String {
    let index = TextIndex::new(text);
    let cuts: BTreeSet<u32> = marks.iter().flat_map(|mark| &mark.spans).flat_map(|span| [span.start, span.end]).collect();
    let starts = tokens::sentence_starts(text);
    let quotes = marks.iter().filter(|mark| matches!(mark.kind, Kind::Quote(_)));
    let quotes: HashMap<&str, usize> = quotes.zip(1..).map(|(mark, number)| (mark.id.as_str(), number)).collect();
    let mut columns: Vec<Column> = COLUMNS.iter().map(|is_in| Column::of(marks, &quotes, *is_in)).collect();
    let mut out = HEADER.to_owned();
    let mut sentence = None;
    for word in tokens::words(text, &cuts) {
        let this = starts.range(..=word.start).next_back().copied();
        if sentence != this {
            out.push('\n');
            sentence = this;
        }
        out.push_str(index.slice(word.start, word.end).unwrap_or_default());
        for column in &mut columns {
            let _ = write!(out, "\t{}", column.tag(word));
        }
        out.push('\n');
    }
    out
}

/// Which marks stand in each column after the word.
const COLUMNS: [fn(Kind) -> bool; 7] = [
    |kind| matches!(kind, Kind::Name(_)),
    |kind| matches!(kind, Kind::Quote(_)),
    |kind| kind == Kind::Verbatim,
    |kind| kind == Kind::Speaker,
    |kind| kind == Kind::Cue,
    |kind| kind == Kind::Addressee,
    |kind| matches!(kind, Kind::Section(_)),
];

impl<'a> Column<'a> {
    fn of(marks: &'a [Mark], quotes: &HashMap<&str, usize>, is_in: fn(Kind) -> bool) -> Self {
        let number = |id: &str| quotes.get(id).map_or_else(String::new, |number| format!(":{number}"));
        let mut listed: Vec<_> = marks
            .iter()
            .filter(|mark| is_in(mark.kind))
            .flat_map(|mark| mark.spans.iter().map(move |span| (mark, span)))
            .map(|(mark, span)| {
                let tag = match mark.kind {
                    Kind::Section(kind) => kind.as_str().to_owned(),
                    Kind::Name(kind) => {
                        let kind = if kind == EntityType::Person { "PER" } else { "ORG" };
                        mark.entity.as_ref().map_or_else(|| kind.to_owned(), |entity| format!("{kind}:{}", entity.id))
                    }
                    kind => format!("{}{}", kind.label().to_uppercase(), number(mark.quote.as_deref().unwrap_or(&mark.id))),
                };
                ((span.start, span.end), tag, mark)
            })
            .collect();
        listed.sort_by_key(|((start, end), ..)| (*start, std::cmp::Reverse(*end)));
        let mut end = 0;
        listed.retain(|(at, ..)| {
            let outer = at.0 >= end;
            end = end.max(at.1);
            outer
        });
        Self { marks: listed, next: 0 }
    }

    fn tag(&mut self, word: Word) -> String {
        while self.marks.get(self.next).is_some_and(|((_, end), ..)| *end <= word.start) {
            self.next += 1;
        }
        match self.marks.get(self.next).filter(|((start, _), ..)| *start <= word.start) {
            None => if self.marks.first().is_some_and(|(_, _, mark)| matches!(mark.kind, Kind::Section(_))) { "-" } else { "O" }.to_owned(),
            Some((_, tag, mark)) if matches!(mark.kind, Kind::Section(_)) => tag.clone(),
            Some(((start, _), tag, _)) => format!("{}-{tag}", if *start == word.start { 'B' } else { 'I' }),
        }
    }
}
