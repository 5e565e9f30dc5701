//! Whom a description means: `the minister`, `the company`, `the 43-year-old`.

use super::Context;
use crate::{annotate::attribution::Draft, domain::EntityType};

/// Words for a body of any kind.
const BODIES: [&str; 43] = [
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
];

/// Words for what is written: it speaks, but is no person or organisation.
const DOCUMENTS: [&str; 26] = [
    "report", "review", "study", "paper", "statement", "letter", "memo", "document", "filing", "lawsuit", "complaint", "indictment", "affidavit", "email", "trial", "survey", "poll", "analysis", "inquiry", "book", "article",
    "assessment", "audit", "research", "account", "notice",
];

/// Words before a description that say it is nobody in particular.
const INDEFINITE: [&str; 22] = [
    "a", "an", "one", "some", "another", "other", "many", "several", "two", "three", "four", "five", "most", "few", "no", "any", "his",
    "her", "their", "its", "my", "our",
];

impl Context<'_> {
    /// The person or organisation that `words` (in lower case) at byte `at` mean, and how sure that is.
    pub(super) fn described(&self, words: &str, at: usize, quote: &Draft) -> (Option<usize>, f64) {
        let all: Vec<&str> = words.split_whitespace().collect();
        let Some(first) = all.first() else { return (None, 0.5) };
        if INDEFINITE.contains(first) || words.contains("'s ") || words.contains("’s ") {
            return (None, 0.9);
        }
        let link =
            all.iter().position(|word| matches!(*word, "of" | "for" | "at" | "in" | "from" | "with" | "on" | "to")).unwrap_or(all.len());
        let Some(head) = all[..link].last() else { return (None, 0.5) };
        if head.ends_with("-year-old") || all[..link].iter().any(|word| word.ends_with("-year-old")) {
            return self.nearest(at, quote, |entity| self.entities[entity].kind == EntityType::Person, 0.75);
        }
        let is_plural = head.ends_with('s') && !head.ends_with("ss") && !head.ends_with("us");
        if is_plural || DOCUMENTS.contains(head) {
            return (None, 0.9);
        }
        let named = |entity: usize| self.is_organisation(entity) && self.entities[entity].name.to_lowercase().split_whitespace().any(|word| word == *head);
        let named = self.nearest(at, quote, named, 0.85);
        if named.0.is_some() && BODIES.contains(head) && link == all.len() {
            return named;
        }
        let own: Vec<&str> = all[..link].iter().copied().filter(|word| *word != "the" && *word != "former").collect();
        let by_role = |entity: usize| self.plays(entity, head, &own);
        let role = self.nearest(at, quote, by_role, 0.85);
        if role.0.is_some() {
            return role;
        }
        if named.0.is_some() || *first != "the" && self.parsed.section_of(self.parsed.token_at(at)) != crate::domain::SectionKind::Title {
            return named;
        }
        if BODIES.contains(head) && all.len() <= 3 {
            return self.nearest(at, quote, |entity| self.is_organisation(entity), 0.7);
        }
        (None, 0.8)
    }

    fn is_organisation(&self, entity: usize) -> bool {
        self.entities[entity].kind == EntityType::Organisation
    }

    /// Whether the article says that an entity is what `head` says, with its other words where there are some.
    fn plays(&self, entity: usize, head: &str, own: &[&str]) -> bool {
        let has = |role: &str| {
            let role = role.to_lowercase();
            let words: Vec<&str> = role.split(|c: char| !c.is_alphanumeric() && c != '-').collect();
            let link = words.iter().position(|word| matches!(*word, "of" | "for" | "at" | "in" | "from" | "with" | "on" | "to" | "who")).unwrap_or(words.len());
            let is_head = words[..link].last() == Some(&head) || words[..link].windows(2).any(|pair| pair[0] == head && pair[1] == "and");
            let is_chief = head == "ceo" && role.contains("chief executive");
            is_chief || is_head && own.iter().filter(|word| words.contains(word)).count() * 2 > own.len()
        };
        self.entities[entity].roles.iter().any(|role| has(role))
    }

    /// The entity that fits and is named nearest before byte `at`, or first after it.
    fn nearest(&self, at: usize, quote: &Draft, fits: impl Fn(usize) -> bool, confidence: f64) -> (Option<usize>, f64) {
        let split = self.names.partition_point(|name| name.start < at);
        let outside = |entity: usize| quote.addressee_entity != Some(entity) && fits(entity);
        let before = self.names[..split].iter().rev().find(|name| outside(name.entity));
        let found = before.or_else(|| self.names[split..].iter().find(|name| outside(name.entity)));
        found.map_or((None, 0.5), |name| (Some(name.entity), confidence))
    }
}
