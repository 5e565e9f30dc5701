//! What must hold of a sidecar: by itself, and against its document's text.

mod header;

use std::collections::{HashMap, HashSet};

use sha2::{Digest, Sha256};

pub use self::header::MAX_LINE;
use self::header::{header, one_line};
use super::{Rejection, Sidecar, sidecar::SidecarQuote};
use crate::domain::{QuoteType, Section, Span, id, span::TextIndex};

/// The longest id of an entity, in bytes.
const MAX_ID: usize = 200;

type Checked = Result<(), (String, String)>;

/// Checks what can be checked without the document.
pub fn alone(sidecar: &Sidecar) -> Result<(), Rejection> {
    let checks = [header, entities, formerly, sections, mentions, all_mentioned, quotes];
    checks.iter().try_for_each(|check| check(sidecar)).map_err(|fault| rejection(sidecar, fault))
}

/// Checks every offset against the text.
pub fn against(sidecar: &Sidecar, text: &str) -> Result<(), Rejection> {
    let index = TextIndex::new(text);
    lengths(sidecar, text, &index)
        .and_then(|()| sections_cover(sidecar, text))
        .and_then(|()| sidecar.sections.iter().enumerate().try_for_each(|(n, section)| section_fits(&index, n, section)))
        .and_then(|()| spans(sidecar).into_iter().try_for_each(|(pointer, span)| span_fits(&index, &pointer, &span)))
        .map_err(|fault| rejection(sidecar, fault))
}

fn rejection(sidecar: &Sidecar, (pointer, reason): (String, String)) -> Rejection {
    Rejection { file: sidecar.file.clone(), pointer, reason }
}

fn fault(pointer: impl Into<String>, reason: impl Into<String>) -> Checked {
    Err((pointer.into(), reason.into()))
}

fn entities(sidecar: &Sidecar) -> Checked {
    let mut seen = HashSet::new();
    for (n, entity) in sidecar.entities.iter().enumerate() {
        let pointer = format!("/entities/{n}/id");
        is_id(&pointer, &entity.id)?;
        one_line(format!("/entities/{n}/name"), &entity.name)?;
        entity.roles.iter().enumerate().try_for_each(|(at, role)| one_line(format!("/entities/{n}/roles/{at}"), role))?;
        if !seen.insert(&entity.id) {
            return fault(pointer, format!("`{}` is listed twice", entity.id));
        }
    }
    Ok(())
}

fn is_id(pointer: &str, id: &str) -> Checked {
    if id::is_id(id) && id.len() <= MAX_ID {
        return Ok(());
    }
    fault(pointer, format!("{} is not up to {MAX_ID} lower-case letters, digits and single hyphens", shown(id)))
}

/// An id that an entity had formerly is nobody's now, and was nobody else's.
fn formerly(sidecar: &Sidecar) -> Checked {
    let mut known: HashSet<_> = sidecar.entities.iter().map(|entity| &entity.id).collect();
    for (n, entity) in sidecar.entities.iter().enumerate() {
        for (at, former) in entity.formerly.iter().enumerate() {
            let pointer = format!("/entities/{n}/formerly/{at}");
            is_id(&pointer, former)?;
            if !known.insert(former) {
                return fault(pointer, format!("`{former}` is the id of an entity of this file, or listed twice"));
            }
        }
    }
    Ok(())
}

fn sections(sidecar: &Sidecar) -> Checked {
    let mut end = 0;
    for (n, section) in sidecar.sections.iter().enumerate() {
        let pointer = format!("/sections/{n}");
        if section.start >= section.end {
            return fault(pointer, "is empty or turned round");
        }
        if section.start < end {
            return fault(pointer, format!("starts at {}, before the one before it ends ({end})", section.start));
        }
        let Section { start, end: last, start_utf16, end_utf16, .. } = section.clone();
        span_alone(sidecar, &pointer, &Span { start, end: last, start_utf16, end_utf16, exact: None })?;
        end = section.end;
    }
    Ok(())
}

fn mentions(sidecar: &Sidecar) -> Checked {
    let known: HashSet<_> = sidecar.entities.iter().map(|entity| entity.id.as_str()).collect();
    let mut end = 0;
    for (n, mention) in sidecar.mentions.iter().enumerate() {
        let pointer = format!("/mentions/{n}");
        if !known.contains(mention.entity.as_str()) {
            return fault(format!("{pointer}/entity"), unknown_entity(&mention.entity));
        }
        span_alone(sidecar, &pointer, &mention.span())?;
        if mention.start < end {
            return fault(pointer, "overlaps the mention before it, or is out of order");
        }
        if section_at(&sidecar.sections, mention.start).is_none() {
            return fault(pointer, "lies in no section");
        }
        confidence(&pointer, mention.confidence)?;
        end = mention.end;
    }
    Ok(())
}

fn all_mentioned(sidecar: &Sidecar) -> Checked {
    let named: HashSet<_> = sidecar.mentions.iter().map(|mention| &mention.entity).collect();
    match sidecar.entities.iter().position(|entity| !named.contains(&entity.id)) {
        Some(n) => fault(format!("/entities/{n}"), format!("`{}` is mentioned nowhere", sidecar.entities[n].id)),
        None => Ok(()),
    }
}

fn unknown_entity(id: &str) -> String {
    format!("`{id}` is not among the entities of this file")
}

fn confidence(pointer: &str, confidence: f64) -> Checked {
    if (0.0..=1.0).contains(&confidence) { Ok(()) } else { fault(format!("{pointer}/confidence"), "must be from 0 to 1") }
}

/// The section in which a code point lies.
pub fn section_at(sections: &[Section], position: u32) -> Option<&Section> {
    let after = sections.partition_point(|section| section.start <= position);
    sections.get(after.checked_sub(1)?).filter(|section| position < section.end)
}

fn quotes(sidecar: &Sidecar) -> Checked {
    let known: HashSet<_> = sidecar.entities.iter().map(|entity| entity.id.as_str()).collect();
    let mut starts = HashMap::new();
    for (n, quote) in sidecar.quotes.iter().enumerate() {
        let pointer = format!("/quotes/{n}");
        let Some(first) = quote.content.first() else {
            return fault(format!("{pointer}/content"), "holds no span");
        };
        for (name, entity) in [("speaker", &quote.speaker), ("addressee", &quote.addressee)] {
            if let Some(entity) = entity
                && !known.contains(entity.as_str())
            {
                return fault(format!("{pointer}/{name}"), unknown_entity(entity));
            }
        }
        for (pointer, span) in quote_spans(n, quote) {
            span_alone(sidecar, &pointer, &span)?;
        }
        if section_at(&sidecar.sections, first.start).is_none() {
            return fault(format!("{pointer}/content/0"), "lies in no section");
        }
        if let Some(other) = starts.insert(first.start, n) {
            return fault(format!("{pointer}/content/0"), format!("starts where quote {other} starts: one of them is a duplicate"));
        }
        parts(&pointer, quote)?;
        confidence(&pointer, quote.confidence)?;
        for (name, line) in [("summary", &quote.summary), ("occasion", &quote.occasion)] {
            line.iter().try_for_each(|line| one_line(format!("{pointer}/{name}"), line))?;
        }
    }
    Ok(())
}

/// How content and verbatim words go together in each type of quote.
fn parts(pointer: &str, quote: &SidecarQuote) -> Checked {
    let ordered = |spans: &[Span]| spans.windows(2).all(|pair| pair[0].end <= pair[1].start);
    if !ordered(&quote.content) || !ordered(&quote.verbatim) {
        return fault(pointer, "its spans overlap or are out of order");
    }
    let positions = |spans: &[Span]| spans.iter().map(|span| (span.start, span.end)).collect::<Vec<_>>();
    let verbatim = format!("{pointer}/verbatim");
    match quote.r#type {
        QuoteType::Direct if positions(&quote.verbatim) != positions(&quote.content) => {
            fault(verbatim, "of a direct quote must equal its content")
        }
        QuoteType::Mixed if quote.verbatim.is_empty() => fault(verbatim, "of a mixed quote must hold the words in quotation marks"),
        QuoteType::Indirect if !quote.verbatim.is_empty() => fault(verbatim, "of an indirect quote must be left out"),
        _ => match quote.verbatim.iter().position(|words| !quote.content.iter().any(|span| span.contains(words))) {
            Some(n) => fault(format!("{verbatim}/{n}"), "lies outside the content"),
            None => Ok(()),
        },
    }
}

/// What a span must fulfil whatever the text says.
fn span_alone(sidecar: &Sidecar, pointer: &str, span: &Span) -> Checked {
    if span.start >= span.end || span.start_utf16 >= span.end_utf16 {
        return fault(pointer, "is empty or turned round");
    }
    // A code point has one or two units, so neither the offset nor the length can be less in UTF-16, or more than twice as much.
    let twice = |points: u32| u64::from(points)..=2 * u64::from(points);
    let lengths = u64::from(span.end_utf16 - span.start_utf16);
    if !twice(span.start).contains(&span.start_utf16.into()) || !twice(span.end - span.start).contains(&lengths) {
        return fault(pointer, "its UTF-16 offsets cannot be those of its code points");
    }
    if span.end > sidecar.document.characters || span.end_utf16 > sidecar.document.characters_utf16 {
        return fault(pointer, "runs past the end of the document");
    }
    if let Some(exact) = &span.exact {
        let units = exact.encode_utf16().count();
        if exact.chars().count() != (span.end - span.start) as usize || units != (span.end_utf16 - span.start_utf16) as usize {
            return fault(pointer, format!("`exact` is not as long as its offsets say: {}", shown(exact)));
        }
    }
    Ok(())
}

fn lengths(sidecar: &Sidecar, text: &str, index: &TextIndex) -> Checked {
    let document = &sidecar.document;
    let here = (index.bytes(), index.characters(), index.characters_utf16());
    // Where the sidecar names the bytes that the text was read from, those need not be in UTF-8.
    let is_of_text = document.sha256 == hex::encode(Sha256::digest(text));
    let same_bytes = !is_of_text || document.bytes == here.0;
    if same_bytes && (document.characters, document.characters_utf16) == (here.1, here.2) {
        return Ok(());
    }
    fault("/document", format!("the text has {} bytes, {} code points and {} UTF-16 units", here.0, here.1, here.2))
}

fn sections_cover(sidecar: &Sidecar, text: &str) -> Checked {
    let mut sections = sidecar.sections.iter().peekable();
    for (position, character) in text.chars().enumerate() {
        while sections.next_if(|section| (section.end as usize) <= position).is_some() {}
        if !character.is_whitespace() && sections.peek().is_none_or(|section| position < section.start as usize) {
            return fault("/sections", format!("code point {position} is in no section"));
        }
    }
    Ok(())
}

fn section_fits(index: &TextIndex, n: usize, section: &Section) -> Checked {
    let here = (index.utf16(section.start), index.utf16(section.end));
    if here == (section.start_utf16, section.end_utf16) {
        return Ok(());
    }
    fault(format!("/sections/{n}"), format!("its UTF-16 offsets should be {} and {}", here.0, here.1))
}

fn span_fits(index: &TextIndex, pointer: &str, span: &Span) -> Checked {
    let Some(here) = index.span(span.start, span.end) else {
        return fault(pointer, "runs past the end of the document");
    };
    let words = here.exact.as_deref().unwrap_or_default();
    if let Some(exact) = &span.exact
        && exact != words
    {
        return fault(pointer, format!("claims {} where the text has {}", shown(exact), shown(words)));
    }
    if (here.start_utf16, here.end_utf16) != (span.start_utf16, span.end_utf16) {
        return fault(pointer, format!("its UTF-16 offsets should be {} and {}", here.start_utf16, here.end_utf16));
    }
    if words.starts_with(char::is_whitespace) || words.ends_with(char::is_whitespace) {
        return fault(pointer, format!("begins or ends with a blank: {}", shown(words)));
    }
    Ok(())
}

/// Words as they may stand in a message: quoted, escaped, and not too long.
fn shown(words: &str) -> String {
    let short: String = words.chars().take(40).collect();
    let more = if short.len() < words.len() { "…" } else { "" };
    format!("{short:?}{more}")
}

/// Every span of a sidecar with its JSON pointer.
fn spans(sidecar: &Sidecar) -> Vec<(String, Span)> {
    let mentions = sidecar.mentions.iter().enumerate().map(|(n, mention)| (format!("/mentions/{n}"), mention.span()));
    let quotes = sidecar.quotes.iter().enumerate().flat_map(|(n, quote)| quote_spans(n, quote));
    mentions.chain(quotes).collect()
}

fn quote_spans(n: usize, quote: &SidecarQuote) -> Vec<(String, Span)> {
    let listed = |name: &str, spans: &[Span]| {
        spans.iter().enumerate().map(|(at, span)| (format!("/quotes/{n}/{name}/{at}"), span.clone())).collect::<Vec<_>>()
    };
    let single =
        [("speaker_as_written", &quote.speaker_as_written), ("cue", &quote.cue), ("addressee_as_written", &quote.addressee_as_written)];
    let single = single.into_iter().filter_map(|(name, span)| Some((format!("/quotes/{n}/{name}"), span.clone()?)));
    let mut all = listed("content", &quote.content);
    all.extend(listed("verbatim", &quote.verbatim));
    all.extend(single);
    all
}
