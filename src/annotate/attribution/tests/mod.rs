//! Who said what, by small paragraphs.

mod pages;
mod speakers;

use crate::annotate::shown;

/// Every quote of a text, as [`shown::quotes`] shows it.
fn check(text: &str, expected: &[&str]) {
    assert_eq!(shown::quotes(text), expected, "{text}");
}

#[test]
fn a_verb_after_a_passage_gives_it_its_speaker() {
    check(
        r#""The ferry leaves at noon," Petra Dunmore said."#,
        &["direct: The ferry leaves at noon, | Petra Dunmore (Petra Dunmore) said <quote-subject-verb>"],
    );
    check(
        r#""The ferry leaves at noon," said Petra Dunmore."#,
        &["direct: The ferry leaves at noon, | Petra Dunmore (Petra Dunmore) said <quote-verb-subject>"],
    );
    check(
        r#""Who paid for it?" asked Petra Dunmore."#,
        &["direct: Who paid for it? | Petra Dunmore (Petra Dunmore) asked <quote-verb-subject>"],
    );
    check(
        "“We lost the keys,” Petra Dunmore told the Harbour Board on Monday.",
        &["direct: We lost the keys, | Petra Dunmore (Petra Dunmore) told > Harbour Board, 2021-03-08 <quote-subject-verb>"],
    );
    check(
        "'Nobody came for the boat', Dr Petra Dunmore recalled.",
        &["direct: Nobody came for the boat | Petra Dunmore (Petra Dunmore) recalled <quote-subject-verb>"],
    );
    check(
        r#""The ferry leaves at noon," according to Petra Dunmore."#,
        &["direct: The ferry leaves at noon, | Petra Dunmore (Petra Dunmore) according to <quote-according-to>"],
    );
    check(
        r#""The roof is gone," according to a spokesman for the harbour."#,
        &["direct: The roof is gone, | a spokesman for the harbour (-) according to <quote-according-to>"],
    );
    check(
        r#""The ice was thin," the agency cited Petra Dunmore as saying."#,
        &["direct: The ice was thin, | Petra Dunmore (Petra Dunmore) saying <quote-cited>"],
    );
    check(r#""We were warned," a diplomat was quoted as saying."#, &["direct: We were warned, | a diplomat (-) saying <quote-cited>"]);
}

#[test]
fn what_an_attribution_interrupts_is_one_utterance() {
    check(
        r#""The ferry," Petra Dunmore said, "leaves at noon.""#,
        &["direct: The ferry, + leaves at noon. | Petra Dunmore (Petra Dunmore) said <quote-subject-verb>"],
    );
    check(
        r#""We waited," said Petra Dunmore. "Nobody came. We left.""#,
        &["direct: We waited, + Nobody came. We left. | Petra Dunmore (Petra Dunmore) said <quote-verb-subject>"],
    );
    check(
        r#""The ferry," Petra Dunmore said, "leaves at noon," and Joost Abel added: "It is full.""#,
        &[
            "direct: The ferry, + leaves at noon, | Petra Dunmore (Petra Dunmore) said <quote-subject-verb>",
            "direct: It is full. | Joost Abel (Joost Abel) added <verb-quote>",
        ],
    );
    check(
        r#"The plan was "a mess," Petra Dunmore said."#,
        &[r#"mixed: The plan was "a mess, | Petra Dunmore (Petra Dunmore) said <quote-subject-verb>"#],
    );
}

#[test]
fn a_passage_after_a_verb_is_what_it_reports() {
    check(
        r#"Petra Dunmore said: "The ferry leaves at noon.""#,
        &["direct: The ferry leaves at noon. | Petra Dunmore (Petra Dunmore) said <verb-quote>"],
    );
    check(
        r#"Petra Dunmore said in a statement, "The ferry leaves at noon.""#,
        &["direct: The ferry leaves at noon. | Petra Dunmore (Petra Dunmore) said, statement <verb-quote>"],
    );
    check(r#"Petra Dunmore replied: "No.""#, &["direct: No. | Petra Dunmore (Petra Dunmore) replied <verb-quote>"]);
    check(r#"She wrote in the margin, "Who paid for this boat?""#, &["direct: Who paid for this boat? | She (-) wrote <verb-quote>"]);
    check(
        r#"Petra Dunmore said the harbour was "a pit of rust" and that it would close."#,
        &[r#"mixed: the harbour was "a pit of rust" and that it would close | Petra Dunmore (Petra Dunmore) said <zero-that>"#],
    );
    check(
        "Petra Dunmore said: “They told me ‘go away’ and I went.”",
        &["direct: They told me ‘go away’ and I went. | Petra Dunmore (Petra Dunmore) said <verb-quote>"],
    );
}

#[test]
fn clauses_are_reported_with_and_without_that() {
    check(
        "Petra Dunmore said that the ferry would leave at noon.",
        &["indirect: the ferry would leave at noon | Petra Dunmore (Petra Dunmore) said <that-clause>"],
    );
    check(
        "Petra Dunmore believes that the harbour is lost.",
        &["indirect: the harbour is lost | Petra Dunmore (Petra Dunmore) believes <that-clause>"],
    );
    check(
        "Petra Dunmore said the ferry would leave at noon.",
        &["indirect: the ferry would leave at noon | Petra Dunmore (Petra Dunmore) said <zero-that>"],
    );
    check(
        "The harbour board announced it had sold the ferry.",
        &["indirect: it had sold the ferry | The harbour board (-) announced <zero-that>"],
    );
    check(
        "The ferry would leave at noon, Petra Dunmore said.",
        &["indirect: The ferry would leave at noon | Petra Dunmore (Petra Dunmore) said <parenthetical>"],
    );
    check(
        "The ferry, Petra Dunmore said, would leave at noon.",
        &["indirect: would leave at noon | Petra Dunmore (Petra Dunmore) said <parenthetical>"],
    );
    check(
        "The ferry would leave at noon, says Petra Dunmore.",
        &["indirect: The ferry would leave at noon | Petra Dunmore (Petra Dunmore) says <parenthetical>"],
    );
    check(
        "On Monday, Petra Dunmore said, the ferry would leave at noon.",
        &["indirect: the ferry would leave at noon | Petra Dunmore (Petra Dunmore) said <parenthetical>"],
    );
    check(
        "According to Petra Dunmore, the ferry would leave at noon.",
        &["indirect: the ferry would leave at noon | Petra Dunmore (Petra Dunmore) According to <according-to>"],
    );
    check(
        "The ferry would leave at noon, according to the harbour board.",
        &["indirect: The ferry would leave at noon | the harbour board (-) according to <according-to>"],
    );
    check(
        "According to Petra Dunmore, the harbour master, the ferry would leave at noon.",
        &["indirect: the ferry would leave at noon | Petra Dunmore (Petra Dunmore) According to <according-to>"],
    );
}

#[test]
fn questions_and_requests_are_reported() {
    check(
        "Petra Dunmore asked why the ferry had left.",
        &["indirect: why the ferry had left | Petra Dunmore (Petra Dunmore) asked <question-clause>"],
    );
    check(
        "Petra Dunmore wondered whether the harbour could be saved.",
        &["indirect: whether the harbour could be saved | Petra Dunmore (Petra Dunmore) wondered <question-clause>"],
    );
    check(
        "Petra Dunmore promised to repair the ferry.",
        &["indirect: to repair the ferry | Petra Dunmore (Petra Dunmore) promised <infinitive>"],
    );
    check("Petra Dunmore vowed to fight the sale.", &["indirect: to fight the sale | Petra Dunmore (Petra Dunmore) vowed <infinitive>"]);
    check(
        "Petra Dunmore urged the owners to repair the ferry.",
        &["indirect: to repair the ferry | Petra Dunmore (Petra Dunmore) urged > the owners <infinitive>"],
    );
    check(
        "The judge ordered them not to leave the harbour.",
        &["indirect: not to leave the harbour | The judge (-) ordered > them <infinitive>"],
    );
    check(
        "Petra Dunmore called for an inquiry into the sale.",
        &["indirect: an inquiry into the sale | Petra Dunmore (Petra Dunmore) called for <called-for>"],
    );
    check("The union called for a strike but the owners waited.", &["indirect: a strike | The union (-) called for <called-for>"]);
    check(
        "Petra Dunmore called on the owners to repair the ferry.",
        &["indirect: to repair the ferry | Petra Dunmore (Petra Dunmore) called on > the owners <called-on>"],
    );
    check("The bishop called on both sides to talk.", &["indirect: to talk | The bishop (-) called on > both sides <called-on>"]);
}

#[test]
fn charges_names_and_objects_are_reported() {
    check(
        "Petra Dunmore accused the owners of hiding the accounts.",
        &["indirect: the owners of hiding the accounts | Petra Dunmore (Petra Dunmore) accused <charge>"],
    );
    check("The union blamed the owners for the fire.", &["indirect: the owners for the fire | The union (-) blamed <charge>"]);
    check(
        r#"Petra Dunmore called the sale "a robbery"."#,
        &[r#"mixed: the sale "a robbery" | Petra Dunmore (Petra Dunmore) called <naming>"#],
    );
    check(
        r#"Petra Dunmore described the harbour as "a pit of rust"."#,
        &[r#"mixed: the harbour as "a pit of rust" | Petra Dunmore (Petra Dunmore) described <naming>"#],
    );
    check(
        r#"The plan was dismissed as "a sketch on a napkin" by Petra Dunmore."#,
        &[r#"mixed: as "a sketch on a napkin" | Petra Dunmore (Petra Dunmore) dismissed <naming>"#],
    );
    check(r#"The sale was called "a robbery" by one captain."#, &[r#"mixed: "a robbery" | one captain (-) called <verb-quote>"#]);
    check("Petra Dunmore warned of floods.", &["indirect: floods | Petra Dunmore (Petra Dunmore) warned <about-object>"]);
    check("Petra Dunmore complained about the noise.", &["indirect: the noise | Petra Dunmore (Petra Dunmore) complained <about-object>"]);
    check("Petra Dunmore denied the charge.", &["indirect: the charge | Petra Dunmore (Petra Dunmore) denied <claim-object>"]);
    check("The company denied having sold the ferry.", &["indirect: having sold the ferry | The company (-) denied <claim-object>"]);
    check(
        r#"Petra Dunmore attacked the "reckless" sale."#,
        &[r#"mixed: the "reckless" sale | Petra Dunmore (Petra Dunmore) attacked <object-with-words>"#],
    );
    check(
        r#"Petra Dunmore praised the crew's "stubborn courage"."#,
        &[r#"mixed: the crew's "stubborn courage" | Petra Dunmore (Petra Dunmore) praised <naming>"#],
    );
}
