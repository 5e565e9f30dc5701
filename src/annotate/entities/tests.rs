//! Who is whom, by small articles.

use super::*;
use crate::{
    annotate::{layout::Block, names},
    domain::SectionKind,
};

/// Every entity as `name: form, form`, in the order of the text.
fn check(text: &str, expected: &[&str]) {
    let block = Block { start: 0, end: text.len(), kind: SectionKind::Body, rule: "test" };
    let parsed = Parsed::new(text, vec![block]);
    let mut names = names::find(&parsed);
    let entities = link(&parsed, &mut names);
    let line = |(number, entity): (usize, &Entity)| {
        let forms: Vec<&str> = names.iter().filter(|name| name.entity == number).map(|name| &text[name.start..name.end]).collect();
        format!("{}: {}", entity.name, forms.join(", "))
    };
    let found: Vec<String> = entities.iter().enumerate().map(line).collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn a_surname_goes_to_the_one_named_in_full() {
    check("Petra Dunmore spoke. “No,” Dunmore said. Petra smiled.", &["Petra Dunmore: Petra Dunmore, Dunmore, Petra"]);
}

#[test]
fn an_honorific_tells_two_people_of_one_surname_apart() {
    check(
        "David Garrow met Anna Garrow. Mrs Garrow said yes. Mr Garrow said no.",
        &["David Garrow: David Garrow, Garrow", "Anna Garrow: Anna Garrow, Garrow"],
    );
    check("David Garrow met Anna Garrow. Garrow said yes.", &["David Garrow: David Garrow", "Anna Garrow: Anna Garrow, Garrow"]);
}

#[test]
fn relatives_and_titles_decide_between_two_of_one_surname() {
    check(
        "Rosa Tarn spoke. Tarn's husband, the Rev Piers Tarn, wept. Tarn left.",
        &["Rosa Tarn: Rosa Tarn, Tarn, Tarn", "Piers Tarn: Piers Tarn"],
    );
    check(
        "Judge Alan Quill wrote it. Counsel Beth Quill read it. Judge Quill left.",
        &["Alan Quill: Alan Quill, Quill", "Beth Quill: Beth Quill"],
    );
    check("Mrs Fiona Tarn's husband, Callum, wept. Mr Tarn left.", &["Fiona Tarn: Fiona Tarn", "Callum Tarn: Callum, Tarn"]);
    check("William Orr Jr. sued William Orr Sr. on Monday.", &["William Orr Jr.: William Orr Jr.", "William Orr Sr.: William Orr Sr."]);
}

#[test]
fn spellings_of_one_name_are_one_person() {
    check("Sergey Tulin met Sergei Tulin's aide.", &["Sergey Tulin: Sergey Tulin, Sergei Tulin"]);
    check("Joe Marbury spoke. Joseph Marbury left.", &["Joe Marbury: Joe Marbury, Joseph Marbury"]);
    check("Bashar al-Tamar spoke. Bashar Tamar left. Tamar ran.", &["Bashar al-Tamar: Bashar al-Tamar, Bashar Tamar, Tamar"]);
    check("Anna Tulin met Maria Tulina.", &["Anna Tulin: Anna Tulin", "Maria Tulina: Maria Tulina"]);
}

#[test]
fn organisations_go_by_one_name() {
    check("The U.N. met. The United Nations voted.", &["United Nations: U.N., United Nations"]);
    check("The Arden Rail Authority (ARA) met. ARA staff left.", &["Arden Rail Authority: Arden Rail Authority, ARA, ARA"]);
    check("Halvet Semiconductor fell. Halvet said so.", &["Halvet Semiconductor: Halvet Semiconductor, Halvet"]);
}

#[test]
fn gender_is_told_by_honorific_role_and_given_name() {
    let text = "Mr Tarvin met Anna Orr, and spokeswoman Kim Dale. Ib Lund said nothing.";
    let parsed = Parsed::new(text, vec![Block { start: 0, end: text.len(), kind: SectionKind::Body, rule: "test" }]);
    let mut names = names::find(&parsed);
    let genders: Vec<Gender> = link(&parsed, &mut names).into_iter().map(|entity| entity.gender).collect();
    assert_eq!(genders[..3], [Gender::Male, Gender::Female, Gender::Female]);
}

#[test]
fn nobody_is_merged_without_a_reason() {
    let text = "Petra Dunmore and the Arden Rail Authority (ARA) met. Dunmore left. ARA stayed.";
    let parsed = Parsed::new(text, vec![Block { start: 0, end: text.len(), kind: SectionKind::Body, rule: "test" }]);
    let mut names = names::find(&parsed);
    let entities = link(&parsed, &mut names);
    assert_eq!(entities.len(), 2);
    assert!(entities.iter().all(|entity| entity.reasons.len() == 1), "{entities:?}");
}
