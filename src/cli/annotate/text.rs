//! A text with its marks: in colour, or in brackets where there is none.

use std::io::{self, Write};

use crate::{
    cli::terminal::{harmless, paint},
    domain::{EntityType, QuoteType, SectionKind},
    exchange::{
        marks::{Kind, Mark},
        segments::{Segment, segments},
    },
};

/// How one kind of mark is shown.
struct Style {
    name: &'static str,
    /// What is set (SGR) where there is colour.
    code: &'static str,
    /// What stands around it where there is none.
    brackets: [&'static str; 2],
    is: fn(Kind) -> bool,
}

/// Of marks that lie in one another, each adds to the others: colours for who, backgrounds and lines for what was said.
const STYLES: [Style; 10] = [
    Style { name: "person", code: "36", brackets: ["[", "]ₚ"], is: |kind| kind == Kind::Name(EntityType::Person) },
    Style { name: "organisation", code: "32", brackets: ["[", "]ₒ"], is: |kind| kind == Kind::Name(EntityType::Organisation) },
    Style { name: "direct quote", code: "30;43", brackets: ["{", "}d"], is: |kind| kind == Kind::Quote(Some(QuoteType::Direct)) },
    Style { name: "mixed quote", code: "33", brackets: ["{", "}m"], is: |kind| kind == Kind::Quote(Some(QuoteType::Mixed)) },
    Style { name: "indirect quote", code: "33;3", brackets: ["{", "}i"], is: |kind| kind == Kind::Quote(Some(QuoteType::Indirect)) },
    Style { name: "quoted words", code: "30;43", brackets: ["", ""], is: |kind| kind == Kind::Verbatim },
    Style { name: "speaker", code: "4;1", brackets: ["<", ">s"], is: |kind| kind == Kind::Speaker },
    Style { name: "cue", code: "35", brackets: ["<", ">c"], is: |kind| kind == Kind::Cue },
    Style { name: "addressee", code: "4", brackets: ["<", ">a"], is: |kind| kind == Kind::Addressee },
    Style { name: "not the article", code: "2", brackets: ["", ""], is: is_furniture },
];

fn is_furniture(kind: Kind) -> bool {
    matches!(kind, Kind::Section(kind) if kind.is_furniture() || kind == SectionKind::Footnote)
}

/// Writes a legend, and the text with its marks.
pub fn write(out: &mut impl Write, text: &str, marks: &[Mark], colour: bool) -> io::Result<()> {
    let legend: Vec<String> =
        STYLES
            .iter()
            .filter(|style| colour || !style.brackets[0].is_empty())
            .map(|style| {
                if colour {
                    paint(Some(style.code), style.name)
                } else {
                    format!("{}{}{}", style.brackets[0], style.name, style.brackets[1])
                }
            })
            .collect();
    writeln!(out, "{}\n", legend.join("  "))?;
    for segment in segments(text, marks) {
        if colour {
            coloured(out, &segment)?;
        } else {
            bracketed(out, &segment)?;
        }
    }
    if !text.ends_with('\n') {
        writeln!(out)?;
    }
    Ok(())
}

fn style(mark: &Mark) -> Option<&'static Style> {
    STYLES.iter().find(|style| (style.is)(mark.kind))
}

fn coloured(out: &mut impl Write, segment: &Segment) -> io::Result<()> {
    let codes: Vec<&str> =
        STYLES.iter().rev().filter(|style| segment.marks.iter().any(|mark| (style.is)(mark.kind))).map(|style| style.code).collect();
    let codes = Some(codes.join(";")).filter(|codes| !codes.is_empty());
    // A colour ends with its line: a pager that shows part of the text shows that part right.
    for line in harmless(segment.words, true).split_inclusive('\n') {
        let words = line.trim_end_matches('\n');
        write!(out, "{}{}", paint(codes.as_deref(), words), &line[words.len()..])?;
    }
    Ok(())
}

/// The words with brackets around the marks that begin and end there: what begins first closes last.
fn bracketed(out: &mut impl Write, segment: &Segment) -> io::Result<()> {
    let mut begins: Vec<&&Mark> = segment.begins.iter().collect();
    begins.sort_by_key(|mark| std::cmp::Reverse(mark.end()));
    for style in begins.iter().filter_map(|mark| style(mark)) {
        write!(out, "{}", style.brackets[0])?;
    }
    write!(out, "{}", harmless(segment.words, true))?;
    let mut ends: Vec<&&Mark> = segment.ends.iter().rev().collect();
    ends.sort_by_key(|mark| std::cmp::Reverse(mark.start()));
    for style in ends.iter().filter_map(|mark| style(mark)) {
        write!(out, "{}", style.brackets[1])?;
    }
    Ok(())
}
