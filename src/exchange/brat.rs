//! brat's standoff format (<https://brat.nlplab.org/standoff.html>): `.ann` beside the text.
//!
//! Sections, names, quotes and their parts are text-bound annotations (`T`), sections with `Section_` before their kind. Relations (`R`) tie the
//! parts to their quote, normalisations (`N`) name the entity (`entity:`, `speaker:`, `addressee:` and its id), attributes (`A`) give confidence
//! and date, notes (`#`) the rest. Stretches are in code points. brat allows no line break within a stretch: a span over several lines is
//! written in as many, and put together again when it is read.

use std::{collections::HashMap, fmt::Write};

use serde::{Deserialize, Serialize};

use super::{
    gather::Imported,
    marks::{Kind, Mark},
};
use crate::{
    corpus::sidecar::Metadata,
    domain::{EntityRef, EntityType, Span, span::TextIndex},
};

/// What is known of the article as a whole: the note `Article` on the first mark.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Header {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    annotator: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    metadata: Option<Metadata>,
    #[serde(rename = "abstract", default, skip_serializing_if = "Option::is_none")]
    abstract_text: Option<String>,
}

/// Writes marks; `article` is what is known of the article, as a sidecar says it.
#[must_use]
pub fn written(text: &str, marks: &[Mark], article: (&str, &Metadata, Option<&str>)) -> String {
    let index = TextIndex::new(text);
    let numbers: HashMap<&str, usize> = marks.iter().zip(1..).map(|(mark, number)| (mark.id.as_str(), number)).collect();
    let mut out = Lines::default();
    for (mark, number) in marks.iter().zip(1..) {
        out.text_bound(&index, mark, number);
        if let Some(quote) = mark.quote.as_ref().and_then(|quote| numbers.get(quote.as_str())) {
            out.relation(mark.kind.label(), *quote, number);
        }
        let role = if matches!(mark.kind, Kind::Quote(_)) { "speaker" } else { "entity" };
        for (role, entity) in [(role, &mark.entity), ("addressee", &mark.addressee)] {
            if let Some(entity) = entity {
                out.normalisation(number, role, entity);
            }
        }
        let confidence = (mark.confidence < 1.0).then(|| mark.confidence.to_string());
        let said_on = mark.said_on.as_ref().map(ToString::to_string);
        for (name, value) in [("Confidence", confidence), ("Said_on", said_on)] {
            if let Some(value) = value {
                out.attribute(name, number, &value);
            }
        }
        for (name, value) in [("Occasion", &mark.occasion), ("Summary", &mark.summary)] {
            if let Some(value) = value {
                out.note(name, number, value);
            }
        }
        mark.roles.iter().for_each(|role| out.note("Role", number, role));
    }
    if !marks.is_empty() {
        let (annotator, metadata, abstract_text) = article;
        let header = Header {
            annotator: Some(annotator.to_owned()),
            metadata: Some(metadata.clone()),
            abstract_text: abstract_text.map(str::to_owned),
        };
        out.note("Article", 1, &serde_json::to_string(&header).unwrap_or_default());
    }
    out.written
}

/// Lines with the numbers that each kind of them counts.
#[derive(Default)]
struct Lines {
    written: String,
    relations: usize,
    attributes: usize,
    normalisations: usize,
    notes: usize,
}

impl Lines {
    fn text_bound(&mut self, index: &TextIndex, mark: &Mark, number: usize) {
        let pieces: Vec<(u32, u32, &str)> = mark.spans.iter().flat_map(|span| pieces(index, span)).collect();
        let offsets: Vec<String> = pieces.iter().map(|(start, end, _)| format!("{start} {end}")).collect();
        let words: Vec<&str> = pieces.iter().map(|(.., words)| *words).collect();
        let label = match mark.kind {
            Kind::Section(kind) => format!("Section_{}", kind.as_str()),
            kind => kind.label().to_owned(),
        };
        let _ = writeln!(self.written, "T{number}\t{label} {}\t{}", offsets.join(";"), plain(&words.join(" ")));
    }

    fn relation(&mut self, name: &str, quote: usize, part: usize) {
        self.relations += 1;
        let _ = writeln!(self.written, "R{}\t{name} Arg1:T{quote} Arg2:T{part}", self.relations);
    }

    fn attribute(&mut self, name: &str, number: usize, value: &str) {
        self.attributes += 1;
        let _ = writeln!(self.written, "A{}\t{name} T{number} {value}", self.attributes);
    }

    fn normalisation(&mut self, number: usize, role: &str, entity: &EntityRef) {
        self.normalisations += 1;
        let n = self.normalisations;
        let _ = writeln!(self.written, "N{n}\tReference T{number} {role}:{}\t{}", entity.id, plain(&entity.name));
    }

    fn note(&mut self, name: &str, number: usize, value: &str) {
        self.notes += 1;
        let _ = writeln!(self.written, "#{}\t{name} T{number}\t{}", self.notes, plain(value));
    }
}

/// Words on one line without a tab, as the format wants them.
fn plain(words: &str) -> String {
    words.replace(['\n', '\r', '\t'], " ")
}

/// A span in stretches that hold no line break, without the blanks at their edges.
fn pieces<'a>(index: &TextIndex<'a>, span: &Span) -> Vec<(u32, u32, &'a str)> {
    let mut pieces = Vec::new();
    let mut at = span.start;
    for line in index.slice(span.start, span.end).unwrap_or_default().split_inclusive(['\n', '\r']) {
        let count = |words: &str| u32::try_from(words.chars().count()).unwrap_or(u32::MAX);
        let start = at + count(line) - count(line.trim_start());
        let words = line.trim();
        if !words.is_empty() {
            pieces.push((start, start + count(words), words));
        }
        at += count(line);
    }
    pieces
}

/// Reads marks from the lines of an `.ann` file.
#[must_use]
pub fn read(lines: &str, text: &str) -> Imported {
    let index = TextIndex::new(text);
    let mut imported = Imported::default();
    let mut numbers: HashMap<String, usize> = HashMap::new();
    for line in lines.lines().filter(|line| line.starts_with('T')) {
        match text_bound(line, &index) {
            Ok(mark) => {
                numbers.insert(mark.id.clone(), imported.marks.len());
                imported.marks.push(mark);
            }
            Err(reason) => imported.dropped.count(reason),
        }
    }
    for line in lines.lines().filter(|line| !line.starts_with('T') && !line.trim().is_empty()) {
        if let Err(reason) = further(line, &numbers, &mut imported) {
            imported.dropped.count(reason);
        }
    }
    imported
}

/// Reads `T1⇥Person 0 5;7 9⇥words`.
fn text_bound(line: &str, index: &TextIndex) -> Result<Mark, String> {
    let mut fields = line.splitn(3, '\t');
    let (id, what) = (fields.next().unwrap_or_default(), fields.next().ok_or("T: not of three fields")?);
    let (label, offsets) = what.split_once(' ').ok_or("T: without offsets")?;
    let kind = Kind::labelled(label).ok_or_else(|| format!("T: the type {label} is not known"))?;
    let mut spans: Vec<Span> = Vec::new();
    for piece in offsets.split(';') {
        let (start, end) = piece.split_once(' ').ok_or("T: without offsets")?;
        let (start, end) =
            (start.parse().map_err(|_| "T: its offsets are no numbers")?, end.parse().map_err(|_| "T: its offsets are no numbers")?);
        // What a line break alone parts is one span.
        let gap = spans.last().and_then(|last| index.slice(last.end, start));
        let joined = gap.filter(|gap| gap.trim().is_empty() && gap.contains(['\n', '\r'])).and_then(|_| spans.pop());
        let from = joined.map_or(start, |last| last.start);
        spans.push(index.span(from, end).ok_or("T: its offsets are not in the text")?);
    }
    if let Some(words) = fields.next() {
        let solid = |words: &str| words.split_whitespace().collect::<String>();
        let here: String = spans.iter().filter_map(|span| span.exact.as_deref()).map(solid).collect();
        if here != solid(words) {
            return Err("T: its words are not those at its offsets".to_owned());
        }
    }
    Ok(Mark::new(id, kind, spans))
}

/// Reads a relation, an attribute, a normalisation or a note, and adds it to the mark that it is about.
fn further(line: &str, numbers: &HashMap<String, usize>, imported: &mut Imported) -> Result<(), String> {
    let mut fields = line.splitn(3, '\t');
    let (id, what) = (fields.next().unwrap_or_default(), fields.next().unwrap_or_default());
    let more = fields.next().unwrap_or_default();
    let words: Vec<&str> = what.split(' ').collect();
    let kind = id.chars().next().unwrap_or(' ');
    let gone = || format!("{kind}: about an annotation that is not there");
    let at = |name: &str| numbers.get(name).copied().ok_or_else(gone);
    match (kind, words.as_slice()) {
        ('R', [name, first, second]) => {
            let argument = |argument: &str| at(argument.split_once(':').map_or(argument, |(_, id)| id));
            relate(name, argument(first)?, argument(second)?, imported)
        }
        ('A' | 'M', [name, mark, value]) => {
            let mark = &mut imported.marks[at(mark)?];
            let unread = || format!("{kind}: {name} {value} cannot be read");
            match *name {
                "Confidence" => mark.confidence = value.parse().ok().filter(|share| (0.0..=1.0).contains(share)).ok_or_else(unread)?,
                "Said_on" => mark.said_on = Some(value.parse().map_err(|_| unread())?),
                _ => return Err(format!("{kind}: the attribute {name} is not known")),
            }
            Ok(())
        }
        ('N', [_, mark, reference]) => {
            let mark = &mut imported.marks[at(mark)?];
            let (role, id) = reference.split_once(':').unwrap_or(("", reference));
            let r#type = if let Kind::Name(kind) = mark.kind { kind } else { EntityType::Person };
            let entity = Some(EntityRef { id: id.to_owned(), r#type, name: more.to_owned() });
            if role == "addressee" {
                mark.addressee = entity;
            } else {
                mark.entity = entity;
            }
            Ok(())
        }
        ('#', [name, mark]) => {
            let mark = at(mark)?;
            note(name, mark, more, imported)
        }
        _ => Err(format!("{kind}: lines of this kind are not read")),
    }
}

/// Ties a part to its quote. A relation to a name makes the name the speaker, and the like.
fn relate(name: &str, first: usize, second: usize, imported: &mut Imported) -> Result<(), String> {
    let is_quote = |at: usize| matches!(imported.marks[at].kind, Kind::Quote(_));
    let (quote, part) = if is_quote(first) { (first, second) } else { (second, first) };
    if !is_quote(quote) || is_quote(part) {
        return Err("R: not between a quote and a part of it".to_owned());
    }
    let id = imported.marks[quote].id.clone();
    if let Kind::Name(_) = imported.marks[part].kind {
        let kind = Kind::labelled(name).filter(|kind| matches!(kind, Kind::Speaker | Kind::Addressee)).unwrap_or(Kind::Speaker);
        let spans = imported.marks[part].spans.clone();
        let number = imported.marks.len();
        imported.marks.push(Mark { quote: Some(id), ..Mark::new(format!("R{number}"), kind, spans) });
    } else {
        imported.marks[part].quote = Some(id);
    }
    Ok(())
}

fn note(name: &str, at: usize, value: &str, imported: &mut Imported) -> Result<(), String> {
    let mark = &mut imported.marks[at];
    match name {
        "Occasion" => mark.occasion = Some(value.to_owned()),
        "Summary" => mark.summary = Some(value.to_owned()),
        "Role" => mark.roles.push(value.to_owned()),
        "Article" => {
            let header: Header = serde_json::from_str(value).map_err(|_| "#: the note Article cannot be read")?;
            imported.annotator = header.annotator;
            imported.metadata = header.metadata;
            imported.abstract_text = header.abstract_text;
        }
        _ => return Err(format!("#: the note {name} is not known")),
    }
    Ok(())
}
