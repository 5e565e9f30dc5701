//! The language of a text, cheaply.

use super::shape;
use crate::annotate::lists;

/// How much of a text is looked at, in bytes.
const SAMPLE: usize = 1000;
/// The fewest words that tell a language.
const FEWEST: usize = 12;
/// How many words show that a text is English.
const ENOUGH: usize = 90;
/// How sure the closer look must be: a paragraph of any language of the list is, a line of names is not.
const CERTAIN: f64 = 0.5;

/// The language of a text (BCP 47); `und` where it is too short or not plain.
pub fn language(paragraphs: &[&str]) -> String {
    let mut sample = String::new();
    for text in paragraphs {
        let room = SAMPLE.saturating_sub(sample.len());
        if room == 0 {
            break;
        }
        sample.extend(text.chars().take(room));
        sample.push(' ');
    }
    if is_english(&sample) {
        return "en".to_owned();
    }
    let found = whatlang::detect(&sample).filter(|found| found.confidence() >= CERTAIN);
    let tag = found.and_then(|found| lists::languages().get(found.lang().code()));
    tag.copied().unwrap_or("und").to_owned()
}

/// Whether a text has as many small words of English as only English has. Most news is: this saves the closer look.
fn is_english(sample: &str) -> bool {
    let (mut words, mut small, mut articles) = (0, 0, 0);
    for word in sample.split_whitespace().take(ENOUGH) {
        words += 1;
        small += usize::from(shape::holds(lists::function_words(), word));
        articles += usize::from(matches!(word, "the" | "The" | "and" | "of" | "to"));
    }
    words >= FEWEST && small * 5 >= words && articles * 25 >= words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_is_told_where_the_text_is_long_enough() {
        for (text, expected) in [
            ("The harbour master said that he had waited for the boats all night, and that nobody came.", "en"),
            (
                "Der Hafenmeister sagte, er habe die ganze Nacht auf die Boote gewartet, und niemand sei gekommen, weil der Sturm noch nicht vorüber war.",
                "de",
            ),
            (
                "Le capitaine du port a déclaré qu'il avait attendu les bateaux toute la nuit et que personne n'était venu parce que la tempête durait encore.",
                "fr",
            ),
            ("Начальник порта сказал, что он всю ночь ждал лодки, но никто так и не пришёл, потому что шторм ещё не кончился.", "ru"),
            ("Oslo 3-0", "und"),
            ("", "und"),
        ] {
            assert_eq!(language(&[text]), expected, "{text}");
        }
    }
}
