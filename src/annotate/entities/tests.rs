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
