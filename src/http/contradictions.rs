//! Values that each pass alone, and not together.

use serde_json::{Map, Value};

use super::{error::Fault, lookup, suggest, validate::shown};
use crate::{
    domain::PartialDate,
    store::{ranking::RELEVANCE, search::Search},
};

/// Values that are valid alone but not as what they stand for, or not together.
pub fn contradictions(path: &str, values: &Map<String, Value>) -> Vec<Fault> {
    let mut faults = match path {
        suggest::PATH => suggest::faults(values),
        lookup::PATH => lookup::faults(values),
        _ => Vec::new(),
    };
    let text = |name: &str| values.get(name).and_then(Value::as_str);
    if let Some(typed) = text("q").filter(|_| path != suggest::PATH)
        && let Err(error) = Search::parse(typed)
    {
        faults.push(Fault::new("q", typed, error.to_string()));
    }
    let mut date = |name: &str| match text(name).map(str::parse::<PartialDate>) {
        Some(Err(error)) => {
            faults.push(Fault::new(name, text(name).unwrap_or_default(), format!("names a day that does not exist: {error}")));
            None
        }
        parsed => parsed.and_then(Result::ok),
    };
    date("accessed");
    if let (Some(from), Some(to)) = (date("from"), date("to"))
        && from.first_day() > to.last_day()
    {
        faults.push(Fault::new("to", to.as_str(), format!("ends before `from` ({from}) begins")));
    }
    for (name, other, detail) in [
        ("offset", "cursor", "cannot stand beside `cursor`: a cursor already says where to go on"),
        ("sentences", "words", "cannot stand beside `words`: choose one of the two"),
    ] {
        if let (Some(value), true) = (values.get(name), values.contains_key(other)) {
            faults.push(Fault::new(name, &value.to_string(), detail));
        }
    }
    if let (Some(seed), false) = (values.get("seed"), values.contains_key("sample")) {
        faults.push(Fault::new("seed", &seed.to_string(), "means nothing without `sample`"));
    }
    faults.extend(unrankable(values));
    faults
}

/// An order by relevance of what has none.
fn unrankable(values: &Map<String, Value>) -> Option<Fault> {
    let keys = values.get("sort")?.as_array().filter(|keys| keys.iter().any(|key| key == RELEVANCE))?;
    let search = values.get("q").and_then(Value::as_str).map(Search::parse);
    let detail = match search {
        None => "needs `q`: name what is searched for, or leave this out",
        Some(Ok(search)) if search.required.is_empty() => "needs a word or a phrase in `q`, which only says what is left out: add one",
        _ if keys.len() > 1 => "stands alone: leave the other keys out",
        _ if values.contains_key("sample") => "cannot stand beside `sample`, which ranks nothing: leave one of the two out",
        _ => return None,
    };
    Some(Fault::new("sort", &shown(&values["sort"]), detail))
}
