//! One self-contained page for people: the text with its marks in colour, and what is known of each when the pointer rests on it.

use std::fmt::Write;

use base64::{Engine, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha256};

use super::{
    marks::{Kind, Mark},
    segments::{Segment, segments},
};
use crate::domain::{EntityType, QuoteType};

/// How the page looks. The page allows itself this style, by its hash, and nothing else.
const STYLE: &str = "
body { font: 1.05rem/1.6 Georgia, serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem; color: #1c1c1c; background: #fffefb; }
.text { white-space: pre-wrap; overflow-wrap: break-word; }
.direct { background: #fff1b8; } .mixed { background: #ffe3c2; } .indirect { background: #f1efe6; }
.verbatim { background: #fff1b8; } .speaker { border-bottom: 2px solid #a4262c; } .cue { border-bottom: 2px dotted #a4262c; }
.addressee { border-bottom: 2px dashed #7a5c00; } .person { color: #0b4f8a; font-weight: 600; } .organisation { color: #1f6b3a; font-weight: 600; }
.aside { color: #6b6b6b; font-size: .92em; } .title { font-size: 1.4em; font-weight: 700; } .heading { font-weight: 700; }
.legend { font: .85rem/1.8 system-ui, sans-serif; border-bottom: 1px solid #ccc; padding-bottom: .6rem; margin-bottom: 1rem; }
.legend span { margin-right: .9em; padding: 0 .25em; }
@media (prefers-color-scheme: dark) {
  body { color: #e8e6e0; background: #191917; } .direct, .verbatim { background: #514a1c; } .mixed { background: #55401f; }
  .indirect { background: #33322c; } .person { color: #8cc4ff; } .organisation { color: #8fd6a6; } .aside { color: #a5a29a; }
}
";

/// Writes the page.
#[must_use]
pub fn written(title: &str, language: &str, text: &str, marks: &[Mark]) -> String {
    let hash = STANDARD.encode(Sha256::digest(STYLE));
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n",
        escaped(language),
        escaped(title)
    );
    out.push_str("<p class=\"legend\">");
    for class in ["direct", "mixed", "indirect", "speaker", "cue", "addressee", "person", "organisation"] {
        let _ = write!(out, "<span class=\"{class}\">{class}</span>");
    }
    out.push_str("</p>\n<div class=\"text\">");
    for segment in segments(text, marks) {
        out.push_str(&shown(&segment));
    }
    out.push_str("</div>\n</body>\n</html>\n");
    out
}

fn shown(segment: &Segment) -> String {
    let classes: Vec<&str> = segment.marks.iter().filter_map(|mark| class(mark.kind)).collect();
    let notes: Vec<String> = segment.marks.iter().filter_map(|mark| note(mark)).collect();
    let words = escaped(segment.words);
    if classes.is_empty() && notes.is_empty() {
        return words;
    }
    format!("<span class=\"{}\" title=\"{}\">{words}</span>", classes.join(" "), escaped(&notes.join("\n")))
}

fn class(kind: Kind) -> Option<&'static str> {
    use crate::domain::SectionKind as S;
    Some(match kind {
        Kind::Section(S::Title) => "title",
        Kind::Section(S::Heading) => "heading",
        Kind::Section(S::Body | S::Standfirst) => return None,
        Kind::Section(_) => "aside",
        Kind::Name(EntityType::Person) => "person",
        Kind::Name(EntityType::Organisation) => "organisation",
        Kind::Quote(Some(QuoteType::Direct)) => "direct",
        Kind::Quote(Some(QuoteType::Mixed)) => "mixed",
        Kind::Quote(_) => "indirect",
        Kind::Verbatim => "verbatim",
        Kind::Speaker => "speaker",
        Kind::Cue => "cue",
        Kind::Addressee => "addressee",
    })
}

/// What is known of a mark, on one line.
fn note(mark: &Mark) -> Option<String> {
    let name = |entity: &Option<crate::domain::EntityRef>| entity.as_ref().map(|entity| entity.name.clone());
    let mut note = match mark.kind {
        Kind::Section(kind) if class(mark.kind).is_some() => kind.as_str().to_owned(),
        Kind::Section(_) | Kind::Verbatim => return None,
        Kind::Name(kind) => format!("{}: {}", kind.as_str(), name(&mark.entity).unwrap_or_default()),
        Kind::Quote(_) => {
            let speaker = name(&mark.entity).unwrap_or_else(|| "nobody named".to_owned());
            let to = name(&mark.addressee).map(|name| format!(", to {name}")).unwrap_or_default();
            let on = mark.said_on.as_ref().map(|date| format!(", {date}")).unwrap_or_default();
            format!("{} quote: {speaker}{to}{on}", mark.kind.label().to_lowercase())
        }
        Kind::Speaker | Kind::Cue | Kind::Addressee => mark.kind.label().to_lowercase(),
    };
    if !mark.roles.is_empty() {
        let _ = write!(note, " ({})", mark.roles.join("; "));
    }
    if mark.confidence < 1.0 {
        let _ = write!(note, " [{:.2}]", mark.confidence);
    }
    Some(note)
}

/// Text as HTML may hold it. Control characters, of which HTML forbids most, become the sign for what cannot be shown.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\t' => out.push(character),
            '\r' => out.push_str("&#13;"),
            _ if character.is_control() => out.push('\u{fffd}'),
            _ => out.push(character),
        }
    }
    out
}
