//! Whom a description means: `the minister`, `the company`, `the 43-year-old`.

use super::{Context, UNKNOWN};
use crate::{
    annotate::{
        attribution::Draft,
        entities::Entity,
        lists::{
            self, Classes,
            classes::{BODY, DOCUMENT, GROUP, INDEFINITE, LINK},
        },
        names::Name,
        parsed::Parsed,
    },
    domain::EntityType,
};

/// How many names before and after a description are asked whether they fit.
const REACH: usize = 500;

/// How many titles of one person are kept.
const MAX_TITLES: usize = 12;

/// How sure it is that a description fits, by what tells it; `NOBODY` that nobody with a name is meant.
const BY_NAME: f64 = 0.85;
const BY_ROLE: f64 = 0.85;
const BY_AGE: f64 = 0.75;
const NOBODY: f64 = 0.78;
/// What is left of the salience of a person or a body that nothing says is what the description calls it.
const PERSON: f64 = 0.7;
const ORGANISATION: f64 = 0.8;

/// Whether a word is of one of these classes.
fn is(word: &str, classes: Classes) -> bool {
    Classes::of(word).any(classes)
}

/// Whether a noun (in lower case) is a plural.
pub fn is_plural(noun: &str) -> bool {
    noun.ends_with('s') && !noun.ends_with("ss") && !noun.ends_with("us")
}

/// How many words a role has before what belongs to it begins: `head | of the union`, `man | who fled`.
fn length_of_head<T: AsRef<str>>(words: &[T]) -> usize {
    words.iter().position(|word| word.as_ref() == "who" || is(word.as_ref(), LINK)).unwrap_or(words.len())
}

/// What the article says of everybody: role words and titles, in lower case, by entity.
pub struct Roles(Vec<Vec<Vec<String>>>);

impl Roles {
    /// Gathers them from roles and from the titles before names.
    pub fn new(parsed: &Parsed, names: &[Name], entities: &[Entity]) -> Self {
        let words = |role: &str| -> Vec<String> {
            role.to_lowercase()
                .split(|c: char| !c.is_alphanumeric() && c != '-')
                .filter(|word| !word.is_empty())
                .map(str::to_owned)
                .collect()
        };
        let mut roles: Vec<Vec<Vec<String>>> =
            entities.iter().map(|entity| entity.roles.iter().map(|role| words(role)).collect()).collect();
        for name in names {
            if let Some((start, end)) = name.title {
                let title = words(&parsed.text[start..end]);
                if !roles[name.entity].contains(&title) && roles[name.entity].len() < MAX_TITLES {
                    roles[name.entity].push(title);
                }
            }
        }
        Self(roles)
    }

    /// Whether an entity is what `head` says, with the other words of the description where there are some.
    fn fit(&self, entity: usize, head: &str, own: &[&str]) -> bool {
        self.0[entity].iter().any(|role| {
            let titles = &role[..length_of_head(role)];
            let is_head = |word: &String| word == head || lists::alike(head).any(|other| other == word);
            let has_head = titles.last().is_some_and(is_head) || titles.windows(2).any(|pair| is_head(&pair[0]) && pair[1] == "and");
            let is_known = |word: &&&str| role.iter().any(|other| other == **word || lists::alike(word).any(|alike| alike == other));
            has_head && own.iter().filter(is_known).count() * 2 > own.len()
        })
    }
}

impl Context<'_> {
    /// The person or organisation that `words` (in lower case) at byte `at` mean, and how sure that is.
    pub(super) fn described(&self, words: &str, at: usize, quote: &Draft, former: &[Draft]) -> (Option<usize>, f64) {
        let all: Vec<&str> = words.split_whitespace().collect();
        let description = &all[..length_of_head(&all)];
        let (Some(first), Some(head)) = (all.first(), description.last()) else { return (None, UNKNOWN) };
        if is(first, INDEFINITE) || words.contains("'s ") || words.contains("’s ") {
            return (None, NOBODY);
        }
        if description.iter().any(|word| word.ends_with("-year-old")) {
            return self.nearest(at, quote, |entity| self.is_person(entity), BY_AGE);
        }
        if is_plural(head) || matches!(*head, "police" | "people") || is(head, DOCUMENT) {
            return (None, NOBODY);
        }
        let is_body = is(head, BODY);
        let is_whole = description.len() == all.len();
        let named = self.nearest(at, quote, |entity| self.is_called(entity, head), BY_NAME);
        if named.0.is_some() && is_body && is_whole {
            return named;
        }
        let own: Vec<&str> = description.iter().copied().filter(|word| !matches!(*word, "the" | "former" | "then")).collect();
        let role = self.nearest(at, quote, |entity| self.roles.fit(entity, head, &own), BY_ROLE);
        if role.0.is_some() {
            return role;
        }
        if named.0.is_some() || *first != "the" {
            return named;
        }
        // Nothing says who it is: `the minister`, `the rookie`, `the German` is whoever is most in mind.
        let salient = |kind, share| {
            let (entity, confidence) = self.most_salient(quote, at, former, kind, None);
            (entity, confidence * share)
        };
        match is_body {
            false if is_whole && !is(head, GROUP) && !head.ends_with('s') => salient(EntityType::Person, PERSON),
            true if all.len() <= 3 => salient(EntityType::Organisation, ORGANISATION),
            _ => (None, UNKNOWN),
        }
    }

    /// Whether an organisation has a word in its name.
    fn is_called(&self, entity: usize, word: &str) -> bool {
        !self.is_person(entity) && self.entities[entity].name.split_whitespace().any(|own| own.to_lowercase() == word)
    }

    /// The entity that fits and is named nearest before byte `at`, or first after it.
    fn nearest(&self, at: usize, quote: &Draft, fits: impl Fn(usize) -> bool, confidence: f64) -> (Option<usize>, f64) {
        let split = self.names.partition_point(|name| name.start < at);
        let outside = |name: &&Name| quote.addressee_entity != Some(name.entity) && self.is_told_of(name) && fits(name.entity);
        let before = self.names[..split].iter().rev().take(REACH).find(outside);
        let found = before.or_else(|| self.names[split..].iter().take(REACH).find(outside));
        found.map_or((None, UNKNOWN), |name| (Some(name.entity), confidence))
    }
}
