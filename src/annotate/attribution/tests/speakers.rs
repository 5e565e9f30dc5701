//! To whom, when and by whom it was said.

use super::check;

#[test]
fn who_is_told_is_no_speaker() {
    check(
        "Petra Dunmore told Joost Abel that the ferry was late.",
        &["indirect: the ferry was late | Petra Dunmore (Petra Dunmore) told > Joost Abel <that-clause>"],
    );
    check(
        "Petra Dunmore told the court she had seen the fire.",
        &["indirect: she had seen the fire | Petra Dunmore (Petra Dunmore) told > the court <zero-that>"],
    );
    check(
        "Petra Dunmore told reporters in Leeds that the ferry was lost.",
        &["indirect: the ferry was lost | Petra Dunmore (Petra Dunmore) told > reporters in Leeds <that-clause>"],
    );
    check("Joost Abel was told that the ferry was late.", &[]);
    check("Petra Dunmore told him it was late.", &["indirect: it was late | Petra Dunmore (Petra Dunmore) told > him <zero-that>"]);
    check(
        r#""Who paid for it?" Petra Dunmore asked Mr. Abel."#,
        &["direct: Who paid for it? | Petra Dunmore (Petra Dunmore) asked > Abel <quote-subject-verb>"],
    );
    check(
        "Petra Dunmore said to Joost Abel that the ferry was late.",
        &["indirect: the ferry was late | Petra Dunmore (Petra Dunmore) said > Joost Abel <that-clause>"],
    );
}

#[test]
fn day_and_occasion_are_read() {
    check(
        "Petra Dunmore said on Monday that the ferry was late.",
        &["indirect: the ferry was late | Petra Dunmore (Petra Dunmore) said, 2021-03-08 <that-clause>"],
    );
    check(
        "Petra Dunmore said yesterday that the ferry was late.",
        &["indirect: the ferry was late | Petra Dunmore (Petra Dunmore) said, 2021-03-09 <that-clause>"],
    );
    check(
        "Petra Dunmore said on March 3 that the ferry was late.",
        &["indirect: the ferry was late | Petra Dunmore (Petra Dunmore) said, 2021-03-03 <that-clause>"],
    );
    check(
        "Petra Dunmore said on 23 December that the ferry was late.",
        &["indirect: the ferry was late | Petra Dunmore (Petra Dunmore) said, 2020-12-23 <that-clause>"],
    );
    check(
        "Petra Dunmore said in a speech to the Harbour Board that the ferry was late.",
        &["indirect: the ferry was late | Petra Dunmore (Petra Dunmore) said, speech to the Harbour Board <that-clause>"],
    );
    check(
        r#""The ferry is late," Petra Dunmore said in an interview with Joost Abel."#,
        &["direct: The ferry is late, | Petra Dunmore (Petra Dunmore) said, interview with Joost Abel <quote-subject-verb>"],
    );
    check(
        "In a report published on Monday, the union said that the ferry was late.",
        &["indirect: the ferry was late | the union (-) said, report <that-clause>"],
    );
}

#[test]
fn a_speaker_is_found_behind_titles_and_appositions() {
    check(
        r#""The ferry is late," Petra Dunmore, head of the Harbour Board, said."#,
        &["direct: The ferry is late, | Petra Dunmore (Petra Dunmore) said <quote-subject-verb>"],
    );
    check(
        r#""The ferry is late," said Petra Dunmore, whose brother Joost Abel owns it."#,
        &["direct: The ferry is late, | Petra Dunmore (Petra Dunmore) said <quote-verb-subject>"],
    );
    check(
        "The mayor, Petra Dunmore, said that the ferry was late.",
        &["indirect: the ferry was late | Petra Dunmore (Petra Dunmore) said <that-clause>"],
    );
    check(
        "Petra Dunmore, who denies the charge, told the court that she was ill.",
        &[
            "indirect: the charge | Petra Dunmore (Petra Dunmore) denies <claim-object>",
            "indirect: she was ill | Petra Dunmore (Petra Dunmore) told > the court <that-clause>",
        ],
    );
    check(
        r#""The ferry is late," said former Secretary of State Petra Dunmore."#,
        &["direct: The ferry is late, | Petra Dunmore (Petra Dunmore) said <quote-verb-subject>"],
    );
    check(
        r#""The ferry is late," said a spokesman for the Harbour Board."#,
        &["direct: The ferry is late, | a spokesman for the Harbour Board (-) said <quote-verb-subject>"],
    );
    check(
        "Petra Dunmore of the Harbour Board said that the ferry was late.",
        &["indirect: the ferry was late | Petra Dunmore (Petra Dunmore) said <that-clause>"],
    );
    check(
        "Allies of the mayor said that the ferry was late.",
        &["indirect: the ferry was late | Allies of the mayor (-) said <that-clause>"],
    );
    check(
        "Petra Dunmore's lawyer said that the ferry was late.",
        &["indirect: the ferry was late | Petra Dunmore's lawyer (-) said <that-clause>"],
    );
    check("Some said that the ferry was late.", &["indirect: the ferry was late | Some (-) said <that-clause>"]);
    check(
        "The union leader, who is 60, told the Harbour Board that it was late.",
        &["indirect: it was late | The union leader (-) told > Harbour Board <that-clause>"],
    );
    check("The family said that the ferry was late.", &["indirect: the ferry was late | The family (-) said <that-clause>"]);
    check("Several said that the ferry was late.", &["indirect: the ferry was late | Several (-) said <that-clause>"]);
    check(
        "The terminal's operator, Dunmore Lines, said that the ferry was late.",
        &["indirect: the ferry was late | Dunmore Lines (Dunmore Lines) said <that-clause>"],
    );
    check(
        "Petra Dunmore, whom the paper Leeds Courier met, said that the ferry was late.",
        &["indirect: the ferry was late | Petra Dunmore (Petra Dunmore) said <that-clause>"],
    );
}

#[test]
fn what_was_not_said_is_no_quote() {
    check("Petra Dunmore did not say that the ferry was late.", &[]);
    check("Petra Dunmore would say that the ferry was late.", &[]);
    check("Fresh claims of fraud were heard in the harbour.", &[]);
    check("Police reports were lost in the fire.", &[]);
}

#[test]
fn words_in_marks_that_are_no_speech_are_left_alone() {
    check(r#"The so-called "experts" left early."#, &[]);
    check(r#"She read the novel "Away from Leeds" twice."#, &[]);
    check(r#"Anna "Cat" Dunmore left early."#, &[]);
    check(r#"The boat was known as "the tub" in Leeds."#, &[]);
}
