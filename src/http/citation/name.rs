//! Names as citations part them: what a list of references sorts by, and the rest.

/// The name of an author or an editor.
#[derive(Debug, PartialEq, Eq)]
pub enum Name {
    /// A person's.
    Person {
        /// What it is sorted by, with the particles before it: `von der Leyen`.
        family: String,
        /// Given names.
        given: String,
        /// `Jr.`, `III`.
        suffix: Option<String>,
    },
    /// One that is not parted: of an organisation, or of one word.
    Whole(String),
}

/// Words that say that a byline is nobody's name.
const BODIES: &[&str] = &[
    "agencies",
    "agency",
    "and",
    "associated",
    "board",
    "bureau",
    "correspondent",
    "correspondents",
    "desk",
    "editorial",
    "editors",
    "media",
    "network",
    "news",
    "newspaper",
    "newsroom",
    "of",
    "post",
    "press",
    "radio",
    "reporter",
    "reporters",
    "service",
    "services",
    "staff",
    "team",
    "television",
    "the",
    "times",
    "tv",
    "wire",
    "writers",
];

/// Words between given and family names that belong to the latter.
const PARTICLES: &[&str] = &[
    "af", "al", "ap", "av", "bin", "da", "das", "de", "degli", "dei", "del", "della", "den", "der", "di", "do", "dos", "du", "el", "ibn",
    "la", "le", "las", "los", "ten", "ter", "van", "von", "zu", "zum", "zur",
];

const SUFFIXES: &[&str] = &["Jr", "Jr.", "Sr", "Sr.", "II", "III", "IV"];

impl Name {
    /// Parts a name as a byline writes it, given names first. What does not look like a person's name stays whole.
    pub fn of(written: &str) -> Self {
        let mut words: Vec<&str> =
            written.split_whitespace().map(|word| word.trim_end_matches(',')).filter(|word| !word.is_empty()).collect();
        let whole = Self::Whole(words.join(" "));
        let is_body = words.iter().any(|word| BODIES.contains(&word.to_lowercase().as_str()));
        let is_plain = words.iter().all(|word| word.chars().all(|letter| letter.is_alphabetic() || ".'’‘-‐‑".contains(letter)));
        let suffix = words.last().filter(|word| SUFFIXES.contains(word)).map(|word| (*word).to_owned());
        if suffix.is_some() {
            words.pop();
        }
        if words.len() < 2 || words.len() > 6 || is_body || !is_plain {
            return whole;
        }
        // Particles are written small; the first word of a name is never one.
        let last = words.len() - 1;
        let first = (1..last).rev().take_while(|&at| PARTICLES.contains(&words[at])).last().unwrap_or(last);
        Self::Person { family: words[first..].join(" "), given: words[..first].join(" "), suffix }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(family: &str, given: &str, suffix: Option<&str>) -> Name {
        Name::Person { family: family.to_owned(), given: given.to_owned(), suffix: suffix.map(str::to_owned) }
    }

    #[test]
    fn particles_and_suffixes_stand_where_they_belong() {
        assert_eq!(Name::of("Ada Finch"), person("Finch", "Ada", None));
        assert_eq!(Name::of("Ute von der Heide"), person("von der Heide", "Ute", None));
        assert_eq!(Name::of("J. R. O'Hara-Lind, Jr."), person("O'Hara-Lind", "J. R.", Some("Jr.")));
        assert_eq!(Name::of("Van Morrow"), person("Morrow", "Van", None));
    }

    #[test]
    fn what_is_nobodys_name_stays_whole() {
        for written in ["Reuters", "Quay News Desk", "Hale and Finch", "Agency 24", "Finch {Ada}", "", "Madonna Jr."] {
            assert_eq!(Name::of(written), Name::Whole(written.to_owned()));
        }
    }
}
