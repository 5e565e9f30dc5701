//! Why words in quotation marks are no speech.

/// Gives the reasons with their names.
macro_rules! reasons {
    ($($(#[$doc:meta])* $reason:ident = $name:literal;)*) => {
        /// Why a passage is no speech.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum NotSpeech { $($(#[$doc])* $reason),* }

        impl NotSpeech {
            /// Its name, as reasons give it.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$reason => $name),* }
            }
        }
    };
}

reasons! {
    /// There is no letter in it.
    NoWords = "no-words";
    /// `Anna "Cat" Hale`
    NicknameInName = "nickname-in-name";
    /// `known as "the Cat"`
    KnownAs = "known-as";
    /// `so-called "experts"`
    SoCalled = "so-called";
    /// `the film "Away"`, `the word "soon"`
    TitleOrTerm = "title-or-term";
    /// Capitalised as a title is: decided anew where a verb reports it.
    TitleCase = "title-case";
    /// One or two words that stand in marks throughout the article.
    RecurringTerm = "recurring-term";
    /// A few words in a sentence that names nobody who says them.
    ShortWithoutSpeaker = "short-without-speaker";
    /// It stands in comments, notes and the like.
    SectionWithoutQuotes = "section-without-quotes";
}
