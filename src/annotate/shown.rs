//! The quotes of small invented articles in a form that tests can show.

use super::explain;
use crate::domain::{Known, Quote, Span};

/// The day of every article here: a Wednesday.
const PUBLISHED: &str = "2021-03-10";

/// The quotes of a page, or of one paragraph below a headline: `type: content | speaker (entity) cue > addressee, day, occasion <rule>`.
pub fn quotes(text: &str) -> Vec<String> {
    let page = if text.contains("\n\n") { text.to_owned() } else { format!("A headline\n\n{text}\n") };
    let known = Known { published: PUBLISHED.parse().ok(), ..Known::default() };
    let (annotated, reasons) = explain("0123456789abcdef", &page, &known);
    let rule = |quote: &Quote| {
        let start = quote.content[0].start;
        reasons.iter().find(|reason| reason.mark == "quote" && reason.start == start).map_or("", |reason| reason.rule)
    };
    annotated.quotes.iter().map(|quote| format!("{} <{}>", shown(quote), rule(quote))).collect()
}

fn words(span: Option<&Span>) -> &str {
    span.and_then(|span| span.exact.as_deref()).unwrap_or("-")
}

fn shown(quote: &Quote) -> String {
    let content: Vec<&str> = quote.content.iter().map(|span| words(Some(span))).collect();
    let entity = quote.speaker.as_ref().map_or("-", |entity| &entity.name);
    let speaker = words(quote.speaker_as_written.as_ref());
    let addressee = quote.addressee_as_written.as_ref().map_or_else(String::new, |addressee| format!(" > {}", words(Some(addressee))));
    let circumstances = [quote.said_on.as_ref().map(ToString::to_string), quote.occasion.clone()];
    let circumstances: String = circumstances.into_iter().flatten().flat_map(|circumstance| [", ".to_owned(), circumstance]).collect();
    let cue = words(quote.cue.as_ref());
    format!("{}: {} | {speaker} ({entity}) {cue}{addressee}{circumstances}", quote.r#type.as_str(), content.join(" + "))
}
