//! The rules that make quotes: their names, what each stands for, and how often it is right.

/// Gives the rules with their names and their certainty.
macro_rules! rules {
    ($($(#[$doc:meta])* $rule:ident = $name:literal, $certainty:literal;)*) => {
        /// The rule that made a quote.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Rule { $($(#[$doc])* $rule),* }

        impl Rule {
            /// Its name, as reasons give it.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$rule => $name),* }
            }

            /// How often what it makes is a quote with its right speaker, against the best of rules: counted on the marked articles that the
            /// rules were written with. What a held-out part says of it stands in the README.
            #[must_use]
            pub fn certainty(self) -> f64 {
                match self { $(Self::$rule => $certainty),* }
            }
        }
    };
}

rules! {
    /// `"We go," Hale said.`
    QuoteSubjectVerb = "quote-subject-verb", 1.0;
    /// `"We go," said Hale.`
    QuoteVerbSubject = "quote-verb-subject", 0.97;
    /// `"We go," according to Hale.`
    QuoteAccordingTo = "quote-according-to", 1.0;
    /// `"We go," the paper cited Hale as saying.`
    QuoteCited = "quote-cited", 1.0;
    /// `Hale said: "We go."`
    VerbQuote = "verb-quote", 0.97;
    /// `Hale said that they would go.`
    ThatClause = "that-clause", 0.97;
    /// `Hale said they would go.`
    ZeroThat = "zero-that", 0.97;
    /// `Hale asked why they went.`
    QuestionClause = "question-clause", 0.6;
    /// `Hale promised to go`, `Hale urged them to go.`
    Infinitive = "infinitive", 0.88;
    /// `Hale called for an inquiry.`
    CalledFor = "called-for", 0.77;
    /// `Hale called on them to go.`
    CalledOn = "called-on", 1.0;
    /// `Hale accused them of lying.`
    Charge = "charge", 1.0;
    /// `Hale called it "a mess"`, `Hale described it as "a mess".`
    Naming = "naming", 0.97;
    /// `Hale warned of floods.`
    AboutObject = "about-object", 0.6;
    /// `Hale denied the charge.`
    ClaimObject = "claim-object", 0.65;
    /// `They would go, Hale said.`
    Parenthetical = "parenthetical", 0.88;
    /// `Hale attacked the "reckless" plan.`
    ObjectWithWords = "object-with-words", 0.77;
    /// `According to Hale, they would go.`
    AccordingTo = "according-to", 1.0;
    /// `Hale: "We go"`, in a headline or at the head of a sentence.
    HeadlineColon = "headline-colon", 0.77;
    /// `Minister 'ashamed' of report`, in a headline.
    HeadlineWords = "headline-words", 0.77;
    /// A turn of a transcript: `HALE: We go.`
    Transcript = "transcript", 1.0;
    /// A further paragraph of a turn.
    TranscriptContinued = "transcript-continued", 1.0;
    /// A passage that is a sentence of its own: the former speaker goes on.
    Floating = "floating", 0.97;
    /// A passage that is a sentence of its own, after one that names who speaks.
    Introduced = "introduced", 0.77;
    /// A passage in a sentence without a reporting verb.
    PassageInSentence = "passage-in-sentence", 0.65;
}
