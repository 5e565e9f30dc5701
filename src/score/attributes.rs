//! What is said of a quote that both annotations have: its speaker, cue, addressee, date, and whom it is about.

use std::collections::BTreeSet;

use super::{
    Score,
    alignment::words,
    cases::{Fault, Places},
    figures::Figure,
    matching::shared,
    quotes::{Both, Said},
};
use crate::{
    corpus::{Sidecar, sidecar::SidecarQuote},
    domain::Span,
};

/// Compares what is said of each quote found.
pub fn compare(both: &Both, found: &[(usize, usize)], score: &mut Score) {
    for &(g, p) in found {
        let (gold, predicted) = (&both.gold[g], &both.predicted[p]);
        speaker(both, gold, predicted, score);
        let cue = |said: &Said| said.quote.cue.clone();
        written(both, Figure::Cue, [gold, predicted], cue, overlap, score);
        let speaker = |said: &Said| said.quote.speaker_as_written.clone();
        written(both, Figure::SpeakerAsWritten, [gold, predicted], speaker, |a, b| (a.start, a.end) == (b.start, b.end), score);
        written(both, Figure::SpeakerOverlap, [gold, predicted], speaker, overlap, score);
        addressee(both, gold, predicted, score);
        said_on(both, gold, predicted, score);
        about(both, gold, predicted, score);
    }
}

/// Who speaks, where gold knows who it is. A speaker given where gold has none spoils the precision.
fn speaker(both: &Both, gold: &Said, predicted: &Said, score: &mut Score) {
    let (speaker, given) = (&gold.quote.speaker, &predicted.quote.speaker);
    let right = matches!((speaker, given), (Some(speaker), Some(given)) if both.alignment.is_same(speaker, given));
    score.count(Figure::Speaker, usize::from(speaker.is_some()), usize::from(given.is_some()), usize::from(right));
    if !right && (speaker.is_some() || given.is_some()) {
        let values = [both.speaker(both.gold_sidecar, gold), both.speaker(both.predicted_sidecar, predicted)].map(Some);
        note(both, Figure::Speaker, gold, predicted, values, score);
    }
}

/// Words that name or introduce the speaker.
fn written(
    both: &Both,
    figure: Figure,
    [gold, predicted]: [&Said; 2],
    part: impl Fn(&Said) -> Option<Span>,
    same: impl Fn(&Span, &Span) -> bool,
    score: &mut Score,
) {
    let (words, given) = (part(gold), part(predicted));
    let right = matches!((&words, &given), (Some(words), Some(given)) if same(words, given));
    score.count(figure, usize::from(words.is_some()), usize::from(given.is_some()), usize::from(right));
    if !right && (words.is_some() || given.is_some()) {
        let values = [words, given].map(|span| span.and_then(|span| shown(both.places, &span)));
        note(both, figure, gold, predicted, values, score);
    }
}

fn addressee(both: &Both, gold: &Said, predicted: &Said, score: &mut Score) {
    let is_there = |quote: &SidecarQuote| quote.addressee.is_some() || quote.addressee_as_written.is_some();
    let (there, given) = (is_there(gold.quote), is_there(predicted.quote));
    let right = match (&gold.quote.addressee, &predicted.quote.addressee) {
        (Some(addressee), Some(given)) => both.alignment.is_same(addressee, given),
        (Some(_), None) => false,
        (None, _) => matches!(
            (&gold.quote.addressee_as_written, &predicted.quote.addressee_as_written),
            (Some(written), Some(other)) if same_words(written, other)
        ),
    };
    score.count(Figure::Addressee, usize::from(there), usize::from(given), usize::from(right));
    if !right && (there || given) {
        let value = |sidecar: &Sidecar, said: &Said| {
            let name = said.quote.addressee.as_deref().map(|id| self::name(sidecar, id));
            is_there(said.quote).then(|| party(both.places, name, said.quote.addressee_as_written.as_ref()))
        };
        let values = [value(both.gold_sidecar, gold), value(both.predicted_sidecar, predicted)];
        note(both, Figure::Addressee, gold, predicted, values, score);
    }
}

fn said_on(both: &Both, gold: &Said, predicted: &Said, score: &mut Score) {
    let (date, given) = (&gold.quote.said_on, &predicted.quote.said_on);
    let right = date.is_some() && date == given;
    score.count(Figure::SaidOn, usize::from(date.is_some()), usize::from(given.is_some()), usize::from(right));
    if date != given {
        let values = [date, given].map(|date| date.as_ref().map(ToString::to_string));
        note(both, Figure::SaidOn, gold, predicted, values, score);
    }
}

/// The people and organisations named in the content.
fn about(both: &Both, gold: &Said, predicted: &Said, score: &mut Score) {
    let (named, given) = (inside(both.gold_sidecar, gold.quote), inside(both.predicted_sidecar, predicted.quote));
    // Two entities predicted that are the same one of gold count as one of them right and one too many.
    let right: BTreeSet<&str> = given.iter().filter_map(|id| both.alignment.gold_of(id)).filter(|id| named.contains(id)).collect();
    score.count(Figure::About, named.len(), given.len(), right.len());
    if right.len() != named.len() || right.len() != given.len() {
        let listed = |sidecar: &Sidecar, ids: &BTreeSet<&str>| {
            let list: Vec<&str> = ids.iter().map(|id| name(sidecar, id)).collect();
            (!list.is_empty()).then(|| list.join(", "))
        };
        let values = [listed(both.gold_sidecar, &named), listed(both.predicted_sidecar, &given)];
        note(both, Figure::About, gold, predicted, values, score);
    }
}

/// The ids of those named within the content of a quote.
fn inside<'a>(sidecar: &'a Sidecar, quote: &SidecarQuote) -> BTreeSet<&'a str> {
    let within = |span: &Span| {
        let (start, end) = (span.start, span.end);
        let first = sidecar.mentions.partition_point(|mention| mention.start < start);
        sidecar.mentions[first..].iter().take_while(move |mention| mention.end <= end).map(|mention| mention.entity.as_str())
    };
    quote.content.iter().flat_map(within).collect()
}

fn note(both: &Both, figure: Figure, gold: &Said, predicted: &Said, [value, given]: [Option<String>; 2], score: &mut Score) {
    let fault = match (&value, &given) {
        (Some(_), None) => Fault::Missed,
        (None, Some(_)) => Fault::Spurious,
        _ => Fault::Wrong,
    };
    let case = both.places.case(figure, fault, gold.whole(), gold.exact());
    score.cases.push(case.values(value, given).predicted_at(predicted.whole()));
}

fn overlap(a: &Span, b: &Span) -> bool {
    shared((a.start, a.end), (b.start, b.end)) > 0
}

/// Whether two spans overlap, or hold the same words but for case and an article before them.
pub fn same_words(a: &Span, b: &Span) -> bool {
    let equal = match (&a.exact, &b.exact) {
        (Some(a), Some(b)) => words(a) == words(b),
        _ => false,
    };
    equal || overlap(a, b)
}

/// An entity's name; its id where the file does not list it.
pub fn name<'a>(sidecar: &'a Sidecar, id: &'a str) -> &'a str {
    sidecar.entities.iter().find(|entity| entity.id == id).map_or(id, |entity| &entity.name)
}

/// Somebody by name, and as written.
pub fn party(places: &Places, name: Option<&str>, written: Option<&Span>) -> String {
    let written = written.and_then(|span| shown(places, span));
    match (name, written) {
        (Some(name), Some(written)) => format!("{name} (as \"{written}\")"),
        (Some(name), None) => name.to_owned(),
        (None, Some(written)) => format!("no id (as \"{written}\")"),
        (None, None) => "nobody".to_owned(),
    }
}

fn shown(places: &Places, span: &Span) -> Option<String> {
    places.words((span.start, span.end)).or_else(|| span.exact.clone())
}
