//! spaCy's `Doc.to_json` (<https://spacy.io/api/doc#to_json>), as `Doc.from_json` reads it.
//!
//! Names are `ents` (`PERSON`, `ORG`). Sections, quotes and their parts are span groups: `sections`, `quotes`, `verbatim`, `speakers`, `cues`,
//! `addressees`; a quote of several spans stands there several times. What spaCy has no place for (which span belongs to which quote, who is who,
//! confidence, date, metadata) stands under `onrecord`, by the offsets of the spans. spaCy passes it over; to keep it through spaCy, make it an
//! extension (`Doc.set_extension("onrecord", default=None)`, `doc._.onrecord = data["onrecord"]`) and write with
//! `doc.to_json(underscore=["onrecord"])`: it is read from there too. Sentences and tokens are Unicode's (UAX 29), cut where a mark begins or ends, because spaCy refuses a
//! span that cuts a token. Blanks at the edges of sections are left out for the same reason.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{
    gather::Imported,
    marks::{Kind, Mark},
    tokens::{self, Word, is_blank},
};
use crate::{
    corpus::sidecar::Metadata,
    domain::{EntityRef, EntityType, PartialDate, Span, span::TextIndex},
};

/// What stands under `onrecord`.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Extension {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    annotator: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    metadata: Option<Metadata>,
    #[serde(rename = "abstract", default, skip_serializing_if = "Option::is_none")]
    abstract_text: Option<String>,
    #[serde(default)]
    marks: Vec<Known>,
}

/// What is known of one span beyond its label.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Known {
    group: String,
    start: u32,
    end: u32,
    /// The mark that the span belongs to: the spans of one quote have the same.
    id: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    quote: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    entity: Option<EntityRef>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    addressee: Option<EntityRef>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    confidence: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    said_on: Option<PartialDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    occasion: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    summary: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    roles: Vec<String>,
}

/// Writes marks; `article` is what is known of the article, as a sidecar says it.
#[must_use]
pub fn written(text: &str, marks: &[Mark], article: (&str, &Metadata, Option<&str>)) -> Value {
    let letters: Vec<char> = text.chars().collect();
    let mut ents = Vec::new();
    let mut groups: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
    let mut known = Vec::new();
    let mut cuts = BTreeSet::new();
    for mark in marks {
        let group = group(mark.kind);
        for (start, end) in mark.spans.iter().filter_map(|span| solid(&letters, span)) {
            cuts.extend([start, end]);
            let kb_id = mark.entity.as_ref().map_or("", |entity| &entity.id);
            let span = json!({ "start": start, "end": end, "label": label(mark.kind), "kb_id": kb_id });
            if let Kind::Name(_) = mark.kind {
                ents.push(span);
            } else {
                groups.entry(group).or_default().push(span);
            }
            known.push(extended(mark, group, start, end));
        }
    }
    let (annotator, metadata, abstract_text) = article;
    let extension = Extension {
        annotator: Some(annotator.to_owned()),
        metadata: Some(metadata.clone()),
        abstract_text: abstract_text.map(str::to_owned),
        marks: known,
    };
    let words = spacy_tokens(&letters, &tokens::words(text, &cuts));
    let sentences = sentences(&words, &tokens::sentence_starts(text));
    let numbered = words.iter().enumerate().map(|(id, word)| json!({ "id": id, "start": word.start, "end": word.end }));
    json!({
        "text": text,
        "ents": ents,
        "sents": sentences,
        "tokens": numbered.collect::<Vec<_>>(),
        "spans": groups,
        "onrecord": extension,
    })
}

fn group(kind: Kind) -> &'static str {
    match kind {
        Kind::Section(_) => "sections",
        Kind::Name(_) => "ents",
        Kind::Quote(_) => "quotes",
        Kind::Verbatim => "verbatim",
        Kind::Speaker => "speakers",
        Kind::Cue => "cues",
        Kind::Addressee => "addressees",
    }
}

fn label(kind: Kind) -> String {
    match kind {
        Kind::Section(kind) => kind.as_str().to_owned(),
        Kind::Name(EntityType::Person) => "PERSON".to_owned(),
        Kind::Name(EntityType::Organisation) => "ORG".to_owned(),
        other => other.label().to_uppercase(),
    }
}

/// A span without the blanks at its edges; none where nothing is left.
fn solid(letters: &[char], span: &Span) -> Option<(u32, u32)> {
    let inside = letters.get(span.start as usize..span.end as usize)?;
    let first = inside.iter().position(|letter| !is_blank(*letter))?;
    let last = inside.iter().rposition(|letter| !is_blank(*letter))?;
    let at = |offset: usize| Some(span.start + u32::try_from(offset).ok()?);
    Some((at(first)?, at(last + 1)?))
}

fn extended(mark: &Mark, group: &str, start: u32, end: u32) -> Known {
    Known {
        group: group.to_owned(),
        start,
        end,
        id: mark.id.clone(),
        quote: mark.quote.clone(),
        entity: mark.entity.clone(),
        addressee: mark.addressee.clone(),
        confidence: Some(mark.confidence).filter(|confidence| *confidence < 1.0),
        said_on: mark.said_on.clone(),
        occasion: mark.occasion.clone(),
        summary: mark.summary.clone(),
        roles: mark.roles.clone(),
    }
}

/// Tokens as spaCy has them: one blank after a word is the word's, whatever other blanks there are in a row are a token.
fn spacy_tokens(letters: &[char], words: &[Word]) -> Vec<Word> {
    let mut tokens = Vec::with_capacity(words.len());
    let end = u32::try_from(letters.len()).unwrap_or(u32::MAX);
    let mut at = 0;
    for (n, word) in words.iter().chain([&Word { start: end, end }]).enumerate() {
        let owned = u32::from(n > 0 && at < word.start && letters.get(at as usize) == Some(&' '));
        if at + owned < word.start {
            tokens.push(Word { start: at + owned, end: word.start });
        }
        tokens.extend(Some(*word).filter(|word| word.start < word.end));
        at = word.end;
    }
    tokens
}

/// Sentences that end where tokens do.
fn sentences(words: &[Word], starts: &BTreeSet<u32>) -> Vec<Value> {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for word in words {
        let begins = starts.range(..=word.start).next_back().is_some_and(|start| runs.last().is_none_or(|run| run.0 < *start));
        match runs.last_mut() {
            Some(run) if !begins => run.1 = word.end,
            _ => runs.push((word.start, word.end)),
        }
    }
    runs.into_iter().map(|(start, end)| json!({ "start": start, "end": end })).collect()
}

/// Reads a document.
///
/// # Errors
/// Where it is of another text.
pub fn read(value: &Value, text: &str) -> Result<Imported, String> {
    if value["text"].as_str().is_some_and(|own| own != text) {
        return Err("its text is not that of the document".to_owned());
    }
    let index = TextIndex::new(text);
    let mut imported = Imported::default();
    let Extension { annotator, metadata, abstract_text, marks } =
        match [&value["onrecord"], &value["_"]["onrecord"]].into_iter().find(|written| !written.is_null()) {
            None => Extension::default(),
            Some(written) => serde_json::from_value(written.clone()).unwrap_or_else(|_| {
                imported.dropped.count("onrecord: cannot be read");
                Extension::default()
            }),
        };
    let mut known: HashMap<(&str, u32, u32), Vec<&Known>> = HashMap::new();
    for mark in &marks {
        known.entry((&mark.group, mark.start, mark.end)).or_default().push(mark);
    }
    let mut places: HashMap<String, usize> = HashMap::new();
    let none = serde_json::Map::new();
    let groups = value["spans"].as_object().unwrap_or(&none);
    let ents = value["ents"].as_array().map(|ents| ("ents", ents));
    for (group, spans) in ents.into_iter().chain(groups.iter().filter_map(|(name, spans)| Some((name.as_str(), spans.as_array()?)))) {
        for span in spans {
            match mark(span, group, &index) {
                Ok(mark) => {
                    let place = (group, mark.start(), mark.end());
                    // Several marks may stand on one span: they come in the order in which they were written.
                    let more = known.get_mut(&place).filter(|list| !list.is_empty()).map(|list| list.remove(0));
                    add(mark, more, &mut places, &mut imported);
                }
                Err(reason) => imported.dropped.count(reason),
            }
        }
    }
    Ok(Imported { annotator, metadata, abstract_text, ..imported })
}

/// One span as a mark: a name among `ents`, a section in its group, and otherwise what its label or its group says.
fn mark(span: &Value, group: &str, index: &TextIndex) -> Result<Mark, String> {
    let label = span["label"].as_str().unwrap_or_default();
    let labelled = match group {
        "sections" => Kind::labelled(&format!("section_{label}")),
        "verbatim" | "speakers" | "cues" | "addressees" => Kind::labelled(group.trim_end_matches('s')),
        _ => Kind::labelled(label).or_else(|| Kind::labelled(group.trim_end_matches('s'))),
    };
    let kind = labelled.ok_or_else(|| format!("{group}: the label {label} is not known"))?;
    let number = |name: &str| span[name].as_u64().and_then(|number| u32::try_from(number).ok());
    let (start, end) = number("start").zip(number("end")).ok_or_else(|| format!("{group}: a span without offsets"))?;
    let place = index.span(start, end).ok_or_else(|| format!("{group}: offsets that are not in the text"))?;
    let mut mark = Mark::new(format!("{group}-{start}-{end}"), kind, vec![place]);
    if let (Kind::Name(r#type), Some(id)) = (kind, span["kb_id"].as_str().filter(|id| !id.is_empty() && *id != "NIL")) {
        mark.entity = Some(EntityRef { id: id.to_owned(), r#type, name: String::new() });
    }
    Ok(mark)
}

/// Adds a mark with what more is known of it; a span of a quote that is there already is added to that.
fn add(mark: Mark, more: Option<&Known>, places: &mut HashMap<String, usize>, imported: &mut Imported) {
    let Some(more) = more.cloned() else { return imported.marks.push(mark) };
    if let Some(&at) = places.get(&more.id) {
        return imported.marks[at].spans.extend(mark.spans);
    }
    places.insert(more.id.clone(), imported.marks.len());
    imported.marks.push(Mark {
        id: more.id,
        quote: more.quote,
        entity: more.entity.or(mark.entity),
        addressee: more.addressee,
        confidence: more.confidence.filter(|share| (0.0..=1.0).contains(share)).unwrap_or(1.0),
        said_on: more.said_on,
        occasion: more.occasion,
        summary: more.summary,
        roles: more.roles,
        kind: mark.kind,
        spans: mark.spans,
    });
}
