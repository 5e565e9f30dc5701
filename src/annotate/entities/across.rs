//! Who is the same over many articles: entities that the articles call otherwise become one where there is evidence, and never without a reason.
//!
//! Two articles that give the same name in full mean the same person or organisation, unless a curator says otherwise: they have one id already.
//! Here come spellings ("Sergey", "Sergei"), initials ("S. Lavrov"), surnames alone, and acronyms that some article binds to the name in full.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::spelling;
use crate::domain::{EntityType, Merge, SeenEntity};

/// Finds entities that are one, in the order of the ids that go. No id goes twice, and none goes into one that goes itself.
#[must_use]
pub fn merges(all: &[SeenEntity]) -> Vec<Merge> {
    let mut found = Found { all, into: BTreeMap::new() };
    found.spellings();
    found.bound_names();
    found.short_names();
    found.settled()
}

/// What was found so far.
struct Found<'a> {
    all: &'a [SeenEntity],
    /// By the number of the entity that goes: the one that stays, and why.
    into: BTreeMap<usize, (usize, String)>,
}

impl<'a> Found<'a> {
    /// People whose names sound the same in full: accents and transliterations.
    fn spellings(&mut self) {
        let mut alike: HashMap<String, Vec<usize>> = HashMap::new();
        for (number, known) in self.people() {
            let words = words(&known.name);
            if words.len() > 1 && words.iter().all(|word| word.chars().count() > 1) {
                let key: Vec<String> = words.iter().map(|word| spelling::sounded(word)).collect();
                alike.entry(key.join(" ")).or_default().push(number);
            }
        }
        for group in alike.into_values().filter(|group| group.len() > 1) {
            let Some(&stays) = group.iter().max_by_key(|&&number| self.rank(number)) else { continue };
            for goes in group.into_iter().filter(|&number| number != stays) {
                let reason = format!("\"{}\" and \"{}\" are spellings of one name", self.all[goes].name, self.all[stays].name);
                self.merge(goes, stays, reason);
            }
        }
    }

    /// Names that some article uses for the same: an acronym beside the name in full.
    fn bound_names(&mut self) {
        let mut bound: BTreeMap<(EntityType, String), HashSet<usize>> = BTreeMap::new();
        for (number, known) in self.all.iter().enumerate() {
            for written in known.written.iter().filter(|written| **written != known.name) {
                bound.entry((known.r#type, folded(written))).or_default().insert(number);
            }
        }
        for (number, known) in self.all.iter().enumerate() {
            let single = known.r#type == EntityType::Organisation && words(&known.name).len() == 1;
            let Some(others) = bound.get(&(known.r#type, folded(&known.name))).filter(|_| single) else { continue };
            let others: Vec<usize> =
                others.iter().copied().filter(|&other| other != number && words(&self.all[other].name).len() > 1).collect();
            if let [other] = others[..] {
                let reason = format!("an article calls \"{}\" also \"{}\"", self.all[other].name, known.name);
                self.merge(number, other, reason);
            }
        }
    }

    /// People by a surname alone, or by initials: whoever alone bears it in full, if an article gives both the same role.
    fn short_names(&mut self) {
        let mut bearers: HashMap<String, Vec<usize>> = HashMap::new();
        for (number, known) in self.people() {
            let words = words(&known.name);
            if let Some(surname) =
                words.last().filter(|_| words.len() > 1 && words[0].chars().count() > 1 && !self.into.contains_key(&number))
            {
                bearers.entry(surname.clone()).or_default().push(number);
            }
        }
        for (number, known) in self.people() {
            let words = words(&known.name);
            let Some(surname) = words.last() else { continue };
            let Some(bearers) = bearers.get(surname) else { continue };
            let initial = words[0].chars().next();
            if words.len() > 1 && words[..words.len() - 1].iter().all(|word| word.chars().count() == 1) {
                let fits = bearers.iter().copied().filter(|&other| self.all[other].name.to_lowercase().chars().next() == initial);
                if let [other] = fits.collect::<Vec<_>>()[..] {
                    self.merge(number, other, format!("only \"{}\" has this initial and surname", self.all[other].name));
                }
            } else if words.len() == 1
                && let [other] = bearers[..]
                && let Some(role) = shared_role(known, &self.all[other])
            {
                self.merge(number, other, format!("only \"{}\" has this surname, and both are \"{role}\"", self.all[other].name));
            }
        }
    }

    fn people(&self) -> impl Iterator<Item = (usize, &'a SeenEntity)> + use<'a> {
        self.all.iter().enumerate().filter(|(_, known)| known.r#type == EntityType::Person)
    }

    /// Which of two stays: the curated one, the one named more often, the longer name, the id that sorts first.
    fn rank(&self, number: usize) -> (bool, u32, usize, std::cmp::Reverse<&str>) {
        let known = &self.all[number];
        (known.is_curated, known.mentions, known.name.len(), std::cmp::Reverse(known.id.as_str()))
    }

    fn merge(&mut self, goes: usize, stays: usize, reason: String) {
        if !self.all[goes].is_curated && goes != stays {
            self.into.entry(goes).or_insert((stays, reason));
        }
    }

    /// The merges, each into the one that stays in the end.
    fn settled(self) -> Vec<Merge> {
        let end = |mut number: usize| {
            let mut seen = HashSet::new();
            while let Some(&(next, _)) = self.into.get(&number) {
                if !seen.insert(number) {
                    return None;
                }
                number = next;
            }
            Some(number)
        };
        let merges = self.into.iter().filter_map(|(&goes, (_, reason))| {
            let stays = end(goes)?;
            Some(Merge { from: self.all[goes].id.clone(), into: self.all[stays].id.clone(), reason: reason.clone() })
        });
        let mut merges: Vec<Merge> = merges.collect();
        merges.sort_by(|a, b| a.from.cmp(&b.from));
        merges
    }
}

/// A role that articles give both: one of the words that tell it, not "the" or "former".
fn shared_role<'a>(one: &'a SeenEntity, other: &SeenEntity) -> Option<&'a str> {
    let telling = |role: &str| -> HashSet<String> {
        words(role)
            .into_iter()
            .filter(|word| word.len() > 3 && !matches!(word.as_str(), "former" | "chief" | "senior" | "deputy" | "leader"))
            .collect()
    };
    let theirs: HashSet<String> = other.roles.iter().flat_map(|role| telling(role)).collect();
    one.roles.iter().map(String::as_str).find(|role| telling(role).iter().any(|word| theirs.contains(word)))
}

/// The words of a name in lower case, without accents.
fn words(name: &str) -> Vec<String> {
    name.split_whitespace().map(spelling::plain).filter(|word| !word.is_empty()).collect()
}

fn folded(name: &str) -> String {
    words(name).join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An entity in short: `Name | role; form, form`, an asterisk before a curated one.
    fn known(described: &str) -> SeenEntity {
        let (name, rest) = described.split_once('|').unwrap_or((described, ""));
        let (roles, written) = rest.split_once(';').unwrap_or((rest, ""));
        let list = |text: &str| text.split(',').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect::<Vec<_>>();
        let is_curated = name.starts_with('*');
        let name = name.trim_start_matches('*').trim().to_owned();
        let is_body = name
            .split(' ')
            .any(|word| matches!(word, "Union" | "Office") || word.chars().count() > 1 && word.chars().all(char::is_uppercase));
        let kind = if is_body { EntityType::Organisation } else { EntityType::Person };
        let id = name.to_lowercase().replace(['.', ' '], "-");
        SeenEntity {
            id,
            r#type: kind,
            written: list(written),
            roles: list(roles),
            mentions: u32::try_from(name.len()).expect("short"),
            is_curated,
            name,
        }
    }

    fn check(all: &[&str], expected: &[&str]) {
        let all: Vec<SeenEntity> = all.iter().map(|described| known(described)).collect();
        let found: Vec<String> = merges(&all).iter().map(|merge| format!("{} -> {}: {}", merge.from, merge.into, merge.reason)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn spellings_of_one_name_are_one_person() {
        check(
            &["*Yevgeni Sarkola", "Evgeny Sarkola", "Mara Tolvik"],
            &["evgeny-sarkola -> yevgeni-sarkola: \"Evgeny Sarkola\" and \"Yevgeni Sarkola\" are spellings of one name"],
        );
        check(&["*Jon Hale", "*Jón Hale", "Anna Hale"], &[]);
    }

    #[test]
    fn an_initial_or_a_surname_goes_to_its_only_bearer() {
        check(&["Mara Tolvik | mayor", "M. Tolvik"], &["m--tolvik -> mara-tolvik: only \"Mara Tolvik\" has this initial and surname"]);
        check(
            &["Mara Tolvik | mayor", "Tolvik | mayor of Orvane"],
            &["tolvik -> mara-tolvik: only \"Mara Tolvik\" has this surname, and both are \"mayor of Orvane\""],
        );
        check(&["Mara Tolvik | mayor", "Tolvik | baker"], &[]);
        check(&["Mara Tolvik | mayor", "Milo Tolvik", "M. Tolvik", "Tolvik | mayor"], &[]);
    }

    #[test]
    fn an_acronym_goes_to_the_name_that_an_article_binds_it_to() {
        check(
            &["Kessary Dockers Union |; KDU", "KDU"],
            &["kdu -> kessary-dockers-union: an article calls \"Kessary Dockers Union\" also \"KDU\""],
        );
        check(&["Kessary Dockers Union |; KDU", "Kolm Drivers Union |; KDU", "KDU"], &[]);
    }
}
