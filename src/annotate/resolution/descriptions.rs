//! Whom a description means: `the minister`, `the company`, `the 43-year-old`.

use super::Context;
use crate::{
    annotate::{attribution::Draft, entities::Entity, lists, names::Name, parsed::Parsed},
    domain::{EntityType, SectionKind},
};

/// How many names before and after a description are asked whether they fit.
const REACH: usize = 500;

/// Words for a body of any kind.
const BODIES: [&str; 45] = [
    "company",
    "firm",
    "group",
    "agency",
    "bank",
    "club",
    "union",
    "party",
    "university",
    "department",
    "ministry",
    "council",
    "committee",
    "authority",
    "charity",
    "airline",
    "retailer",
    "newspaper",
    "magazine",
    "journal",
    "court",
    "force",
    "network",
    "watchdog",
    "team",
    "organisation",
    "organization",
    "association",
    "commission",
    "institute",
    "hospital",
    "school",
    "college",
    "museum",
    "operator",
    "regulator",
    "carrier",
    "manufacturer",
    "broadcaster",
    "developer",
    "foundation",
    "federation",
    "trust",
    "carmaker",
    "startup",
];

/// Words for what is written: it speaks, but is no person or organisation.
const DOCUMENTS: [&str; 26] = [
    "report",
    "review",
    "study",
    "paper",
    "statement",
    "letter",
    "memo",
    "document",
    "filing",
    "lawsuit",
    "complaint",
    "indictment",
    "affidavit",
    "email",
    "trial",
    "survey",
    "poll",
    "analysis",
    "inquiry",
    "book",
    "article",
    "assessment",
    "audit",
    "research",
    "account",
    "notice",
];

/// Words for several people or for a place, of whom none is meant.
const GROUPS: [&str; 20] = [
    "police",
    "government",
    "administration",
    "campaign",
    "camp",
    "family",
    "crew",
    "panel",
    "jury",
    "tribunal",
    "office",
    "public",
    "state",
    "country",
    "city",
    "army",
    "military",
    "press",
    "audience",
    "opposition",
];

/// Words before a description that say it is nobody in particular.
const INDEFINITE: [&str; 22] = [
    "a", "an", "one", "some", "another", "other", "many", "several", "two", "three", "four", "five", "most", "few", "no", "any", "his",
    "her", "their", "its", "my", "our",
];

/// Words with which what belongs to a role begins: `head of the union`.
const LINKS: [&str; 10] = ["of", "for", "at", "in", "from", "with", "on", "to", "who", "by"];

/// Whether a noun (in lower case) is a word for what is written.
pub fn is_document(noun: &str) -> bool {
    DOCUMENTS.contains(&noun)
}

/// Whether a noun (in lower case) may be one for a person in an office, a trade or a place: `the minister`, `the rookie`, `the German`.
fn is_person_noun(noun: &str) -> bool {
    !GROUPS.contains(&noun) && !BODIES.contains(&noun) && !noun.ends_with('s')
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
                if !roles[name.entity].contains(&title) && roles[name.entity].len() < 12 {
                    roles[name.entity].push(title);
                }
            }
        }
        Self(roles)
    }

    /// Whether an entity is what `head` says, with the other words of the description where there are some.
    fn fit(&self, entity: usize, head: &str, own: &[&str]) -> bool {
        self.0[entity].iter().any(|role| {
            let link = role.iter().position(|word| LINKS.contains(&word.as_str())).unwrap_or(role.len());
            let is = |word: &String| word == head || lists::alike(head).any(|other| other == word);
            let is_head = role[..link].last().is_some_and(is) || role[..link].windows(2).any(|pair| is(&pair[0]) && pair[1] == "and");
            let known =
                own.iter().filter(|word| role.iter().any(|other| other == *word || lists::alike(word).any(|alike| alike == other))).count();
            is_head && known * 2 > own.len()
        })
    }
}

impl Context<'_> {
    /// The person or organisation that `words` (in lower case) at byte `at` mean, and how sure that is.
    pub(super) fn described(&self, words: &str, at: usize, quote: &Draft, former: &[Draft]) -> (Option<usize>, f64) {
        let all: Vec<&str> = words.split_whitespace().collect();
        let Some(first) = all.first() else { return (None, 0.5) };
        if INDEFINITE.contains(first) || words.contains("'s ") || words.contains("’s ") {
            return (None, 0.78);
        }
        let link = all.iter().position(|word| LINKS.contains(word)).unwrap_or(all.len());
        let Some(head) = all[..link].last() else { return (None, 0.5) };
        if all[..link].iter().any(|word| word.ends_with("-year-old")) {
            return self.nearest(at, quote, |entity| self.is_person(entity), 0.75);
        }
        let is_plural = head.ends_with('s') && !head.ends_with("ss") && !head.ends_with("us") || matches!(*head, "police" | "people");
        if is_plural || is_document(head) {
            return (None, 0.78);
        }
        let is_body = BODIES.contains(head);
        let has_word = |entity: usize| {
            !self.is_person(entity) && self.entities[entity].name.to_lowercase().split_whitespace().any(|word| word == *head)
        };
        let named = self.nearest(at, quote, has_word, 0.85);
        if named.0.is_some() && is_body && link == all.len() {
            return named;
        }
        let own: Vec<&str> = all[..link].iter().copied().filter(|word| !matches!(*word, "the" | "former" | "then")).collect();
        let role = self.nearest(at, quote, |entity| self.roles.fit(entity, head, &own), 0.85);
        if role.0.is_some() {
            return role;
        }
        let is_headline = self.parsed.section_of(self.parsed.token_at(at)) == SectionKind::Title;
        if named.0.is_some() || *first != "the" && !is_headline {
            return named;
        }
        if *first == "the" && !is_body && is_person_noun(head) && link == all.len() {
            let (entity, confidence) = self.most_salient(quote, at, former, EntityType::Person, None);
            return (entity, confidence * 0.7);
        }
        if is_body && all.len() <= 3 && *first == "the" {
            let (entity, confidence) = self.most_salient(quote, at, former, EntityType::Organisation, None);
            return (entity, confidence * 0.8);
        }
        (None, 0.5)
    }

    /// The entity that fits and is named nearest before byte `at`, or first after it.
    fn nearest(&self, at: usize, quote: &Draft, fits: impl Fn(usize) -> bool, confidence: f64) -> (Option<usize>, f64) {
        let split = self.names.partition_point(|name| name.start < at);
        let outside = |name: &&Name| quote.addressee_entity != Some(name.entity) && self.is_told_of(name) && fits(name.entity);
        let before = self.names[..split].iter().rev().take(REACH).find(outside);
        let found = before.or_else(|| self.names[split..].iter().take(REACH).find(outside));
        found.map_or((None, 0.5), |name| (Some(name.entity), confidence))
    }
}
