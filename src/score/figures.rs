//! The figures: what each counts, and how precision and recall follow from the counts.

use std::fmt;

use serde::{Serialize, Serializer, ser::SerializeStruct};

macro_rules! figures {
    ($($(#[doc = $meaning:literal])* $variant:ident = $name:literal, $title:literal;)*) => {
        /// A figure of agreement.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Figure { $($(#[doc = $meaning])* $variant,)* }

        impl Figure {
            /// Every figure, in the order of a report.
            pub const ALL: [Self; [$($name),*].len()] = [$(Self::$variant),*];

            /// Its name on the command line and in JSON.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// Its name for people.
            #[must_use]
            pub fn title(self) -> &'static str {
                match self { $(Self::$variant => $title,)* }
            }

            /// What it counts.
            #[must_use]
            pub fn meaning(self) -> &'static str {
                match self { $(Self::$variant => concat!($($meaning),*).trim_ascii(),)* }
            }
        }
    };
}

figures! {
    /// Words in quotation marks taken as speech: verbatim spans of direct and mixed quotes that share 0.8 of the longer one.
    Passages = "passages", "passages";
    /// Passages that match and have the right speaker: the same person or organisation, or the same words where gold names nobody.
    AttributedPassages = "attributed-passages", "attributed passages";
    /// Direct quotes whose content overlaps by 0.8 (characters shared, of those in either).
    Direct = "direct", "direct quotes";
    /// Mixed quotes, likewise.
    Mixed = "mixed", "mixed quotes";
    /// Indirect quotes, likewise.
    Indirect = "indirect", "indirect quotes";
    /// The person or organisation that speaks, over quotes found (half of the content or of the quoted words) whose gold speaker is one. Its recall is the accuracy.
    Speaker = "speaker", "speaker resolved";
    /// The words that name the speaker, to the letter, over quotes found.
    SpeakerAsWritten = "speaker-as-written", "speaker as written, exact";
    /// The words that name the speaker, at least partly, over quotes found.
    SpeakerOverlap = "speaker-overlap", "speaker as written, overlap";
    /// The reporting words, at least partly, over quotes found.
    Cue = "cue", "cue, overlap";
    /// To whom it was said, over quotes found: the same person or organisation, or the same words where gold names nobody.
    Addressee = "addressee", "addressee";
    /// When it was said, over quotes found: the same date at the same precision.
    SaidOn = "said-on", "said on";
    /// The people and organisations named in the content, over quotes found.
    About = "about", "about";
    /// Names of people, to the letter and of the right type.
    People = "people", "people";
    /// Names of organisations, likewise.
    Organisations = "organisations", "organisations";
    /// Names of either, likewise.
    Names = "names", "people and organisations";
    /// Who is who, over names found (B-cubed): precision is the purity of the entities, recall their completeness.
    Entities = "entities", "entities (B-cubed)";
    /// Characters, blanks left out, in the right kind of section.
    Sections = "sections", "sections (characters)";
}

impl Figure {
    /// The figure of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|figure| figure.name() == name)
    }

    /// Whether a case that spoils `other` spoils this figure: a person's name that was missed is one of the names.
    #[must_use]
    pub fn covers(self, other: Self) -> bool {
        self == other || (self == Self::Names && matches!(other, Self::People | Self::Organisations))
    }

    /// The number that stands for the figure where only one is wanted: recall where only gold's speakers are asked for, F1 elsewhere.
    #[must_use]
    pub fn headline(self) -> Measure {
        if self == Self::Speaker { Measure::Recall } else { Measure::F1 }
    }
}

impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Serialize for Figure {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// A number that follows from a tally.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// Of what was predicted, the share that is right.
    Precision,
    /// Of what is in gold, the share that was found.
    Recall,
    /// The harmonic mean of both.
    F1,
}

/// What was counted for one figure.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Tally {
    /// How many are in gold.
    pub gold: usize,
    /// How many were predicted.
    pub predicted: usize,
    /// Of those predicted, how many are right; a sum of shares for the entities.
    pub right: f64,
    /// Of those in gold, how many were found; a sum of shares for the entities.
    pub found: f64,
}

impl Tally {
    /// A tally where each one found is one that is right.
    #[must_use]
    pub fn counted(gold: usize, predicted: usize, right: usize) -> Self {
        let right = number(right);
        Self { gold, predicted, right, found: right }
    }

    /// Takes in what was counted elsewhere.
    pub fn add(&mut self, other: Self) {
        self.gold += other.gold;
        self.predicted += other.predicted;
        self.right += other.right;
        self.found += other.found;
    }

    /// Precision, recall or F1, from 0 to 1; none where there was nothing to count.
    #[must_use]
    pub fn measure(&self, measure: Measure) -> Option<f64> {
        let share = |part: f64, whole: usize| (whole > 0).then(|| part / number(whole));
        match measure {
            Measure::Precision => share(self.right, self.predicted),
            Measure::Recall => share(self.found, self.gold),
            Measure::F1 => {
                if self.gold + self.predicted == 0 {
                    return None;
                }
                let precision = share(self.right, self.predicted).unwrap_or(0.0);
                let recall = share(self.found, self.gold).unwrap_or(0.0);
                Some(if precision + recall > 0.0 { 2.0 * precision * recall / (precision + recall) } else { 0.0 })
            }
        }
    }
}

impl Serialize for Tally {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let rounded = |measure| self.measure(measure).map(crate::domain::quantised);
        let mut fields = serializer.serialize_struct("Tally", 7)?;
        fields.serialize_field("precision", &rounded(Measure::Precision))?;
        fields.serialize_field("recall", &rounded(Measure::Recall))?;
        fields.serialize_field("f1", &rounded(Measure::F1))?;
        fields.serialize_field("gold", &self.gold)?;
        fields.serialize_field("predicted", &self.predicted)?;
        fields.serialize_field("right", &self.right)?;
        fields.serialize_field("found", &self.found)?;
        fields.end()
    }
}

/// A count as a number to divide by.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "counts of marks and characters stay far below 2^52")]
pub fn number(count: usize) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f1_is_nothing_where_nothing_was_to_be_found_and_zero_where_nothing_was() {
        assert_eq!(Tally::default().measure(Measure::F1), None);
        assert_eq!(Tally::counted(3, 0, 0).measure(Measure::F1), Some(0.0));
        assert_eq!(Tally::counted(0, 3, 0).measure(Measure::Precision), Some(0.0));
        assert_eq!(Tally::counted(4, 2, 2).measure(Measure::Recall), Some(0.5));
        assert_eq!(Tally::counted(3, 1, 1).measure(Measure::F1), Some(0.5));
    }

    #[test]
    fn every_figure_has_a_name_of_its_own_that_leads_back_to_it() {
        for figure in Figure::ALL {
            assert_eq!(Figure::named(figure.name()), Some(figure));
            assert!(figure.meaning().ends_with('.'), "{figure}");
        }
    }
}
