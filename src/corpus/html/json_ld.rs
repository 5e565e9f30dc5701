//! schema.org JSON-LD within pages: the article's node, wherever it stands.

use serde_json::{Map, Value};

use crate::{corpus::known::Fill, domain::Known};

/// The most nodes of a script that are looked at.
const MAX_NODES: usize = 10_000;

/// Reads one script. One that is no JSON says nothing.
pub fn read(script: &str, known: &mut Known) {
    let script = script.trim().trim_start_matches("<!--").trim_end_matches("-->").trim();
    let Ok(value) = serde_json::from_str::<Value>(script) else { return };
    let nodes = nodes(&value);
    let Some(article) = nodes.iter().find(|node| is_article(node)) else { return };
    let texts = |name: &str| named(article.get(name), &nodes);
    texts("headline").iter().chain(&texts("name")).for_each(|title| known.fill_title(title));
    known.fill_authors(texts("author").iter().chain(&texts("creator")).map(String::as_str));
    for name in texts("publisher") {
        known.fill_source(&name);
    }
    for name in ["datePublished", "dateCreated"] {
        for date in texts(name) {
            known.fill_published(&date);
        }
    }
    for language in texts("inLanguage") {
        known.fill_language(&language);
    }
    for name in ["url", "mainEntityOfPage", "@id"] {
        let address = article.get(name).and_then(|value| value.as_str().or_else(|| value.get("@id")?.as_str()));
        if let Some(address) = address {
            known.fill_url(address);
        }
    }
}

/// Every object of a script, outer ones first. `serde_json` reads no deeper than 128 levels.
fn nodes(value: &Value) -> Vec<&Map<String, Value>> {
    let mut found = Vec::new();
    let mut waiting = std::collections::VecDeque::from([value]);
    while let Some(value) = waiting.pop_front() {
        match value {
            Value::Array(values) => waiting.extend(values),
            Value::Object(object) => {
                found.push(object);
                waiting.extend(object.values());
            }
            _ => {}
        }
        if found.len() >= MAX_NODES {
            break;
        }
    }
    found
}

fn is_article(node: &Map<String, Value>) -> bool {
    let types: Vec<&str> = match node.get("@type") {
        Some(Value::String(r#type)) => vec![r#type],
        Some(Value::Array(types)) => types.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    types.iter().any(|r#type| r#type.ends_with("Article") || r#type.ends_with("Posting") || *r#type == "Report")
}

/// What a value says in words: itself, an object's name, or the name of the node that it points to; of a list, each of them.
fn named(value: Option<&Value>, nodes: &[&Map<String, Value>]) -> Vec<String> {
    let values = match value {
        Some(Value::Array(values)) => values.iter().collect(),
        Some(value) => vec![value],
        None => Vec::new(),
    };
    let name = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Object(object) => {
            let id = object.get("@id").and_then(Value::as_str);
            let there =
                || nodes.iter().find(|node| node.contains_key("name") && node.get("@id").and_then(Value::as_str) == id && id.is_some());
            let own = object.get("name").or_else(|| object.get("@value"));
            own.or_else(|| there()?.get("name")).and_then(Value::as_str).map(str::to_owned)
        }
        _ => None,
    };
    values.into_iter().take(50).filter_map(name).collect()
}
