//! CSL-JSON 1.0.2 (<https://docs.citationstyles.org/en/stable/specification.html>): what citeproc, Pandoc and Zotero read.

use serde_json::{Map, Value, json};

use super::{
    name::Name,
    reference::{Kind, Reference},
};
use crate::domain::PartialDate;

/// Writes an array of one item.
pub fn write(reference: &Reference) -> String {
    let kind = match reference {
        Reference { kind: Kind::Dataset, .. } => "dataset",
        Reference { container: Some(_), .. } => "article-newspaper",
        Reference { url: Some(_), .. } => "webpage",
        _ => "article",
    };
    let names = |names: &[Name]| (!names.is_empty()).then(|| names.iter().map(name).collect::<Value>());
    let text = |text: &Option<String>| text.as_deref().map(Value::from);
    let properties = [
        ("id", Some(Value::from(&*reference.key))),
        ("type", Some(kind.into())),
        ("author", names(&reference.authors)),
        ("editor", names(&reference.editors)),
        ("title", Some(Value::from(&*reference.title))),
        ("container-title", text(&reference.container)),
        ("issued", reference.issued.as_ref().map(date)),
        ("accessed", reference.accessed.as_ref().map(date)),
        ("version", text(&reference.version)),
        ("URL", text(&reference.url)),
        ("language", text(&reference.language)),
        ("source", reference.record.as_ref().map(|_| Value::from(&*reference.database))),
        ("note", Some(Value::from(&*reference.note))),
    ];
    let item: Map<String, Value> = properties.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect();
    format!("{:#}\n", json!([item]))
}

fn name(name: &Name) -> Value {
    match name {
        Name::Person { family, given, suffix: None } => json!({ "family": family, "given": given }),
        Name::Person { family, given, suffix: Some(suffix) } => json!({ "family": family, "given": given, "suffix": suffix }),
        Name::Whole(whole) => json!({ "literal": whole }),
    }
}

/// As many parts as the date has.
fn date(date: &PartialDate) -> Value {
    let parts: Vec<u16> = date.as_str().split('-').filter_map(|part| part.parse().ok()).collect();
    json!({ "date-parts": [parts] })
}
