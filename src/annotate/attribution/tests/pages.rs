//! Who said what, where headlines, labels and former paragraphs tell.

use super::check;

#[test]
fn headlines_have_forms_of_their_own() {
    check(
        "Dunmore: 'We will not sell the ferry'\n\nThe owner, Petra Dunmore, spoke in Leeds.",
        &["direct: We will not sell the ferry | Dunmore (Petra Dunmore) - <headline-colon>"],
    );
    check(
        "'We will not sell the ferry': Dunmore\n\nThe owner, Petra Dunmore, spoke in Leeds.",
        &["direct: We will not sell the ferry | Dunmore (Petra Dunmore) - <headline-colon>"],
    );
    check(
        "Minister 'ashamed' of ferry report\n\nThe ferry report came out on Monday.",
        &["mixed: 'ashamed' of ferry report | Minister (-) - <headline-words>"],
    );
    check(
        "Ferry will not be sold, says Dunmore\n\nThe owner, Petra Dunmore, spoke in Leeds.",
        &["indirect: Ferry will not be sold | Dunmore (Petra Dunmore) says <parenthetical>"],
    );
    check(
        "Owner 'misled' court over ferry, judge rules\n\nA judge in Leeds has ruled on the ferry.",
        &["mixed: Owner 'misled' court over ferry | judge (-) rules <parenthetical>"],
    );
    check("Owner accused of 'lying' over ferry\n\nThe owner spoke in Leeds.", &["mixed: of 'lying' | Owner (-) accused <charge>"]);
}

#[test]
fn transcripts_are_read_by_their_labels() {
    check(
        "Talking to Petra Dunmore\n\nWe met in Leeds.\n\nPETRA DUNMORE: The ferry is late.\n\nJOOST ABEL: Who is to blame?\n\nPETRA DUNMORE: Nobody.",
        &[
            "direct: The ferry is late. | PETRA DUNMORE (Petra Dunmore) - <transcript>",
            "direct: Who is to blame? | JOOST ABEL (Joost Abel) - <transcript>",
            "direct: Nobody. | PETRA DUNMORE (Petra Dunmore) - <transcript>",
        ],
    );
    check(
        "Talking to Petra Dunmore\n\nPetra Dunmore owns a ferry.\n\nQ: Is it late?\n\nA: It is always late.\n\nWe gave up on time.\n\nQ: Why?\n\nA: The tide.",
        &[
            "direct: It is always late. | A (Petra Dunmore) - <transcript>",
            "direct: We gave up on time. | - (Petra Dunmore) - <transcript-continued>",
            "direct: The tide. | A (Petra Dunmore) - <transcript>",
        ],
    );
}

#[test]
fn quotes_go_on_over_paragraphs() {
    check(
        "A headline\n\n\"We lost the ferry,\" said Petra Dunmore.\n\n\"It was an old boat and we loved it.\"",
        &[
            "direct: We lost the ferry, | Petra Dunmore (Petra Dunmore) said <quote-verb-subject>",
            "direct: It was an old boat and we loved it. | - (Petra Dunmore) - <floating>",
        ],
    );
    check(
        "A headline\n\nPetra Dunmore said: \"We lost the ferry.\n\n\"It was an old boat.\"",
        &[
            "direct: We lost the ferry. | Petra Dunmore (Petra Dunmore) said <verb-quote>",
            "direct: It was an old boat. | - (Petra Dunmore) - <floating>",
        ],
    );
    check(
        "A headline\n\nPetra Dunmore was angry. \"Nobody told us anything at all.\"",
        &["direct: Nobody told us anything at all. | - (Petra Dunmore) - <introduced>"],
    );
    check(
        "A headline\n\nPetra Dunmore shook her head over \"the worst winter in years\" in Leeds.",
        &["mixed: the worst winter in years | Petra Dunmore (Petra Dunmore) - <passage-in-sentence>"],
    );
}
