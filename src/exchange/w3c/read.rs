//! Web annotations of any tool: pages, collections, lists, single ones.

use std::collections::{BTreeSet, HashSet};

use serde_json::Value;
use sha2::{Digest, Sha256};

use super::OWN;
use crate::{
    domain::{
        EntityRef, EntityType, SectionKind, Span,
        id::{self, DIGEST_DIGITS},
    },
    exchange::{
        anchor::Anchors,
        gather::Imported,
        marks::{Kind, Mark},
    },
};

/// Reads annotations, and finds their targets in the text.
#[must_use]
pub fn read(value: &Value, text: &str) -> Imported {
    let mut imported = Imported::default();
    let (mut found, mut parts) = (Vec::new(), Parts::default());
    collect(value, &mut found, &mut parts);
    for rest in parts.missing() {
        imported.dropped.count(format!("the rest of a collection: the file does not hold its page {rest}"));
    }
    let ours = sources(&found, text);
    let mut anchors = Anchors::new(text);
    for (n, annotation) in found.into_iter().enumerate() {
        if ours.as_ref().is_some_and(|ours| source(annotation).is_some_and(|source| !ours.contains(source))) {
            imported.dropped.count("annotation: of another document");
            continue;
        }
        imported.annotator = imported.annotator.take().or_else(|| creator(annotation));
        match mark(annotation, n, &mut anchors) {
            Ok(mark) => imported.marks.push(mark),
            Err(reason) => imported.dropped.count(reason),
        }
    }
    imported
}

/// The pages of collections: which are there, and which are named by those that are.
#[derive(Default)]
struct Parts<'a> {
    held: HashSet<&'a str>,
    named: BTreeSet<&'a str>,
}

impl<'a> Parts<'a> {
    /// The pages that are named and are not there.
    fn missing(&self) -> impl Iterator<Item = &'a str> {
        self.named.iter().copied().filter(|page| !self.held.contains(page))
    }
}

/// The annotations in whatever holds them: a list, a page, a collection, a graph, or several of these.
fn collect<'a>(value: &'a Value, found: &mut Vec<&'a Value>, parts: &mut Parts<'a>) {
    if let Some(list) = value.as_array() {
        return list.iter().for_each(|value| collect(value, found, parts));
    }
    let held = [&value["items"], &value["first"]["items"], &value["@graph"], &value["rows"]];
    let holder = if value["first"]["items"].is_array() { &value["first"] } else { value };
    parts.held.extend(holder["id"].as_str());
    // A collection whose pages are elsewhere names the first of them.
    let first = Some(&value["first"]).filter(|first| first["items"].is_null());
    parts.named.extend([&holder["prev"], &holder["next"]].into_iter().chain(first).filter_map(reference));
    match held.into_iter().find_map(Value::as_array) {
        Some(list) => list.iter().for_each(|value| collect(value, found, parts)),
        None if reference(&value["first"]).is_some() => {}
        None => found.push(value),
    }
}

/// An address, given as it is or as what it is the address of.
fn reference(value: &Value) -> Option<&str> {
    value.as_str().or_else(|| value["id"].as_str())
}

/// What an annotation is about.
fn source(annotation: &Value) -> Option<&str> {
    each(&annotation["target"]).into_iter().find_map(|target| reference(&target["source"]))
}

/// Which of the sources are this text, where a file is about several: those that end in its hash as the addresses of articles do. `None`
/// where all of them, or none, may be it.
fn sources<'a>(annotations: &[&'a Value], text: &str) -> Option<HashSet<&'a str>> {
    let all: HashSet<&str> = annotations.iter().filter_map(|annotation| source(annotation)).collect();
    if all.len() < 2 {
        return None;
    }
    let sha256 = hex::encode(Sha256::digest(text));
    let is_it = |source: &&str| {
        let article = source.strip_suffix("/text").unwrap_or(source);
        let digits = article.rsplit('-').next().unwrap_or_default();
        digits.len() >= DIGEST_DIGITS && sha256.starts_with(digits)
    };
    let ours: HashSet<&str> = all.into_iter().filter(is_it).collect();
    (!ours.is_empty()).then_some(ours)
}

fn creator(annotation: &Value) -> Option<String> {
    let creator = &annotation["creator"];
    [&creator["name"], &creator["nickname"], &creator["id"], creator].into_iter().find_map(Value::as_str).map(str::to_owned)
}

/// One value, or each of a list.
fn each(value: &Value) -> Vec<&Value> {
    match value {
        Value::Null => Vec::new(),
        Value::Array(list) => list.iter().collect(),
        other => vec![other],
    }
}

fn mark(annotation: &Value, n: usize, anchors: &mut Anchors) -> Result<Mark, String> {
    let body = each(&annotation["body"]);
    let kind = kind(annotation, &body).ok_or("annotation: neither section, name, quote nor part of one")?;
    let spans: Result<Vec<Span>, String> = each(&annotation["target"])
        .into_iter()
        .map(|target| span(target, anchors).map_err(|reason| format!("{}: {reason}", kind.label())))
        .collect();
    let id = annotation["id"].as_str().map_or_else(|| format!("annotation-{n}"), |id| last_segment(id).to_owned());
    let mut mark = Mark::new(id, kind, spans?);
    if mark.spans.is_empty() {
        return Err(format!("{}: no target", kind.label()));
    }
    for body in body {
        describe(&mut mark, body);
    }
    // What describes a quote may be its own words again.
    let words: Vec<&str> = mark.spans.iter().filter_map(|span| span.exact.as_deref()).collect();
    mark.summary = mark.summary.take().filter(|said| *said != words.join(" […] "));
    Ok(mark)
}

/// What an annotation marks, by its purposes, its bodies' types and values, and its tags.
fn kind(annotation: &Value, body: &[&Value]) -> Option<Kind> {
    let motivations: Vec<&str> = each(&annotation["motivation"]).into_iter().filter_map(Value::as_str).collect();
    let own = body.iter().find_map(|body| body["purpose"].as_str()?.strip_prefix(OWN).map(str::to_owned));
    let part = own.and_then(|purpose| Kind::labelled(&purpose)).filter(|kind| !matches!(kind, Kind::Quote(_) | Kind::Name(_)));
    if let (Some(part), true) = (part, motivations.contains(&"linking")) {
        return Some(part);
    }
    let values = body.iter().filter(|body| matches!(body["purpose"].as_str(), None | Some("classifying" | "tagging")));
    let mut labels: Vec<&str> = values.filter_map(|body| body["value"].as_str().or_else(|| body.as_str())).collect();
    labels.extend(each(&annotation["tags"]).into_iter().filter_map(Value::as_str));
    if motivations == ["classifying"]
        && let Some(section) = labels.iter().find_map(|label| SectionKind::ALL.into_iter().find(|kind| kind.as_str() == *label))
    {
        return Some(Kind::Section(section));
    }
    let labelled = labels.iter().find_map(|label| Kind::labelled(label));
    let agent = body.iter().find_map(|body| agent_type(body)).map(Kind::Name);
    let is_quote = motivations.contains(&"describing") && agent.is_some();
    labelled.or(if is_quote { Some(Kind::Quote(None)) } else { agent })
}

/// Takes in what one body says of a mark.
fn describe(mark: &mut Mark, body: &Value) {
    let purpose = body["purpose"].as_str().unwrap_or_default();
    let value = body["value"].as_str();
    match purpose.strip_prefix(OWN).unwrap_or(purpose) {
        "describing" => mark.summary = value.map(str::to_owned),
        "assessing" => {
            mark.confidence = value.and_then(|value| value.parse().ok()).filter(|share| (0.0..=1.0).contains(share)).unwrap_or(1.0);
        }
        "said_on" => mark.said_on = value.and_then(|value| value.parse().ok()),
        "occasion" => mark.occasion = value.map(str::to_owned),
        "addressee" if agent_type(body).is_some() => mark.addressee = agent(body),
        "verbatim" | "speaker" | "cue" | "addressee" if agent_type(body).is_none() => {
            mark.quote = reference(resource(body)).map(|id| last_segment(id).to_owned());
        }
        _ => mark.entity = mark.entity.take().or_else(|| agent(body)),
    }
}

/// What a body is: itself, or what it is a specific use of.
fn resource(body: &Value) -> &Value {
    if body["source"].is_null() { body } else { &body["source"] }
}

/// Whether a body is a person or an organisation, in the words of schema.org or FOAF.
fn agent_type(body: &Value) -> Option<EntityType> {
    each(&resource(body)["type"]).into_iter().filter_map(Value::as_str).find_map(|name| {
        match name.rsplit([':', '/', '#']).next().unwrap_or(name) {
            "Person" => Some(EntityType::Person),
            "Organization" | "Organisation" => Some(EntityType::Organisation),
            _ => None,
        }
    })
}

fn agent(body: &Value) -> Option<EntityRef> {
    let r#type = agent_type(body)?;
    let body = resource(body);
    let name = body["name"].as_str();
    let id = body["id"].as_str().map(|id| last_segment(id).to_owned()).or_else(|| name.map(id::slug))?;
    Some(EntityRef { id, r#type, name: name.unwrap_or_default().to_owned() })
}

/// What stands after the last slash or number sign of an address.
fn last_segment(address: &str) -> &str {
    address.trim_end_matches(['/', '#']).rsplit(['/', '#']).next().unwrap_or(address)
}

/// Where a target stands, by whichever of its selectors can be followed.
fn span(target: &Value, anchors: &mut Anchors) -> Result<Span, String> {
    let (mut position, mut words, mut others) = (None, None, 0);
    for selector in each(&target["selector"]) {
        let number = |name: &str| selector[name].as_u64().and_then(|number| u32::try_from(number).ok());
        match selector["type"].as_str().unwrap_or_default() {
            "TextPositionSelector" => position = number("start").zip(number("end")),
            "TextQuoteSelector" => words = selector["exact"].as_str().map(|exact| (exact, selector)),
            "FragmentSelector" => position = position.or_else(|| characters(selector["value"].as_str()?)),
            _ => others += 1,
        }
    }
    if position.is_none() && words.is_none() {
        return Err(if others > 0 { "its selectors are none that text has" } else { "no selector" }.to_owned());
    }
    let around = |name: &str| words.and_then(|(_, selector)| selector[name].as_str()).unwrap_or_default();
    anchors.find(position, words.map(|(exact, _)| exact), around("prefix"), around("suffix")).map_err(str::to_owned)
}

/// Reads `char=10,20` (RFC 5147).
fn characters(fragment: &str) -> Option<(u32, u32)> {
    let (start, end) = fragment.strip_prefix("char=")?.split(';').next()?.split_once(',')?;
    Some((start.parse().ok()?, end.parse().ok()?))
}
