use super::find;
use crate::{
    annotate::{layout::layout, parsed::Parsed},
    domain::Known,
};

/// The passages of a text, which is put below a headline so that its first line is a paragraph.
fn check(text: &str, expected: &[&str]) {
    let text = format!("A headline\n\n{text}");
    let parsed = Parsed::new(&text, layout(&text, &Known::default()).blocks);
    let found: Vec<&str> = find(&parsed).iter().map(|passage| &text[passage.start..passage.end]).collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn every_style_of_marks_is_paired() {
    check(r#"She said "no" and "never"."#, &["no", "never"]);
    check("She said “no,” twice.", &["no,"]);
    check("She said ‘no’ and 'never'.", &["no", "never"]);
    check("Sie sagte „nein“ und „nie“.", &["nein", "nie"]);
    check("Elle a dit « non » et «jamais».", &[" non ", "jamais"]);
    check("He called it ''a mess'' today.", &["a mess"]);
    check("He called it ''a mess\" today.", &["a mess"]);
    check("Hon sade ”nej” igen.", &["nej"]);
    check("It was ``fine'' then.", &["fine"]);
}

#[test]
fn apostrophes_open_and_close_nothing() {
    check("The parents' view isn't the teachers' view.", &[]);
    check("He said 'the parents' view isn't ours' today.", &["the parents' view isn't ours"]);
    check("'We're 'round here', he said. Rock 'n' roll in the '90s.", &["We're 'round here"]);
    check("‘The dockers’ children,’ she said.", &["The dockers’ children,"]);
    check("James' dog and the boys' cat.", &[]);
}

#[test]
fn a_mark_within_other_marks_belongs_to_them() {
    check(r#""They told me 'go away' and I went," he said."#, &["They told me 'go away' and I went,"]);
    check("'They told me \"go away\" and I went,' he said.", &["They told me \"go away\" and I went,"]);
    check("“A ‘reset 2.0.’” He left.", &["A ‘reset 2.0.’"]);
    check("“He said “no” to me,” she said.", &["He said “no” to me,"]);
}

#[test]
fn a_passage_without_an_end_stops_with_its_paragraph() {
    check("\"We go on\n\n\"and on,\" he said.", &["We go on", "and on,"]);
    check("He said: \"We are lost.", &["We are lost."]);
    check("\"We will go, he said. \"They know.\"", &["We will go, he said.", "They know."]);
    check("A stray\" mark and an empty \"\" pair.", &[]);
}
