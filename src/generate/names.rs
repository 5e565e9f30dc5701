//! Who is named in invented articles and who publishes them: a few again and again, most of them hardly ever.

use fastrand::Rng;

use super::{
    lexicon::{capitalised, syllables},
    zipf::Zipf,
};

const GIVEN: &[&str] = &[
    "Anna", "Peter", "Maria", "Thomas", "Laura", "Martin", "Elena", "David", "Julia", "Robert", "Sarah", "Daniel", "Nina", "Michael",
    "Clara", "Andrew", "Helen", "Simon", "Irene", "Victor", "Alice", "George", "Monica", "Paul", "Teresa", "Oscar", "Diana", "Henry",
    "Eva", "Frank", "Susan",
];

const HEADS: &[&str] = &["Bank", "Institute", "University", "Council", "Party", "Group", "Agency", "Foundation", "Union", "Ministry"];

/// How many publishers there are.
const SOURCES: usize = 60;

/// The people, organisations and publishers, and how often each comes.
pub struct Names {
    people: Zipf,
    organisations: Zipf,
    sources: Zipf,
}

impl Names {
    /// For so many articles: new names keep coming, ever more slowly, as Heaps' law has it for words.
    pub fn of(articles: u64) -> Self {
        #[expect(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a rough number is wanted"
        )]
        let population = |factor: f64| 50 + (factor * (articles as f64).powf(0.6)) as usize;
        Self { people: Zipf::over(population(20.0)), organisations: Zipf::over(population(6.0)), sources: Zipf::over(SOURCES) }
    }

    /// A person's given name and surname.
    pub fn person(&self, rng: &mut Rng) -> (&'static str, String) {
        let number = self.people.draw(rng);
        (GIVEN[number % GIVEN.len()], capitalised(&syllables(number)))
    }

    /// An organisation's name.
    pub fn organisation(&self, rng: &mut Rng) -> String {
        let number = self.organisations.draw(rng);
        format!("{} {}", capitalised(&syllables(number * 7 + 3)), HEADS[number % HEADS.len()])
    }

    /// A publisher's name.
    pub fn source(&self, rng: &mut Rng) -> String {
        format!("The {} Courier", capitalised(&syllables(self.sources.draw(rng) * 11 + 5)))
    }
}
