//! One query parameter as the description states it, and how a value is read by it.

use std::{collections::HashMap, sync::Arc};

use regex::Regex;
use serde_json::{Number, Value};

use super::error::Fault;
use crate::store::vocabulary::nearest;

/// What the description says of one parameter.
#[derive(Debug)]
pub struct Parameter {
    kind: Kind,
    /// The most values of a list; `None` for a parameter that has one value.
    max_items: Option<usize>,
    /// Whether a request must have it.
    pub required: bool,
    /// Whether a value that stands twice is a mistake.
    is_set: bool,
}

#[derive(Debug)]
enum Kind {
    Text { allowed: Vec<String>, pattern: Option<Arc<Regex>>, length: (usize, usize) },
    Integer { least: i64, most: i64 },
    Number { least: f64, most: f64 },
}

/// Patterns that were compiled: many parameters have the same one, and each takes some hundred kilobytes.
#[derive(Debug, Default)]
pub struct Patterns(HashMap<String, Arc<Regex>>);

impl Patterns {
    fn compiled(&mut self, pattern: &str) -> Option<Arc<Regex>> {
        if let Some(known) = self.0.get(pattern) {
            return Some(known.clone());
        }
        let compiled = Arc::new(Regex::new(pattern).ok()?);
        self.0.insert(pattern.to_owned(), compiled.clone());
        Some(compiled)
    }
}

/// The most values that a list may have where its description names no number.
const MAX_ITEMS: usize = 100;

impl Parameter {
    /// Compiles a parameter object of an OpenAPI document. Where values are looked up in a vocabulary, their form is not checked: whatever does
    /// not have it is not found either, and what is not found is answered with what was meant.
    #[must_use]
    pub fn compile(parameter: &Value, description: &Value, is_looked_up: bool, patterns: &mut Patterns) -> Self {
        let schema = resolve(&parameter["schema"], description);
        let required = parameter["required"] == true;
        if schema["type"] == "array" {
            let max_items = schema["maxItems"].as_u64().and_then(|most| usize::try_from(most).ok()).unwrap_or(MAX_ITEMS);
            let mut kind = Kind::compile(resolve(&schema["items"], description), patterns);
            if let (true, Kind::Text { pattern, .. }) = (is_looked_up, &mut kind) {
                *pattern = None;
            }
            Self { kind, max_items: Some(max_items), is_set: schema["uniqueItems"] == true, required }
        } else {
            Self { kind: Kind::compile(schema, patterns), max_items: None, is_set: false, required }
        }
    }

    /// Reads what was sent under this name: one value, or a list by commas and repetition alike.
    ///
    /// # Errors
    /// Every fault of the values.
    pub fn read(&self, name: &str, sent: &[&str]) -> Result<Value, Vec<Fault>> {
        let Some(max_items) = self.max_items else {
            if sent.len() > 1 {
                return Err(vec![Fault::new(name, sent[1], "stands more than once; it has one value")]);
            }
            return self.kind.read(name, sent[0]).map_err(|fault| vec![fault]);
        };
        let sent: Vec<&str> = sent.iter().flat_map(|value| value.split(',')).take(max_items + 1).collect();
        if sent.len() > max_items {
            return Err(vec![Fault::new(name, sent[0], format!("has more values than the {max_items} that are taken"))]);
        }
        // A value that stands twice asks for nothing more, and would only cost.
        let mut items: Vec<&str> = Vec::new();
        for item in sent {
            if !items.contains(&item) {
                items.push(item);
            } else if self.is_set {
                return Err(vec![Fault::new(name, item, "stands more than once in a list of different values")]);
            }
        }
        let (read, faults): (Vec<_>, Vec<_>) = items.iter().map(|item| self.kind.read(name, item)).partition(Result::is_ok);
        if faults.is_empty() { Ok(read.into_iter().flatten().collect()) } else { Err(faults.into_iter().filter_map(Result::err).collect()) }
    }
}

impl Kind {
    fn compile(schema: &Value, patterns: &mut Patterns) -> Self {
        match schema["type"].as_str() {
            Some("integer") => {
                Self::Integer { least: schema["minimum"].as_i64().unwrap_or(0), most: schema["maximum"].as_i64().unwrap_or(i64::MAX) }
            }
            Some("number") => {
                Self::Number { least: schema["minimum"].as_f64().unwrap_or(f64::MIN), most: schema["maximum"].as_f64().unwrap_or(f64::MAX) }
            }
            _ => {
                let length = |key: &str, otherwise| schema[key].as_u64().and_then(|n| usize::try_from(n).ok()).unwrap_or(otherwise);
                let pattern = schema["pattern"].as_str().and_then(|pattern| patterns.compiled(pattern));
                let listed = schema["enum"].as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect();
                let allowed = [listed, schema["pattern"].as_str().map(alternatives).unwrap_or_default()].concat();
                Self::Text { allowed, pattern, length: (length("minLength", 0), length("maxLength", usize::MAX)) }
            }
        }
    }

    fn read(&self, name: &str, value: &str) -> Result<Value, Fault> {
        let fault = |detail: String| Err(Fault::new(name, value, detail));
        if value.is_empty() {
            return match self {
                Self::Text { allowed, .. } if !allowed.is_empty() => {
                    Err(Fault { allowed: allowed.clone(), ..Fault::new(name, value, "has no value") })
                }
                _ => fault("has no value".to_owned()),
            };
        }
        match self {
            Self::Integer { least, most } => match whole_number(value) {
                Some(number) if (*least..=*most).contains(&number) => Ok(number.into()),
                Some(_) => fault(format!("must be from {least} to {most}")),
                None => fault(format!("must be a whole number from {least} to {most}")),
            },
            Self::Number { least, most } => match decimal_number(value).filter(|number| (*least..=*most).contains(number)) {
                Some(number) => Ok(Number::from_f64(number).map_or(Value::Null, Value::Number)),
                None => fault(format!("must be a number from {least} to {most}, written like 0.8")),
            },
            Self::Text { allowed, pattern, length } => {
                let characters = value.chars().count();
                if characters < length.0 || characters > length.1 {
                    return fault(format!("must have {} to {} characters", length.0, length.1));
                }
                let listed = allowed.iter().any(|item| item == value);
                let fits = if let Some(pattern) = pattern { pattern.is_match(value) } else { allowed.is_empty() || listed };
                if fits {
                    return Ok(value.into());
                }
                if allowed.is_empty() {
                    return fault(format!("does not have the form {}", pattern.as_ref().map_or("", |pattern| pattern.as_str())));
                }
                let did_you_mean = nearest(value, allowed.iter().map(String::as_str));
                Err(Fault { allowed: allowed.clone(), did_you_mean, ..Fault::new(name, value, "is not one of the values allowed") })
            }
        }
    }
}

/// A number in digits alone: no sign but a leading minus, no leading zero, no exponent.
fn whole_number(value: &str) -> Option<i64> {
    value.parse().ok().filter(|number: &i64| number.to_string() == value)
}

/// A decimal number in digits and at most one point.
fn decimal_number(value: &str) -> Option<f64> {
    let plain = value.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'e' | b'E'));
    value.parse().ok().filter(|number: &f64| plain && number.is_finite())
}

/// The words of a pattern that is nothing but a list of them, `^(a|b)$`, or of them with a sign, `^-?(a|b)$`.
fn alternatives(pattern: &str) -> Vec<String> {
    let signed = pattern.strip_prefix("^-?(").and_then(|rest| rest.strip_suffix(")$"));
    let Some(list) = signed.or_else(|| pattern.strip_prefix("^(").and_then(|rest| rest.strip_suffix(")$"))) else { return Vec::new() };
    if !list.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'|' | b'-')) {
        return Vec::new();
    }
    let words = list.split('|').map(str::to_owned);
    if signed.is_some() { words.flat_map(|word| [word.clone(), format!("-{word}")]).collect() } else { words.collect() }
}

/// The schema itself, or the one it refers to.
fn resolve<'a>(schema: &'a Value, description: &'a Value) -> &'a Value {
    let target = schema["$ref"].as_str().and_then(|reference| reference.strip_prefix('#'));
    target.and_then(|pointer| description.pointer(pointer)).unwrap_or(schema)
}
