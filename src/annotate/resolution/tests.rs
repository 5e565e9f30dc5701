//! Whom pronouns and descriptions mean, by small articles.

use crate::annotate::shown;

/// Every quote of a text, as [`shown::quotes`] shows it.
fn check(text: &str, expected: &[&str]) {
    assert_eq!(shown::quotes(text), expected, "{text}");
}

#[test]
fn pronouns_mean_who_is_most_in_mind() {
    check(
        "A headline\n\nPetra Dunmore owns the ferry. She said that it was late.",
        &["indirect: it was late | She (Petra Dunmore) said <that-clause>"],
    );
    check(
        "A headline\n\nPetra Dunmore met Joost Abel in Leeds. He said that the ferry was late.",
        &["indirect: the ferry was late | He (Joost Abel) said <that-clause>"],
    );
    check(
        "A headline\n\nMary Dunmore met Anna Abel in Leeds. Dunmore wanted to sell the ferry. \"It is late,\" she said.",
        &["direct: It is late, | she (Mary Dunmore) said <quote-subject-verb>"],
    );
    check(
        "A headline\n\nThe Harbour Board met in Leeds. It said that the ferry was late.",
        &["indirect: the ferry was late | It (Harbour Board) said <that-clause>"],
    );
    check(
        "A headline\n\n\"The ferry is late,\" said Mary Dunmore. Anna Abel owns a shop in Leeds.\n\nShe said that she was tired.",
        &[
            "direct: The ferry is late, | Mary Dunmore (Mary Dunmore) said <quote-verb-subject>",
            "indirect: she was tired | She (Anna Abel) said <that-clause>",
        ],
    );
    check(
        "A headline\n\nMary Dunmore spoke to a farmer's wife. \"I saw nothing,\" a woman said. She said that it was dark.",
        &["direct: I saw nothing, | a woman (-) said <quote-subject-verb>", "indirect: it was dark | She (-) said <that-clause>"],
    );
    check(
        "A headline\n\nMary Dunmore told Anna Abel that the ferry was late. She said that she was tired.",
        &[
            "indirect: the ferry was late | Mary Dunmore (Mary Dunmore) told > Anna Abel <that-clause>",
            "indirect: she was tired | She (Mary Dunmore) said <that-clause>",
        ],
    );
    check(
        "A headline\n\nPeter Dunmore met Mary Abel in Leeds. \"It is late,\" she told him.",
        &["direct: It is late, | she (Mary Abel) told > him <quote-subject-verb>"],
    );
}

#[test]
fn descriptions_mean_whom_the_article_calls_so() {
    check(
        "A headline\n\nPetra Dunmore, the mayor of Leeds, met Joost Abel. The mayor said that the ferry was late.",
        &["indirect: the ferry was late | The mayor (Petra Dunmore) said <that-clause>"],
    );
    check(
        "A headline\n\nProsecutor Petra Dunmore met Joost Abel. The prosecutor said that the ferry was late.",
        &["indirect: the ferry was late | The prosecutor (Petra Dunmore) said <that-clause>"],
    );
    check(
        "A headline\n\nPeter Dunmore, 43, left the court. The 43-year-old said that he was tired.",
        &["indirect: he was tired | The 43-year-old (Peter Dunmore) said <that-clause>"],
    );
    check(
        "A headline\n\nThe Northern Bank met Petra Dunmore. The bank said that it was late.",
        &["indirect: it was late | The bank (Northern Bank) said <that-clause>"],
    );
    check(
        "A headline\n\nPetra Dunmore met a lawyer. A lawyer said that the ferry was late.",
        &["indirect: the ferry was late | A lawyer (-) said <that-clause>"],
    );
    check(
        "A headline\n\nPetra Dunmore came late. The report said that the ferry was lost.",
        &["indirect: the ferry was lost | The report (-) said <that-clause>"],
    );
    check(
        "A headline\n\nPetra Dunmore came late. Officials said that the ferry was lost.",
        &["indirect: the ferry was lost | Officials (-) said <that-clause>"],
    );
}

#[test]
fn headlines_take_speakers_from_the_article() {
    check(
        "Ferry was rotten for years, witness says\n\nThe inquiry met in Leeds.\n\nThere was rain.\n\nPetra Dunmore said that the ferry was rotten for years.",
        &[
            "indirect: Ferry was rotten for years | witness (Petra Dunmore) says <parenthetical>",
            "indirect: the ferry was rotten for years | Petra Dunmore (Petra Dunmore) said <that-clause>",
        ],
    );
    check(
        "Harbour to close in winter, owner says\n\nThe owner spoke in Leeds.\n\nThere was rain.\n\nPetra Dunmore said that the harbour would close in winter.",
        &[
            "indirect: Harbour to close in winter | owner (Petra Dunmore) says <parenthetical>",
            "indirect: the harbour would close in winter | Petra Dunmore (Petra Dunmore) said <that-clause>",
        ],
    );
}

#[test]
fn answers_go_to_who_was_asked() {
    check(
        "A headline\n\n\"Are you sorry for this?\" Petra Dunmore asked Joost Abel.\n\n\"I am very sorry indeed.\"",
        &[
            "direct: Are you sorry for this? | Petra Dunmore (Petra Dunmore) asked > Joost Abel <quote-subject-verb>",
            "direct: I am very sorry indeed. | - (Joost Abel) - <floating>",
        ],
    );
    check(
        "A headline\n\nJoost Abel came late. \"Who sold the ferry?\" Petra Dunmore asked him.\n\n\"Nobody sold it to us.\"",
        &[
            "direct: Who sold the ferry? | Petra Dunmore (Petra Dunmore) asked > him <quote-subject-verb>",
            "direct: Nobody sold it to us. | - (Joost Abel) - <floating>",
        ],
    );
}
