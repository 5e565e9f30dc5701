//! Which pronoun may mean a person: told by honorific, role, given name, and last by the pronouns near.

use super::{Entity, Gender, part::word_gender};
use crate::{
    annotate::{lists, names::Name, parsed::Parsed},
    domain::EntityType,
};

/// Tells the gender of every person, where anything does.
pub fn tell(parsed: &Parsed, names: &[Name], entities: &mut [Entity]) {
    let mut votes = vec![[0_u32; 2]; entities.len()];
    for (number, name) in names.iter().enumerate().filter(|(_, name)| name.kind == EntityType::Person) {
        let vote = &mut votes[name.entity];
        add(vote, stated(parsed, name.title), 100);
        add(vote, name.role.map_or(Gender::Unknown, |role| role_gender(parsed, role)), 50);
        let until = names[number + 1..].iter().find(|next| next.kind == EntityType::Person).map_or(usize::MAX, |next| next.start);
        add(vote, pronoun(parsed, name.end, until), 1);
    }
    for (entity, [female, male]) in entities.iter_mut().zip(votes) {
        let given = given_gender(&entity.name);
        // One pronoun alone may be anybody's: two that agree, or a given name, are needed.
        entity.gender = match (female, male) {
            (50.., _) | (_, 50..) if female != male => {
                if female > male {
                    Gender::Female
                } else {
                    Gender::Male
                }
            }
            _ if given != Gender::Unknown => given,
            (2.., 0) => Gender::Female,
            (0, 2..) => Gender::Male,
            _ => Gender::Unknown,
        };
        if entity.kind == EntityType::Organisation {
            entity.gender = Gender::Unknown;
        }
    }
}

fn add(vote: &mut [u32; 2], gender: Gender, weight: u32) {
    match gender {
        Gender::Female => vote[0] = vote[0].saturating_add(weight),
        Gender::Male => vote[1] = vote[1].saturating_add(weight),
        Gender::Unknown => {}
    }
}

fn stated(parsed: &Parsed, stretch: Option<(usize, usize)>) -> Gender {
    let Some((start, end)) = stretch else { return Gender::Unknown };
    parsed.tokens_in(start, end).map(|n| word_gender(parsed.word(n))).find(|gender| *gender != Gender::Unknown).unwrap_or_default()
}

/// What a role says: only its own nouns, not those after "of" or a possessive ("wife of", "Orr's wife's lawyer").
fn role_gender(parsed: &Parsed, (start, end): (usize, usize)) -> Gender {
    let own = parsed.tokens_in(start, end).take_while(|&n| !matches!(parsed.word(n), "of" | "to" | "for" | "with" | "at" | "in"));
    own.map(|n| word_gender(parsed.word(n))).find(|gender| *gender != Gender::Unknown).unwrap_or_default()
}

fn given_gender(name: &str) -> Gender {
    let first = name.split_whitespace().next().unwrap_or_default();
    // A family name that stands first tells nothing.
    if lists::family_first().contains(first) {
        return Gender::Unknown;
    }
    let names = lists::given_names();
    names.get(first).or_else(|| names.get(first.split('-').next().unwrap_or_default())).map_or(Gender::Unknown, |given| given.gender)
}

/// The first pronoun of the sentence after a name, before the next person.
fn pronoun(parsed: &Parsed, end: usize, until: usize) -> Gender {
    let from = parsed.token_at(end);
    let limit = parsed.sentences.get(parsed.sentence_of(from)).map_or(from, |sentence| sentence.tokens.end).min(from + 40);
    let words = (from..limit).take_while(|&n| parsed.tokens[n].start < until).map(|n| parsed.word(n));
    let pronoun = |word: &str| match word {
        "he" | "his" | "him" | "himself" => Gender::Male,
        "she" | "her" | "hers" | "herself" => Gender::Female,
        _ => Gender::Unknown,
    };
    words.map(pronoun).find(|gender| *gender != Gender::Unknown).unwrap_or_default()
}
