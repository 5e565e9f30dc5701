//! What records can be counted by, as the parameters of facets and timelines name it.

use serde_json::{Value, json};

use crate::store::{articles::Articles, counting::Countable, quotes::Quotes};

/// The list whose records a path counts.
pub fn counted_list(path: &str) -> Option<&str> {
    let path = path.trim_end_matches(".csv");
    path.strip_suffix("/facets").or_else(|| path.strip_suffix("/timeline"))
}

/// The names that `by`, `split` and `sort` may hold on the paths that count.
pub fn complete(path: &str, parameter: &mut Value) {
    let words = match counted_list(path) {
        Some("/v1/quotes") => names::<Quotes>(),
        Some("/v1/articles") => names::<Articles>(),
        _ => return,
    };
    match parameter["name"].as_str() {
        Some("by") => {
            let schema = &mut parameter["schema"];
            schema["items"] = json!({ "type": "string", "pattern": format!("^({words})$") });
            schema["uniqueItems"] = true.into();
        }
        Some("split") => parameter["schema"]["pattern"] = format!("^({words})$").into(),
        Some("sort") => parameter["schema"]["items"] = json!({ "type": "string", "pattern": "^-?(count|value)$" }),
        _ => {}
    }
}

fn names<R: Countable>() -> String {
    R::DIMENSIONS.iter().map(|dimension| dimension.name).collect::<Vec<_>>().join("|")
}
