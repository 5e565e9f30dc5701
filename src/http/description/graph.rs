//! What the filters of a graph mean for each kind of edge: put together from the lists whose filters they are, so that it cannot differ from them.

use std::collections::HashMap;

use serde_json::{Value, json};

/// Completes the descriptions of the filters of every path of the graph.
pub fn complete(document: &mut Value) {
    let (quotes, articles) = (descriptions(document, "/v1/quotes"), descriptions(document, "/v1/articles"));
    let paths = document["paths"].as_object_mut().into_iter().flatten().filter(|(path, _)| path.starts_with("/v1/graph"));
    for parameter in paths.flat_map(|(_, item)| item["get"]["parameters"].as_array_mut().into_iter().flatten()) {
        let name = parameter["name"].as_str().unwrap_or_default();
        let Some(of_quotes) = quotes.get(name).filter(|_| name != "limit") else { continue };
        let description = match articles.get(name) {
            Some(of_articles) if of_articles == of_quotes => of_quotes.clone(),
            Some(of_articles) => format!("{of_quotes} With `edge=named_with`: {}", lower_first(of_articles)),
            None => format!("{of_quotes} Not with `edge=named_with`."),
        };
        // Those of the lists find quotes that name nobody.
        match name {
            "q" => parameter["examples"]["real"]["value"] = "obama".into(),
            "cue" => parameter["examples"]["real"]["value"] = json!(["said"]),
            _ => {}
        }
        parameter["description"] = description.into();
    }
}

/// The descriptions of a path's parameters.
fn descriptions(document: &Value, path: &str) -> HashMap<String, String> {
    let parameters = document["paths"][path]["get"]["parameters"].as_array().into_iter().flatten();
    parameters
        .filter_map(|parameter| Some((parameter["name"].as_str()?.to_owned(), parameter["description"].as_str()?.to_owned())))
        .collect()
}

fn lower_first(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map(|first| format!("{}{}", first.to_lowercase(), characters.as_str())).unwrap_or_default()
}
